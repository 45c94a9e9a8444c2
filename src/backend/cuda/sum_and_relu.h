#pragma once

#include <optional>

#include "backend/problem.h"

namespace ingot::backend::cuda {

/// The tails that NVIDIA's libraries apply: a sum with a tensor of the output's type, then a ReLU.
/// Each of them may be missing.
struct SumAndRelu {
  std::optional<size_t> addend{};  ///< an input
  bool has_relu = false;
};

/// No for other tails.
Support supports_sum_and_relu(const Problem& problem);
/// Of a problem that `supports_sum_and_relu` accepts.
SumAndRelu sum_and_relu_of(const Problem& problem);

}  // namespace ingot::backend::cuda
