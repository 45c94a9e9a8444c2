#include "backend/cuda/kernels/channel_pooling.h"

#include "backend/cuda/epilogue.h"
#include "backend/cuda/formats.h"
#include "backend/cuda/pooling.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactics.h"
#include "backend/cuda/window.h"

namespace ingot::backend::cuda {
namespace {

Support supports(const Problem& problem) {
  if (Support window = supports_window(problem); !window) return window;
  return supports_channels_last(problem);
}

std::unique_ptr<Kernel> prepare(const Problem& problem) {
  kernels::ChannelPooling shape{.pooling = pooling_of(problem),
                                .pitch = pitch_of(problem.inputs[0]),
                                .x_type = element_of(problem.inputs[0]),
                                .y_type = element_of(problem.outputs[0])};
  shape.pooling.planes = problem.inputs[0].shape[0].value();
  return make_kernel(
      [shape, epilogue = Epilogue(problem)](const Launch& launch, cudaStream_t stream) {
        return kernels::channel_pooling(shape, launch.inputs[0], epilogue.at(launch),
                                        launch.outputs[0], stream);
      });
}

}  // namespace

const Tactic& channel_pooling_tactic() {
  static const auto* const tactic = new CudaTactic(
      "cuda_channel_pooling",
      {.supports = supports, .prepare = prepare, .applies_epilogue = true, .takes_formats = true});
  return *tactic;
}

}  // namespace ingot::backend::cuda
