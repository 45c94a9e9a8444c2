#pragma once

#include "backend/cuda/kernels/row_product.h"
#include "backend/cuda/tensor_product.h"

namespace ingot::backend::cuda {

/// A matrix product of few rows, which takes as long as its weights take to be read: those beside
/// an x of f32 are kept in 20 bits, one more than tf32 has. A configuration is a number of warps.
class RowProductTactic final : public Tactic {
 public:
  RowProductTactic(std::string_view name, TensorProductFunctions functions)
      : name_(name), functions_(functions) {}

  std::string_view name() const override { return name_; }
  bool rounds_factors() const override { return true; }
  bool packs_alike() const override { return true; }
  Support supports(const Problem& problem) const override;
  std::vector<Configuration> configurations(const Problem& problem) const override;
  std::optional<AlignedBytes> pack(const Problem& problem, const Configuration& configuration,
                                   size_t index, const ir::Tensor& constant) const override;
  std::optional<size_t> packed_size(const Problem& problem, const Configuration& configuration,
                                    size_t index) const override;
  std::unique_ptr<Kernel> prepare(const Problem& problem,
                                  const Configuration& configuration) const override;

 private:
  kernels::RowProduct shape_of(const Problem& problem) const;

  std::string_view name_;
  TensorProductFunctions functions_;
};

}  // namespace ingot::backend::cuda
