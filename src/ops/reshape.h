#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ir/op.h"

namespace ingot::ops {

/// The same elements under another shape. Inputs: x. An extent of 0 copies the input's extent at
/// that place (only while `zero_copies`), one -1 takes what is left.
struct Reshape {
  static constexpr std::string_view kName = "reshape";

  std::vector<int64_t> shape;
  bool zero_copies = true;

  static std::vector<ir::Field> fields() {
    return {ir::field("shape", &Reshape::shape), ir::field("zero_copies", &Reshape::zero_copies)};
  }
};

}  // namespace ingot::ops
