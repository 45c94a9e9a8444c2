#include "backend/cuda/pooling.h"

#include "backend/cuda/epilogue.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactic_list.h"
#include "backend/cuda/tactics.h"
#include "backend/cuda/window.h"
#include "ops/pooling.h"

namespace ingot::backend::cuda {
namespace {

float blend_of(const ops::Pooling& op) {
  switch (op.kind) {
    case ops::PoolingKind::kMax: return 0;
    case ops::PoolingKind::kAverage: return 1;
    case ops::PoolingKind::kBlend: break;
  }
  return static_cast<float>(op.blend);
}

}  // namespace

kernels::Pooling pooling_of(const Problem& problem) {
  const auto& op = *problem.op.as<ops::Pooling>();
  const ir::TensorType& x = problem.inputs[0];
  const std::vector<ops::WindowAxis> axes = ops::pooling_axes(op);
  kernels::Pooling shape{.planes = (x.shape[0] * x.shape[1]).value(),
                         .counts_padding = !op.excludes_padding,
                         .blend = blend_of(op)};
  put_axes(axes, x, problem.outputs[0], shape.axes);
  for (size_t i = 0; i < axes.size(); ++i) {
    shape.pad_end[kernels::kMaxSpatial - axes.size() + i] =
        static_cast<int32_t>(ops::window_padding(axes[i], x.shape[i + 2].value()).end);
  }
  return shape;
}

namespace {

std::unique_ptr<Kernel> prepare(const Problem& problem) {
  return make_kernel([shape = pooling_of(problem), epilogue = Epilogue(problem)](
                         const Launch& launch, cudaStream_t stream) {
    return kernels::pooling(shape, input(launch, 0), epilogue.at(launch), output(launch), stream);
  });
}

const CudaTactic pooling("cuda_pooling", {.supports = supports_window,
                                          .prepare = prepare,
                                          .applies_epilogue = true});

const RegisterTactics list(ops::Pooling::kName,
                           {&channel_pooling_tactic(), &pooling, &in_float32_tactic()});

}  // namespace
}  // namespace ingot::backend::cuda
