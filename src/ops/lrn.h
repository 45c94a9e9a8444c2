#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

/// Local response normalisation across channels (axis 1): y_c = x_c / (k + α/n · Σ x_j²)^β, j over
/// the n = window channels around c that exist. Inputs: x [N, C, ...]; window is odd.
struct Lrn {
  static constexpr std::string_view kName = "lrn";

  int64_t window = 5;
  double alpha = 1e-4;
  double beta = 0.75;
  double k = 1;

  static std::vector<ir::Field> fields() {
    return {ir::field("window", &Lrn::window), ir::field("alpha", &Lrn::alpha),
            ir::field("beta", &Lrn::beta), ir::field("k", &Lrn::k)};
  }
};

}  // namespace ingot::ops
