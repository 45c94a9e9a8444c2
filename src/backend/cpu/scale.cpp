#include "ops/scale.h"

#include "backend/cpu/kernels/elementwise.h"
#include "backend/cpu/pointwise.h"
#include "backend/cpu/tactic_list.h"

namespace ingot::backend::cpu {
namespace {

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  return make_kernel(
      [loop = broadcast_loop(problem)](const Launch& launch, const HostStream& stream) {
        stream.pool().parallel_ranges(loop.size(), kGrain, [&](int64_t begin, int64_t end) {
          loop.for_each_run(begin, end, [&](const StridedLoop::Offsets& offsets, int64_t count) {
            kernels::scale_and_shift(input(launch, 0) + offsets[0],
                                     {input(launch, 1) + offsets[1], loop.inner_stride(1)},
                                     {input(launch, 2) + offsets[2], loop.inner_stride(2)},
                                     output(launch) + offsets[3], count);
          });
        });
      });
}

const CpuTactic vector_scale("vector_scale", {.supports = supports_broadcast, .prepare = prepare});

const RegisterTactics list(ops::Scale::kName, {&vector_scale});

}  // namespace
}  // namespace ingot::backend::cpu
