#pragma once

#include <algorithm>

#include "backend/cpu/epilogue.h"
#include "backend/cpu/strided_loop.h"
#include "backend/cpu/tactic.h"

namespace ingot::backend::cpu {

/// No unless the operator's only input is f32 and lies as the output does.
Support supports_map(const Problem& problem);

/// No unless all is f32 and the output has at most StridedLoop::kMaxAxes axes; blocked tensors must
/// all be of one type.
Support supports_broadcast(const Problem& problem);

/// The loop over the output's elements, as they lie in memory; its operands are the operator's own
/// inputs, broadcast, and the output.
StridedLoop broadcast_loop(const Problem& problem);

/// A kernel that calls compute(launch, begin, end) for parts of the output, elements as they lie in
/// memory, and applies the epilogue while a part is in the first cache.
template <class Compute>
std::unique_ptr<Kernel> pointwise_kernel(const Problem& problem, Compute compute) {
  const auto size = static_cast<int64_t>(byte_size(problem.outputs[0]) / sizeof(float));
  return make_kernel([size, compute = std::move(compute), epilogue = Epilogue(problem)](
                         const Launch& launch, const HostStream& stream) {
    stream.pool().parallel_ranges(size, kGrain, [&](int64_t begin, int64_t end) {
      const int64_t part = epilogue.empty() ? end - begin : caches().chunk_floats();
      for (; begin < end; begin += part) {
        const int64_t last = std::min(end, begin + part);
        compute(launch, begin, last);
        if (!epilogue.empty()) epilogue.apply(launch, begin, last - begin);
      }
    });
  });
}

/// A pointwise kernel that calls map(x, y, count) for parts of the first input and of the output.
template <class Map>
std::unique_ptr<Kernel> map_kernel(const Problem& problem, Map map) {
  return pointwise_kernel(problem,
                          [map = std::move(map)](const Launch& launch, int64_t begin, int64_t end) {
                            map(input(launch, 0) + begin, output(launch) + begin, end - begin);
                          });
}

}  // namespace ingot::backend::cpu
