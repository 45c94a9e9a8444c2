#pragma once

#include <algorithm>
#include <optional>

#include "backend/cpu/blocked_image.h"
#include "backend/cpu/tactic.h"

namespace ingot::backend::cpu {

/// Constants with `cells` numbers a channel (or one for all channels, of one cell) as
/// [blocks, cells, block], filled up with zeros.
size_t by_channel_size(const BlockedImage& image, int64_t cells);
AlignedBytes pack_by_channel(const ir::Tensor& constant, const BlockedImage& image, int64_t cells);

/// No unless inputs 1… are constants with one number for each channel of the image, input 0, or one
/// for all.
Support supports_channel_constants(const Problem& problem);

/// Those by channel, of one cell; for TacticFunctions.
std::optional<size_t> channel_constant_size(const Problem& problem, const Configuration&,
                                            size_t index);
std::optional<AlignedBytes> pack_channel_constant(const Problem& problem, const Configuration&,
                                                  size_t index, const ir::Tensor& constant);

/// A kernel that calls map(launch, block, begin, end) for elements begin…end−1, in memory, of a
/// block of channels of each image, in parallel.
template <class Map>
std::unique_ptr<Kernel> channel_kernel(const Problem& problem, Map map) {
  return make_kernel([image = BlockedImage(problem.outputs[0]), map = std::move(map)](
                         const Launch& launch, const HostStream& stream) {
    for_each_run(image, stream.pool(), [&](int64_t plane, int64_t first, int64_t count) {
      const int64_t begin = (plane * image.pixels + first) * image.block;
      map(launch, plane % image.blocks(), begin, begin + count * image.block);
    });
  });
}

}  // namespace ingot::backend::cpu
