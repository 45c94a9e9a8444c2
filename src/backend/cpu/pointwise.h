#pragma once

#include "backend/cpu/strided_loop.h"
#include "backend/cpu/tactic.h"

namespace ingot::backend::cpu {

/// No unless all is f32 and the output has at most StridedLoop::kMaxAxes axes.
Support supports_broadcast(const Problem& problem);

/// The loop over the output's elements; its operands are the inputs, broadcast, and the output.
StridedLoop broadcast_loop(const Problem& problem);

/// A kernel that calls map(x, y, count) for parts of the only input and of the output.
template <class Map>
std::unique_ptr<Kernel> map_kernel(const Problem& problem, Map map) {
  const int64_t size = num_elements(problem.outputs[0].shape).value();
  return make_kernel([size, map = std::move(map)](const Launch& launch, const HostStream& stream) {
    stream.pool().parallel_ranges(size, kGrain, [&](int64_t begin, int64_t end) {
      map(input(launch, 0) + begin, output(launch) + begin, end - begin);
    });
  });
}

}  // namespace ingot::backend::cpu
