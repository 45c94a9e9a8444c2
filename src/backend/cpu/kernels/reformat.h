#pragma once

#include <cstdint>

namespace ingot::backend::cpu::kernels {

/// From rows of pixels, a row every `plane` floats and one a channel, to `block` channels a pixel.
/// What fills a block of fewer `channels` is 0.
void to_blocked(const float* planes, int64_t plane, int64_t channels, int64_t pixels, int64_t block,
                float* blocked);
/// And back.
void from_blocked(const float* blocked, int64_t block, int64_t channels, int64_t pixels,
                  int64_t plane, float* planes);

}  // namespace ingot::backend::cpu::kernels
