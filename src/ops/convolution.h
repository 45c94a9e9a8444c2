#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ir/op.h"
#include "ops/window.h"

namespace ingot::ops {

/// Cross-correlation over the axes after the channels. Inputs: x [N, C, spatial...], kernel
/// [K, C/groups, window...] and optionally bias [K]. The vectors have one entry a spatial axis.
struct Convolution {
  static constexpr std::string_view kName = "convolution";

  std::vector<int64_t> stride;
  std::vector<int64_t> dilation;
  std::vector<int64_t> pad_begin;
  std::vector<int64_t> pad_end;
  PaddingMode padding = PaddingMode::kExplicitRoundDown;
  int64_t groups = 1;

  static std::vector<ir::Field> fields() {
    return {ir::field("stride", &Convolution::stride),
            ir::field("dilation", &Convolution::dilation),
            ir::field("pad_begin", &Convolution::pad_begin),
            ir::field("pad_end", &Convolution::pad_end),
            ir::field("padding", &Convolution::padding),
            ir::field("groups", &Convolution::groups)};
  }
};

}  // namespace ingot::ops
