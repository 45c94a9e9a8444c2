#pragma once

#include "backend/cuda/tensor_product.h"

namespace ingot::backend::cuda {

/// What the products of a library do with f32 factors.
enum class Factors { kAsTheyAre, kRoundedToTf32 };

/// No unless the factors are f16 or bf16, or f32 that `factors` tells what to do with.
Support supports_factors(const Problem& problem, Factors factors);

/// The constants of a product as NVIDIA's libraries read them: weights [filters, cells, channels of
/// a group, filled up with zeros to `pitch`] in the type of x, a bias in that of y.
class VendorConstants {
 public:
  VendorConstants(const Problem& problem, const TensorProductFunctions& functions, Factors factors,
                  int64_t pitch);

  /// As of Tactic.
  std::optional<size_t> packed_size(size_t index) const;
  std::optional<AlignedBytes> pack(size_t index, const ir::Tensor& constant) const;

 private:
  kernels::TensorProduct shape_;
  WeightStrides strides_;
  int64_t pitch_;
  kernels::Element factor_type_;
  kernels::Element result_type_;
  bool has_bias_;
  Factors factors_;
};

}  // namespace ingot::backend::cuda
