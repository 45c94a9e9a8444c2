#include "backend/cpu/reformat.h"

#include "backend/cpu/blocked_image.h"
#include "backend/cpu/kernels/reformat.h"
#include "backend/cpu/tactic.h"
#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

Support supports(const Problem& problem) {
  if (Support floats = supports_float32(problem); !floats) return floats;
  const bool is_blocked = problem.inputs[0].format != ir::Format::kLinear;
  const bool makes_blocked = problem.outputs[0].format != ir::Format::kLinear;
  return is_blocked != makes_blocked
             ? Support::yes()
             : Support::no(str("from ", problem.inputs[0], " to ", problem.outputs[0],
                               ": takes a linear and a blocked tensor"));
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const bool makes_blocked = problem.outputs[0].format != ir::Format::kLinear;
  const BlockedImage image(makes_blocked ? problem.outputs[0] : problem.inputs[0]);
  return make_kernel([=](const Launch& launch, const HostStream& stream) {
    for_each_run(image, stream.pool(), [&](int64_t plane, int64_t first, int64_t count) {
      const int64_t channel = plane % image.blocks() * image.block;
      const int64_t linear =
          (plane / image.blocks() * image.channels + channel) * image.pixels + first;
      const int64_t blocked = (plane * image.pixels + first) * image.block;
      const int64_t channels = std::min(image.block, image.channels - channel);
      if (makes_blocked) {
        kernels::to_blocked(input(launch, 0) + linear, image.pixels, channels, count, image.block,
                            output(launch) + blocked);
      } else {
        kernels::from_blocked(input(launch, 0) + blocked, image.block, channels, count,
                              image.pixels, output(launch) + linear);
      }
    });
  });
}

}  // namespace

const Tactic& reformat() {
  static const auto* const tactic =
      new CpuTactic("reformat", {.supports = supports, .prepare = prepare, .takes_formats = true});
  return *tactic;
}

}  // namespace ingot::backend::cpu
