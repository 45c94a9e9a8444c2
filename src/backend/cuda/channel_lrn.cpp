#include "backend/cuda/kernels/channel_lrn.h"

#include "backend/cuda/epilogue.h"
#include "backend/cuda/formats.h"
#include "backend/cuda/lrn.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactics.h"
#include "base/text.h"
#include "ops/lrn.h"

namespace ingot::backend::cuda {
namespace {

Support supports(const Problem& problem) {
  constexpr int64_t kMost = 2 * kernels::kMostLrnReach + 1;
  if (Support floats = supports_float32(problem); !floats) return floats;
  if (Support last = supports_one_channels_last(problem); !last) return last;
  const int64_t window = problem.op.as<ops::Lrn>()->window;
  return window <= kMost ? Support::yes()
                         : Support::no(str("a window of ", window, ": takes up to ", kMost));
}

std::unique_ptr<Kernel> prepare(const Problem& problem) {
  const ir::TensorType& x = problem.inputs[0];
  const kernels::ChannelLrn shape{.lrn = lrn_of(*problem.op.as<ops::Lrn>()),
                                  .pixels = pixels_of(x),
                                  .channels = x.shape[1].value(),
                                  .pitch = pitch_of(x),
                                  .type = element_of(x)};
  return make_kernel(
      [shape, epilogue = Epilogue(problem)](const Launch& launch, cudaStream_t stream) {
        return kernels::channel_lrn(shape, launch.inputs[0], epilogue.at(launch), launch.outputs[0],
                                    stream);
      });
}

}  // namespace

const Tactic& channel_lrn_tactic() {
  static const auto* const tactic = new CudaTactic(
      "cuda_channel_lrn",
      {.supports = supports, .prepare = prepare, .applies_epilogue = true, .takes_formats = true});
  return *tactic;
}

}  // namespace ingot::backend::cuda
