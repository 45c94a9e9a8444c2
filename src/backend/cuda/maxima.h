#pragma once

#include <optional>
#include <span>

#include "backend/cuda/kernels/tensor_product.h"
#include "backend/problem.h"

namespace ingot::backend::cuda {

/// What a product without tails but a ReLU stores for `next`, each of which alone reads what the
/// one before computes, where that is the maxima of 2 × 2 of its pixels, or a row-major view of
/// these. The same numbers as one after the other, for rounding keeps the order; of windows of
/// not-a-numbers alone, whose maximum is −∞ there, a not-a-number.
std::optional<kernels::Maxima> maxima_of(const Problem& product, std::span<const Problem> next);

}  // namespace ingot::backend::cuda
