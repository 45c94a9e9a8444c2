#pragma once

#include "backend/cpu/kernels/band.h"
#include "backend/cpu/split.h"
#include "backend/cpu/tactic.h"
#include "backend/cpu/window_shape.h"

namespace ingot::backend::cpu {

/// No unless the rows that one output row sees fit into a thread's scratch memory.
Support supports_bands(const SpatialAxes& axes);

/// The output rows of a plane cut so that each part's band fits into scratch memory.
Split split_rows(const SpatialAxes& axes);

struct BandTask {
  int64_t plane;
  Part rows;  ///< of the output
  float* scratch;
};

/// body(BandTask) for every band of `planes` planes, in parallel.
template <class Body>
void for_each_band(const SpatialAxes& axes, int64_t planes, const HostStream& stream,
                   const Body& body) {
  const Split rows = split_rows(axes);
  const int64_t output = axes.y.output * axes.x.output;
  const int64_t cells = axes.y.window * axes.x.window;
  const Split tasks =
      split_for(planes * rows.count, std::max<int64_t>(1, planes * rows.count),
                std::max<int64_t>(1, kGrain * rows.count / std::max<int64_t>(1, output * cells)),
                int64_t{4} * stream.pool().size(), 1);
  stream.pool().parallel_for(tasks.count, [&](int64_t index, int worker) {
    const Part part = tasks.part(index);
    for (int64_t task = part.begin; task < part.end; ++task) {
      body(BandTask{task / rows.count, rows.part(task % rows.count), stream.scratch(worker)});
    }
  });
}

}  // namespace ingot::backend::cpu
