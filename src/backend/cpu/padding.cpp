#include "ops/padding.h"

#include <cstring>

#include "backend/cpu/strided_copy.h"
#include "backend/cpu/tactic_list.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::backend::cpu {
namespace {

using Extents = std::vector<int64_t>;

/// The part of the input that the output keeps.
StridedCopy kept_part(const Problem& problem) {
  const auto& op = *problem.op.as<ops::Padding>();
  const Extents input = ir::numbers(problem.inputs[0].shape);
  const Extents output = ir::numbers(problem.outputs[0].shape);
  const Extents x_strides = ops::strides_of(input);
  const Extents y_strides = ops::strides_of(output);
  Extents kept = input;
  int64_t from = 0;
  int64_t to = 0;
  const std::vector<size_t> axes = ops::resolve_axes(op.axes, input.size());
  for (size_t i = 0; i < axes.size(); ++i) {
    const size_t axis = axes[i];
    const int64_t cut = std::max<int64_t>(0, -op.begin[i]);
    const int64_t added = std::max<int64_t>(0, op.begin[i]);
    kept[axis] = std::max<int64_t>(0, std::min(input[axis] - cut, output[axis] - added));
    from += cut * x_strides[axis];
    to += added * y_strides[axis];
  }
  return {problem.outputs[0].data_type, kept, x_strides, y_strides, from, to};
}

class StridedPadding {
 public:
  explicit StridedPadding(const Problem& problem)
      : kept_(kept_part(problem)),
        element_size_(size_of(problem.outputs[0].data_type)),
        size_(num_elements(problem.outputs[0].shape).value()) {
    store(ir::TensorView(problem.outputs[0].data_type, {1}, value_), 0,
          problem.op.as<ops::Padding>()->value);
  }

  void operator()(const Launch& launch, const HostStream& stream) const {
    auto* y = static_cast<std::byte*>(launch.outputs[0]);
    stream.pool().parallel_ranges(size_, kGrain, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        std::memcpy(y + static_cast<size_t>(i) * element_size_, value_, element_size_);
      }
    });
    kept_.run(launch.inputs[0], launch.outputs[0], stream.pool());
  }

 private:
  StridedCopy kept_;
  size_t element_size_;
  int64_t size_;
  alignas(8) std::byte value_[8] = {};
};

Support supports(const Problem& problem) { return supports_strides(problem.inputs[0]); }

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  return make_kernel(StridedPadding(problem));
}

const CpuTactic strided_padding("strided_padding", {.supports = supports, .prepare = prepare});

const RegisterTactics list(ops::Padding::kName, {&strided_padding});

}  // namespace
}  // namespace ingot::backend::cpu
