#pragma once

#include "backend/cuda/vendor_tactic.h"

namespace ingot::backend::cuda {

/// A matrix product, or a convolution that is one, by cuBLASLt. After the version, a configuration
/// has the attributes of one of its algorithms.
class CublasltTactic final : public VendorTactic {
 public:
  CublasltTactic(std::string_view name, TensorProductFunctions functions, Factors factors);

  std::vector<Configuration> configurations(const Problem& problem) const override;
  std::unique_ptr<Kernel> prepare(const Problem& problem,
                                  const Configuration& configuration) const override;

 private:
  Support supports_product(const Problem& problem) const override;
  int64_t pitch_of_weights(const kernels::TensorProduct& shape) const override;
};

}  // namespace ingot::backend::cuda
