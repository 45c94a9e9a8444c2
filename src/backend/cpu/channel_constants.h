#pragma once

#include <algorithm>
#include <optional>

#include "backend/cpu/blocked_image.h"
#include "backend/cpu/tactic.h"

namespace ingot::backend::cpu {

/// No unless inputs 1… are constants with one number for each channel of the image, input 0, or one
/// for all.
Support supports_channel_constants(const Problem& problem);

/// As [blocks, block], filled up with zeros; for TacticFunctions.
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
    const int64_t plane = image.pixels * image.block;
    const int64_t planes = image.batch * image.blocks();
    const int64_t parts =
        std::clamp<int64_t>(planes * plane / kGrain, 1, int64_t{4} * stream.pool().size());
    stream.pool().parallel_for(parts, [&](int64_t part, int) {
      const int64_t pixels = planes * image.pixels;
      int64_t pixel = pixels * part / parts;
      for (const int64_t end = pixels * (part + 1) / parts; pixel < end;) {
        const int64_t last = std::min(end, (pixel / image.pixels + 1) * image.pixels);
        map(launch, pixel / image.pixels % image.blocks(), pixel * image.block, last * image.block);
        pixel = last;
      }
    });
  });
}

}  // namespace ingot::backend::cpu
