#include "backend/cpu/kernels/im2col.h"

#include <algorithm>

#include "backend/cpu/kernels/gemm.h"
#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/im2col.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/vectors-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

using Tag = hn::CappedTag<float, kColumnPanel>;
using Vector = hn::Vec<Tag>;
constexpr int kLanes = hn::MaxLanes(Tag());
constexpr int kPanelVectors = kColumnPanel / kLanes;

/// Pixels of a panel that lie side by side on the input: pixel `begin` + i at `offset` + i·stride.
struct Run {
  int64_t begin;
  int64_t end;
  int64_t offset;
};

/// What one window cell sees at the pixels of a panel.
struct Runs {
  Run runs[kColumnPanel];
  int count = 0;

  void add(const Run& run) { runs[count++] = run; }
  bool is_whole() const { return count == 1 && runs[0].end - runs[0].begin == kColumnPanel; }
};

Runs find_runs(const WindowMatrix& matrix, int64_t cell, int64_t first_pixel, int64_t pixels) {
  const SlidingAxis& x = matrix.x;
  const SlidingAxis& y = matrix.y;
  Runs runs;
  for (int64_t i = 0; i < pixels;) {
    const int64_t row = (first_pixel + i) / x.output;
    const int64_t column = (first_pixel + i) % x.output;
    const int64_t length = std::min(pixels - i, x.output - column);
    const int64_t input_y = row * y.stride + cell / x.window * y.dilation - y.pad;
    const int64_t origin = cell % x.window * x.dilation - x.pad;
    if (input_y >= 0 && input_y < y.input) {
      // Columns whose cell lies on the input: 0 ≤ column·stride + origin < x.input.
      const int64_t low = origin >= 0 ? 0 : (-origin + x.stride - 1) / x.stride;
      const int64_t high = origin >= x.input ? 0 : (x.input - 1 - origin) / x.stride + 1;
      const int64_t begin = std::max(column, low);
      const int64_t end = std::min(column + length, high);
      if (begin < end) {
        runs.add(
            {i + begin - column, i + end - column, input_y * x.input + begin * x.stride + origin});
      }
    }
    i += length;
  }
  return runs;
}

/// Rows of the matrix that belong to one window cell: as many as channels, at these distances.
struct Rows {
  const float* image;
  int64_t count;
  int64_t image_stride;
  float* packed;
  int64_t packed_stride;
};

void clear(const Rows& rows) {
  for (int64_t i = 0; i < rows.count; ++i) {
    std::fill_n(rows.packed + i * rows.packed_stride, kColumnPanel, 0.0F);
  }
}

void copy_whole(const Rows& rows, int64_t offset) {
  for (int64_t i = 0; i < rows.count; ++i) {
    const float* from = rows.image + i * rows.image_stride + offset;
    float* to = rows.packed + i * rows.packed_stride;
    for (int v = 0; v < kPanelVectors; ++v) {
      hn::Store(hn::LoadU(Tag(), from + v * kLanes), Tag(), to + v * kLanes);
    }
  }
}

void copy_elements(const Rows& rows, const Runs& runs, int64_t stride) {
  int64_t lane[kColumnPanel];
  int64_t offset[kColumnPanel];
  int64_t count = 0;
  for (int run = 0; run < runs.count; ++run) {
    const Run& part = runs.runs[run];
    for (int64_t i = 0; i < part.end - part.begin; ++i) {
      lane[count] = part.begin + i;
      offset[count++] = part.offset + i * stride;
    }
  }
  if (count < kColumnPanel) clear(rows);
  for (int64_t i = 0; i < rows.count; ++i) {
    const float* from = rows.image + i * rows.image_stride;
    float* to = rows.packed + i * rows.packed_stride;
    for (int64_t j = 0; j < count; ++j) to[lane[j]] = from[offset[j]];
  }
}

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3
/// Lane begin…end−1 of a vector whose lane 0 would lie at from[0]; the others are 0.
HWY_INLINE auto lanes_between(int64_t begin, int64_t end) {
  const int64_t lanes = kLanes;
  const auto low = hn::FirstN(Tag(), static_cast<size_t>(std::clamp<int64_t>(begin, 0, lanes)));
  const auto high = hn::FirstN(Tag(), static_cast<size_t>(std::clamp<int64_t>(end, 0, lanes)));
  return hn::AndNot(low, high);
}

/// Joins the runs by masked loads, which touch nothing outside their lanes.
void copy_runs(const Rows& rows, const Runs& runs) {
  for (int v = 0; v < kPanelVectors; ++v) {
    hn::Mask<Tag> masks[kColumnPanel];
    const float* origins[kColumnPanel];
    for (int run = 0; run < runs.count; ++run) {
      const Run& part = runs.runs[run];
      masks[run] = lanes_between(part.begin - v * kLanes, part.end - v * kLanes);
      origins[run] = rows.image + part.offset - part.begin + v * kLanes;
    }
    for (int64_t i = 0; i < rows.count; ++i) {
      Vector joined = hn::Zero(Tag());
      for (int run = 0; run < runs.count; ++run) {
        joined =
            hn::Or(joined, hn::MaskedLoad(masks[run], Tag(), origins[run] + i * rows.image_stride));
      }
      hn::Store(joined, Tag(), rows.packed + i * rows.packed_stride + v * kLanes);
    }
  }
}
#else
void copy_runs(const Rows& rows, const Runs& runs) { copy_elements(rows, runs, 1); }
#endif

void copy(const Rows& rows, const Runs& runs, int64_t stride) {
  if (runs.count == 0) {
    clear(rows);
  } else if (stride != 1) {
    copy_elements(rows, runs, stride);
  } else if (runs.is_whole()) {
    copy_whole(rows, runs.runs[0].offset);
  } else {
    copy_runs(rows, runs);
  }
}

void run_pack_window(const WindowMatrix& matrix, int64_t depth_begin, int64_t depth,
                     int64_t first_pixel, int64_t pixels, float* packed) {
  const int64_t cells = matrix.y.window * matrix.x.window;
  const int64_t plane = matrix.y.input * matrix.x.input;
  for (int64_t i = 0; i < pixels; i += kColumnPanel, packed += depth * kColumnPanel) {
    const int64_t width = std::min(kColumnPanel, pixels - i);
    for (int64_t k = 0; k < std::min(cells, depth); ++k) {
      const int64_t row = depth_begin + k;
      const Rows rows{matrix.image + row / cells * plane, (depth - k + cells - 1) / cells, plane,
                      packed + k * kColumnPanel, cells * kColumnPanel};
      copy(rows, find_runs(matrix, row % cells, first_pixel + i, width), matrix.x.stride);
    }
  }
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {

HWY_EXPORT(run_pack_window);

void pack_window(const WindowMatrix& matrix, int64_t depth_begin, int64_t depth,
                 int64_t first_pixel, int64_t pixels, float* packed) {
  HWY_DYNAMIC_DISPATCH(run_pack_window)(matrix, depth_begin, depth, first_pixel, pixels, packed);
}

}  // namespace ingot::backend::cpu::kernels
#endif
