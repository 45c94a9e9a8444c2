#include "ops/concatenation.h"

#include "backend/cpu/blocked_image.h"
#include "backend/cpu/strided_copy.h"
#include "backend/cpu/tactic_list.h"
#include "base/text.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::backend::cpu {
namespace {

/// Input i goes through copy i.
std::unique_ptr<Kernel> copy_all(std::vector<StridedCopy> copies) {
  return make_kernel([copies = std::move(copies)](const Launch& launch, const HostStream& stream) {
    for (size_t i = 0; i < copies.size(); ++i) {
      copies[i].run(launch.inputs[i], launch.outputs[0], stream.pool());
    }
  });
}

Support supports(const Problem& problem) { return supports_strides(problem.outputs[0]); }

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const std::vector<int64_t> strides = ops::strides_of(ir::numbers(problem.outputs[0].shape));
  const size_t axis = ops::resolve_axis(problem.op.as<ops::Concatenation>()->axis, strides.size());
  std::vector<StridedCopy> copies;
  int64_t to = 0;
  for (const auto& type : problem.inputs) {
    const std::vector<int64_t> shape = ir::numbers(type.shape);
    copies.emplace_back(type.data_type, shape, ops::strides_of(shape), strides, 0, to);
    to += shape[axis] * strides[axis];
  }
  return copy_all(std::move(copies));
}

Support supports_blocked(const Problem& problem) {
  if (Support blocked = supports_one_block(problem); !blocked) return blocked;
  if (Support floats = supports_float32(problem); !floats) return floats;
  const size_t rank = problem.outputs[0].shape.size();
  if (ops::resolve_axis(problem.op.as<ops::Concatenation>()->axis, rank) != 1) {
    return Support::no("takes the axis of the channels");
  }
  for (size_t i = 0; i + 1 < problem.inputs.size(); ++i) {
    const BlockedImage image(problem.inputs[i]);
    if (image.channels % image.block != 0) {
      return Support::no(str(problem.inputs[i], " does not end with a whole block"));
    }
  }
  return Support::yes();
}

/// Each input's blocks are a part of each output image.
std::unique_ptr<Kernel> prepare_blocked(const Problem& problem, const Configuration&) {
  const int64_t whole = BlockedImage(problem.outputs[0]).size();
  std::vector<StridedCopy> copies;
  int64_t to = 0;
  for (const auto& type : problem.inputs) {
    const BlockedImage image(type);
    copies.emplace_back(type.data_type, std::vector<int64_t>{image.batch, image.size()},
                        std::vector<int64_t>{image.size(), 1}, std::vector<int64_t>{whole, 1}, 0,
                        to);
    to += image.size();
  }
  return copy_all(std::move(copies));
}

const CpuTactic blocked_concatenation("blocked_concatenation", {.supports = supports_blocked,
                                                                .prepare = prepare_blocked,
                                                                .takes_formats = true});

const CpuTactic strided_concatenation("strided_concatenation",
                                      {.supports = supports, .prepare = prepare});

const RegisterTactics list(ops::Concatenation::kName,
                           {&blocked_concatenation, &strided_concatenation});

}  // namespace
}  // namespace ingot::backend::cpu
