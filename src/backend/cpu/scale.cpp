#include "ops/scale.h"

#include "backend/cpu/channel_constants.h"
#include "backend/cpu/epilogue.h"
#include "backend/cpu/kernels/elementwise.h"
#include "backend/cpu/pointwise.h"
#include "backend/cpu/tactic_list.h"

namespace ingot::backend::cpu {
namespace {

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  return pointwise_kernel(
      problem, [loop = broadcast_loop(problem)](const Launch& launch, int64_t begin, int64_t end) {
        loop.for_each_run(begin, end, [&](const StridedLoop::Offsets& offsets, int64_t count) {
          kernels::scale_and_shift(input(launch, 0) + offsets[0],
                                   {input(launch, 1) + offsets[1], loop.inner_stride(1)},
                                   {input(launch, 2) + offsets[2], loop.inner_stride(2)},
                                   output(launch) + offsets[3], count);
        });
      });
}

Support supports_blocked(const Problem& problem) {
  if (Support blocked = supports_one_block(problem); !blocked) return blocked;
  if (Support floats = supports_float32(problem); !floats) return floats;
  return supports_channel_constants(without_epilogue(problem));
}

std::unique_ptr<Kernel> prepare_blocked(const Problem& problem, const Configuration&) {
  Epilogue epilogue(problem);
  const RegisterEpilogue register_part = epilogue.take_register_part();
  return channel_kernel(
      problem, [=, block = block_of(problem.outputs[0].format)](const Launch& launch, int64_t index,
                                                                int64_t begin, int64_t end) {
        kernels::scale_block(input(launch, 0) + begin, input(launch, 1) + index * block,
                             input(launch, 2) + index * block, block,
                             register_part.at(launch, begin), output(launch) + begin, end - begin);
        if (!epilogue.empty()) epilogue.apply(launch, begin, end - begin);
      });
}

const CpuTactic vector_scale("vector_scale", {.supports = supports_broadcast,
                                              .prepare = prepare,
                                              .applies_epilogue = true});

const CpuTactic blocked_scale("blocked_scale", {.supports = supports_blocked,
                                                .prepare = prepare_blocked,
                                                .pack = pack_channel_constant,
                                                .packed_size = channel_constant_size,
                                                .applies_epilogue = true,
                                                .takes_formats = true});

const RegisterTactics list(ops::Scale::kName, {&blocked_scale, &vector_scale});

}  // namespace
}  // namespace ingot::backend::cpu
