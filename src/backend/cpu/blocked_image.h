#pragma once

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

}  // namespace ingot::backend::cpu
