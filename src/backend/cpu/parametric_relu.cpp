#include "ops/parametric_relu.h"

#include "backend/cpu/channel_constants.h"
#include "backend/cpu/kernels/elementwise.h"
#include "backend/cpu/pointwise.h"
#include "backend/cpu/tactic_list.h"

namespace ingot::backend::cpu {
namespace {

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  return pointwise_kernel(
      problem, [loop = broadcast_loop(problem)](const Launch& launch, int64_t begin, int64_t end) {
        loop.for_each_run(begin, end, [&](const StridedLoop::Offsets& offsets, int64_t count) {
          kernels::parametric_relu(input(launch, 0) + offsets[0],
                                   {input(launch, 1) + offsets[1], loop.inner_stride(1)},
                                   output(launch) + offsets[2], count);
        });
      });
}

const CpuTactic vector_parametric_relu("vector_parametric_relu", {.supports = supports_broadcast,
                                                                  .prepare = prepare,
                                                                  .applies_epilogue = true});

Support supports_blocked(const Problem& problem) {
  if (Support blocked = supports_one_block(problem); !blocked) return blocked;
  if (Support floats = supports_float32(problem); !floats) return floats;
  return supports_channel_constants(problem);
}

std::unique_ptr<Kernel> prepare_blocked(const Problem& problem, const Configuration&) {
  return channel_kernel(
      problem, [block = block_of(problem.outputs[0].format)](const Launch& launch, int64_t index,
                                                             int64_t begin, int64_t end) {
        kernels::parametric_relu_block(input(launch, 0) + begin, input(launch, 1) + index * block,
                                       block, output(launch) + begin, end - begin);
      });
}

const CpuTactic blocked_parametric_relu("blocked_parametric_relu",
                                        {.supports = supports_blocked,
                                         .prepare = prepare_blocked,
                                         .pack = pack_channel_constant,
                                         .packed_size = channel_constant_size,
                                         .takes_formats = true});

const RegisterTactics list(ops::ParametricRelu::kName,
                           {&blocked_parametric_relu, &vector_parametric_relu});

}  // namespace
}  // namespace ingot::backend::cpu
