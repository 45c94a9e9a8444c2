#include "backend/cpu/padded_image.h"

#include <algorithm>
#include <limits>

#include "backend/cpu/blocked_image.h"
#include "backend/cpu/tactic.h"

namespace ingot::backend::cpu {
namespace {

bool is_inside(const kernels::SlidingAxis& axis) {
  return axis.pad == 0 && axis.reach(0, axis.output) <= axis.input;
}

/// Cells of an axis that all its windows see.
int64_t padded_extent(const kernels::SlidingAxis& axis) { return axis.reach(0, axis.output); }

}  // namespace

PaddedImage::PaddedImage(const ir::TensorType& type, const SpatialAxes& axes)
    : batch_(type.shape[0].value()),
      block_(block_of(type.format)),
      y_(axes.y),
      x_(axes.x),
      height_(padded_extent(y_)),
      width_(padded_extent(x_)),
      copies_(!is_inside(y_) || !is_inside(x_)) {
  if (!copies_) {
    height_ = y_.input;
    width_ = x_.input;
  }
  const int64_t channels = type.shape[1].value();
  const int64_t count = (channels + block_ - 1) / block_;
  channels_ = {.count = count,
               .lanes = block_,
               .last_lanes = channels - (count - 1) * block_,
               .step = height_ * width_ * block_};
  for (int64_t i = 0; i < y_.output; ++i) {
    for (int64_t j = 0; j < x_.output; ++j) {
      const int64_t pixel = i * y_.stride * width_ + j * x_.stride;
      pixels_.push_back(static_cast<int32_t>(pixel * block_));
    }
  }
  for (int64_t i = 0; i < y_.window; ++i) {
    for (int64_t j = 0; j < x_.window; ++j) {
      const int64_t cell = i * y_.dilation * width_ + j * x_.dilation;
      cells_.push_back(static_cast<int32_t>(cell * block_));
    }
  }
}

bool PaddedImage::fits(const ir::TensorType& type, const SpatialAxes& axes, int64_t chunks) {
  const int64_t height = std::max(axes.y.input, padded_extent(axes.y));
  const int64_t width = std::max(axes.x.input, padded_extent(axes.x));
  return static_cast<int64_t>(checked_size({chunks, height, width, block_of(type.format)})) <=
         std::numeric_limits<int32_t>::max();
}

size_t PaddedImage::workspace_size() const {
  return copies_ ? checked_size({batch_, size(), int64_t{sizeof(float)}}) : 0;
}

const float* PaddedImage::prepare(const float* input, std::byte* workspace,
                                  ThreadPool& pool) const {
  if (!copies_) return input;
  auto* padded = reinterpret_cast<float*>(workspace);
  const int64_t plane = y_.input * x_.input * block_;
  pool.parallel_ranges(batch_ * channels_.count, kGrain / channels_.step + 1,
                       [&](int64_t begin, int64_t end) {
                         for (int64_t i = begin; i < end; ++i) {
                           copy_plane(input + i * plane, padded + i * channels_.step);
                         }
                       });
  return padded;
}

void PaddedImage::copy_plane(const float* from, float* to) const {
  const int64_t left = std::min(x_.pad, width_);
  const int64_t cells = std::clamp<int64_t>(width_ - left, 0, x_.input);
  for (int64_t row = 0; row < height_; ++row, to += width_ * block_) {
    const int64_t source = row - y_.pad;
    if (source < 0 || source >= y_.input) {
      std::fill_n(to, width_ * block_, 0.0F);
      continue;
    }
    std::fill_n(to, left * block_, 0.0F);
    std::copy_n(from + source * x_.input * block_, cells * block_, to + left * block_);
    std::fill_n(to + (left + cells) * block_, (width_ - left - cells) * block_, 0.0F);
  }
}

}  // namespace ingot::backend::cpu
