#include "backend/cuda/kernels/typed_pointwise.h"

#include <algorithm>
#include <limits>

#include "backend/cuda/axes.h"
#include "backend/cuda/formats.h"
#include "backend/cuda/pointwise.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactic_list.h"
#include "backend/cuda/tactics.h"
#include "ops/activation.h"
#include "ops/cast.h"

namespace ingot::backend::cuda {
namespace {

bool is_row_major(const ir::TensorType& type) { return ir::is_row_major(type.format); }

Support supports(const Problem& problem) {
  if (Support order = supports_tensors(problem, "row-major tensors", is_row_major); !order) {
    return order;
  }
  if (!problem.op.is<ops::Cast>() && supports_float32(problem)) {
    return Support::no("takes other types than f32");
  }
  return supports_rank(problem.outputs[0]);
}

bool is_integer(const ir::TensorType& type) {
  return !is_floating(type.data_type) && type.data_type != ir::DataType::kBool;
}

kernels::TypedPointwise shape_of(const Problem& problem) {
  const ir::TensorType& y = problem.outputs[0];
  kernels::TypedPointwise shape{.shape = pointwise_of(problem),
                                .y_type = number_of(y),
                                .is_wide = is_integer(problem.inputs[0])};
  const auto has_its_shape = [&](const auto& type) { return type.shape == y.shape; };
  if (std::ranges::all_of(problem.inputs, has_its_shape)) shape.shape.axes = 0;
  std::ranges::transform(problem.inputs, shape.x_types, number_of);
  if (const auto* activation = problem.op.as<ops::Activation>()) {
    const bool is_clip = activation->kind == ops::ActivationKind::kClip;
    shape.least = is_clip ? activation->alpha : 0;
    shape.most = is_clip ? activation->beta : std::numeric_limits<double>::infinity();
  }
  return shape;
}

std::unique_ptr<Kernel> prepare(const Problem& problem) {
  return make_kernel([shape = shape_of(problem)](const Launch& launch, cudaStream_t stream) {
    const void* const x[] = {address(launch, 0), address(launch, 1), address(launch, 2)};
    return kernels::typed_pointwise(shape, x, launch.outputs[0], stream);
  });
}

const RegisterTactics cast(ops::Cast::kName, {&typed_pointwise_tactic(), &reformat_tactic()});

}  // namespace

const Tactic& typed_pointwise_tactic() {
  static const auto* const tactic = new CudaTactic(
      "cuda_typed_pointwise", {.supports = supports, .prepare = prepare, .takes_formats = true});
  return *tactic;
}

}  // namespace ingot::backend::cuda
