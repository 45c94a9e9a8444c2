#pragma once

#include <algorithm>

#include "backend/cpu/blocked_image.h"
#include "backend/cpu/kernels/blocked_windows.h"
#include "backend/cpu/split.h"
#include "backend/cpu/stream.h"
#include "backend/cpu/tactic.h"
#include "backend/cpu/window_shape.h"

namespace ingot::backend::cpu {

/// Rows of one block of channels of the output.
struct BlockTask {
  int64_t block;   ///< of the channels
  int64_t offset;  ///< of the first row, in the output
  kernels::BlockedRows rows;
};

/// body(BlockTask) for all rows of all blocks of a window that slides over a blocked image, in
/// parallel.
template <class Body>
void for_each_block(const BlockedImage& input, const BlockedImage& output, const SpatialAxes& axes,
                    const Launch& launch, const HostStream& stream, const Body& body) {
  const int64_t row = axes.x.output * output.block;
  const int64_t cells = axes.y.window * axes.x.window;
  const int64_t planes = input.batch * input.blocks();
  const int64_t least = kGrain / std::max<int64_t>(1, row * cells) + 1;
  const int threads = stream.pool().size();
  const Split rows = split_for(axes.y.output, axes.y.output, least,
                               threads == 1 ? 1 : int64_t{4} * threads, planes);
  stream.pool().parallel_for(planes * rows.count, [&](int64_t index, int) {
    const int64_t plane = index / rows.count;
    const Part part = rows.part(index % rows.count);
    const int64_t offset = plane * output.pixels * output.block + part.begin * row;
    body(BlockTask{plane % input.blocks(),
                   offset,
                   {.input = cpu::input(launch, 0) + plane * input.pixels * input.block,
                    .y = axes.y,
                    .x = axes.x,
                    .block = input.block,
                    .output = cpu::output(launch) + offset,
                    .begin = part.begin,
                    .end = part.end}});
  });
}

}  // namespace ingot::backend::cpu
