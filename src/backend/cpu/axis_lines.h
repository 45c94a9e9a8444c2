#pragma once

#include "backend/cpu/kernels/axis.h"
#include "backend/cpu/split.h"
#include "backend/cpu/tactic.h"

namespace ingot::backend::cpu {

/// The shape seen as [outer, extent, inner] with axes first…last as its extent.
kernels::AxisShape axis_shape(const ir::Shape& shape, size_t first, size_t last);

/// body(kernels::Lines) for all lines along the axis, in parallel.
template <class Body>
void for_each_lines(const kernels::AxisShape& shape, const HostStream& stream, const Body& body) {
  const int64_t grain = std::max<int64_t>(64, kGrain / std::max<int64_t>(1, shape.extent));
  const Split inner = split_evenly(shape.inner, grain);
  const int64_t tasks = shape.inner == 0 ? 0 : shape.outer * inner.count;
  const int64_t size = std::max<int64_t>(1, inner.size * shape.extent);
  stream.pool().parallel_ranges(tasks, kGrain / size, [&](int64_t begin, int64_t end) {
    for (int64_t task = begin; task < end; ++task) {
      const Part part = inner.part(task % inner.count);
      body(kernels::Lines{task / inner.count, part.begin, part.end});
    }
  });
}

}  // namespace ingot::backend::cpu
