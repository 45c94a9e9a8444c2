#pragma once

#include "backend/cuda/vendor_constants.h"

namespace ingot::backend::cuda {

/// A convolution with a sum and a ReLU as its tails by cuDNN; sums are f32. Factors that are
/// rounded are those of f32 tensors alone.
///
/// A configuration is the library's version, the number of an engine, and types and values of its
/// knobs.
class CudnnTactic final : public Tactic {
 public:
  CudnnTactic(std::string_view name, TensorProductFunctions functions, Factors factors)
      : name_(name), functions_(functions), factors_(factors) {}

  std::string_view name() const override { return name_; }
  bool rounds_factors() const override { return factors_ == Factors::kRoundedToTf32; }
  bool packs_alike() const override { return true; }
  Support supports(const Problem& problem) const override;
  Support accepts(const Configuration& configuration) const override;
  std::vector<Configuration> configurations(const Problem& problem) const override;
  std::optional<AlignedBytes> pack(const Problem& problem, const Configuration& configuration,
                                   size_t index, const ir::Tensor& constant) const override;
  std::optional<size_t> packed_size(const Problem& problem, const Configuration& configuration,
                                    size_t index) const override;
  std::unique_ptr<Kernel> prepare(const Problem& problem,
                                  const Configuration& configuration) const override;

 private:
  VendorConstants constants_of(const Problem& problem) const;

  std::string_view name_;
  TensorProductFunctions functions_;
  Factors factors_;
};

}  // namespace ingot::backend::cuda
