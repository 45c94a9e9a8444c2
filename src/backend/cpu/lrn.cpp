#include "ops/lrn.h"

#include "backend/cpu/axis_lines.h"
#include "backend/cpu/blocked_image.h"
#include "backend/cpu/kernels/reformat.h"
#include "backend/cpu/tactic_list.h"
#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  return make_kernel(
      [op = *problem.op.as<ops::Lrn>(), lines = axis_shape(problem.inputs[0].shape, 1, 1)](
          const Launch& launch, const HostStream& stream) {
        for_each_lines(lines, stream, [&](const kernels::Lines& part) {
          kernels::lrn(op, lines, part, input(launch, 0), output(launch));
        });
      });
}

const CpuTactic vector_lrn("vector_lrn", {.supports = supports_float32, .prepare = prepare});

/// Pixels whose channels fit twice into a thread's scratch memory.
int64_t pixels_at_once(const BlockedImage& image) {
  constexpr int64_t kMost = 64;
  return std::min(kMost, kScratchFloats / 2 / std::max<int64_t>(1, image.channels));
}

Support supports_blocked(const Problem& problem) {
  if (Support blocked = supports_one_block(problem); !blocked) return blocked;
  if (Support floats = supports_float32(problem); !floats) return floats;
  return pixels_at_once(BlockedImage(problem.inputs[0])) > 0
             ? Support::yes()
             : Support::no(str(problem.inputs[0], " has too many channels"));
}

/// A few pixels at a time in the linear format.
std::unique_ptr<Kernel> prepare_blocked(const Problem& problem, const Configuration&) {
  return make_kernel([op = *problem.op.as<ops::Lrn>(), image = BlockedImage(problem.inputs[0])](
                         const Launch& launch, const HostStream& stream) {
    const Split parts = split_evenly(image.pixels, pixels_at_once(image));
    stream.pool().parallel_for(image.batch * parts.count, [&](int64_t index, int worker) {
      const Part pixels = parts.part(index % parts.count);
      const int64_t first = index / parts.count * image.size() + pixels.begin * image.block;
      float* x = stream.scratch(worker);
      float* y = x + kScratchFloats / 2;
      const auto for_each_block = [&](const auto& body) {
        for (int64_t block = 0; block < image.blocks(); ++block) {
          const int64_t channel = block * image.block;
          body(first + block * image.pixels * image.block, channel * pixels.size(),
               std::min(image.block, image.channels - channel));
        }
      };
      for_each_block([&](int64_t blocked, int64_t linear, int64_t channels) {
        kernels::from_blocked(input(launch, 0) + blocked, image.block, channels, pixels.size(),
                              pixels.size(), x + linear);
      });
      kernels::lrn(op, {1, image.channels, pixels.size()}, {0, 0, pixels.size()}, x, y);
      for_each_block([&](int64_t blocked, int64_t linear, int64_t channels) {
        kernels::to_blocked(y + linear, pixels.size(), channels, pixels.size(), image.block,
                            output(launch) + blocked);
      });
    });
  });
}

const CpuTactic blocked_lrn("blocked_lrn", {.supports = supports_blocked,
                                            .prepare = prepare_blocked,
                                            .takes_formats = true});

const RegisterTactics list(ops::Lrn::kName, {&blocked_lrn, &vector_lrn});

}  // namespace
}  // namespace ingot::backend::cpu
