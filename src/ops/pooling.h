#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ir/op.h"
#include "ops/window.h"

namespace ingot::ops {

enum class PoolingKind : uint8_t {
  kMax,
  kAverage,
  kBlend,
};

/// A window slides over the axes after the channels. Inputs: x [N, C, spatial...]. average divides
/// by the cells of the window that lie on the input (`excludes_padding`) or on the padded input;
/// blend is (1−blend)·max + blend·average. Cells outside never win a maximum.
struct Pooling {
  static constexpr std::string_view kName = "pooling";

  PoolingKind kind = PoolingKind::kMax;
  std::vector<int64_t> window;
  std::vector<int64_t> stride;
  std::vector<int64_t> pad_begin;
  std::vector<int64_t> pad_end;
  PaddingMode padding = PaddingMode::kExplicitRoundDown;
  bool excludes_padding = true;
  double blend = 0;

  static std::vector<ir::Field> fields() {
    return {ir::field("kind", &Pooling::kind),
            ir::field("window", &Pooling::window),
            ir::field("stride", &Pooling::stride),
            ir::field("pad_begin", &Pooling::pad_begin),
            ir::field("pad_end", &Pooling::pad_end),
            ir::field("padding", &Pooling::padding),
            ir::field("excludes_padding", &Pooling::excludes_padding),
            ir::field("blend", &Pooling::blend)};
  }
};

/// Its window along each spatial axis.
std::vector<WindowAxis> pooling_axes(const Pooling& op);

}  // namespace ingot::ops

template <>
struct ingot::ir::EnumNames<ingot::ops::PoolingKind> {
  static constexpr std::array<std::string_view, 3> names{"max", "average", "blend"};
};
