#pragma once

#include "backend/cpu/strided_loop.h"
#include "backend/cpu/tactic.h"

namespace ingot::backend::cpu {

/// No unless the only input is f32 and lies as the output does.
Support supports_map(const Problem& problem);

/// No unless all is f32 and the output has at most StridedLoop::kMaxAxes axes; blocked tensors must
/// all be of one type.
Support supports_broadcast(const Problem& problem);

/// The loop over the output's elements, as they lie in memory; its operands are the inputs,
/// broadcast, and the output.
StridedLoop broadcast_loop(const Problem& problem);

/// A kernel that calls map(x, y, count) for parts of the only input and of the output.
template <class Map>
std::unique_ptr<Kernel> map_kernel(const Problem& problem, Map map) {
  const auto size = static_cast<int64_t>(byte_size(problem.outputs[0]) / sizeof(float));
  return make_kernel([size, map = std::move(map)](const Launch& launch, const HostStream& stream) {
    stream.pool().parallel_ranges(size, kGrain, [&](int64_t begin, int64_t end) {
      map(input(launch, 0) + begin, output(launch) + begin, end - begin);
    });
  });
}

}  // namespace ingot::backend::cpu
