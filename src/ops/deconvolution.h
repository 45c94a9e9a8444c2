#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ir/op.h"
#include "ops/window.h"

namespace ingot::ops {

/// The transpose of a convolution. Inputs: x [N, C, spatial...], kernel [C, K/groups, window...]
/// and optionally bias [K]. Explicit padding gives (extent−1)·stride + dilation·(window−1) + 1 −
/// pad_begin − pad_end; `same_*` gives extent·stride.
struct Deconvolution {
  static constexpr std::string_view kName = "deconvolution";

  std::vector<int64_t> stride;
  std::vector<int64_t> dilation;
  std::vector<int64_t> pad_begin;
  std::vector<int64_t> pad_end;
  PaddingMode padding = PaddingMode::kExplicitRoundDown;
  int64_t groups = 1;

  static std::vector<ir::Field> fields() {
    return {ir::field("stride", &Deconvolution::stride),
            ir::field("dilation", &Deconvolution::dilation),
            ir::field("pad_begin", &Deconvolution::pad_begin),
            ir::field("pad_end", &Deconvolution::pad_end),
            ir::field("padding", &Deconvolution::padding),
            ir::field("groups", &Deconvolution::groups)};
  }
};

}  // namespace ingot::ops
