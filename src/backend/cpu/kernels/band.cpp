#include "backend/cpu/kernels/band.h"

#include <algorithm>

namespace ingot::backend::cpu::kernels {
namespace {

/// Outputs that one vector of the widest level computes.
constexpr int64_t kMostLanes = 16;

}  // namespace

int64_t band_pitch(const SlidingAxis& x) {
  const int64_t outputs = (x.output + kMostLanes - 1) / kMostLanes * kMostLanes;
  return outputs * x.stride + x.span();
}

Band copy_band(const float* plane, const SlidingAxis& y, const SlidingAxis& x, int64_t begin,
               int64_t end, float fill, float* rows) {
  const int64_t pitch = band_pitch(x);
  const int64_t left = std::min(x.pad, pitch);
  const int64_t copied = std::clamp<int64_t>(pitch - left, 0, x.input);
  const int64_t first = begin * y.stride - y.pad;
  const int64_t count = y.reach(begin, end);
  for (int64_t i = 0; i < count; ++i) {
    float* row = rows + i * pitch;
    const int64_t input = first + i;
    if (input < 0 || input >= y.input) {
      std::fill_n(row, pitch, fill);
      continue;
    }
    std::fill_n(row, left, fill);
    std::copy_n(plane + input * x.input, copied, row + left);
    std::fill(row + left + copied, row + pitch, fill);
  }
  return {rows, pitch};
}

}  // namespace ingot::backend::cpu::kernels
