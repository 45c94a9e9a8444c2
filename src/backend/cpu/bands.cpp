#include "backend/cpu/bands.h"

#include "base/text.h"

namespace ingot::backend::cpu {

Support supports_bands(const SpatialAxes& axes) {
  const int64_t rows = axes.y.span();
  const int64_t pitch = kernels::band_pitch(axes.x);
  if (rows * pitch > kScratchFloats) {
    return Support::no(str("a window sees ", rows, " rows of ", pitch, " cells: takes up to ",
                           kScratchFloats, " cells"));
  }
  return Support::yes();
}

Split split_rows(const SpatialAxes& axes) {
  const int64_t fitting = kScratchFloats / kernels::band_pitch(axes.x);
  return split_evenly(axes.y.output, (fitting - axes.y.span()) / axes.y.stride + 1);
}

}  // namespace ingot::backend::cpu
