#pragma once

#include <algorithm>

#include "backend/cpu/tactic.h"
#include "ir/tensor_type.h"

namespace ingot::backend::cpu {

/// A tensor of known shape [N, C, spatial…] that lies as [N, blocks, pixels, block].
struct BlockedImage {
  explicit BlockedImage(const ir::TensorType& type)
      : batch(type.shape[0].value()),
        channels(type.shape[1].value()),
        pixels(ir::num_elements({type.shape.begin() + 2, type.shape.end()}).value()),
        block(block_of(type.format)) {}

  int64_t blocks() const { return (channels + block - 1) / block; }
  /// Floats of one image.
  int64_t size() const { return blocks() * pixels * block; }

  int64_t batch;
  int64_t channels;
  int64_t pixels;
  int64_t block;
};

/// body(plane, first, count) for pixels first…first+count−1 of every plane, which is a block of one
/// image's channels, in parallel.
template <class Body>
void for_each_run(const BlockedImage& image, ThreadPool& pool, const Body& body) {
  const int64_t pixels = image.batch * image.blocks() * image.pixels;
  pool.parallel_ranges(pixels, kGrain / image.block, [&](int64_t begin, int64_t end) {
    while (begin < end) {
      const int64_t first = begin % image.pixels;
      const int64_t count = std::min(image.pixels - first, end - begin);
      body(begin / image.pixels, first, count);
      begin += count;
    }
  });
}

}  // namespace ingot::backend::cpu
