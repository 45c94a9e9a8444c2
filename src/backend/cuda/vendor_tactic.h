#pragma once

#include "backend/cuda/vendor_constants.h"

namespace ingot::backend::cuda {

/// What a tactic asks of the library that computes for it.
struct VendorInterface {
  const char* name;
  const std::string& (*why_not)();  ///< why it cannot be used; empty where it can
  int64_t (*version)();
  size_t least_numbers;  ///< of a configuration
};

/// A product by one of NVIDIA's libraries, with a sum and a ReLU as its tails; sums are f32.
/// Factors that are rounded are those of f32 tensors alone. A configuration begins with the
/// library's version.
class VendorTactic : public Tactic {
 public:
  VendorTactic(std::string_view name, const VendorInterface& library,
               TensorProductFunctions functions, Factors factors)
      : name_(name), library_(library), functions_(functions), factors_(factors) {}

  std::string_view name() const final { return name_; }
  std::string_view library() const final { return library_.name; }
  bool rounds_factors() const final { return factors_ == Factors::kRoundedToTf32; }
  bool packs_alike() const final { return true; }
  Support supports(const Problem& problem) const final;
  Support accepts(const Configuration& configuration) const final;
  std::optional<AlignedBytes> pack(const Problem& problem, const Configuration& configuration,
                                   size_t index, const ir::Tensor& constant) const final;
  std::optional<size_t> packed_size(const Problem& problem, const Configuration& configuration,
                                    size_t index) const final;

 protected:
  kernels::TensorProduct shape_of(const Problem& problem) const {
    return functions_.shape(problem);
  }
  Factors factors() const { return factors_; }

 private:
  /// Of a product that is constant, typed and followed as the libraries take it.
  virtual Support supports_product(const Problem& problem) const = 0;
  /// Elements of the weights from one cell of a filter to the next.
  virtual int64_t pitch_of_weights(const kernels::TensorProduct& shape) const = 0;

  VendorConstants constants_of(const Problem& problem) const;

  std::string_view name_;
  const VendorInterface& library_;
  TensorProductFunctions functions_;
  Factors factors_;
};

}  // namespace ingot::backend::cuda
