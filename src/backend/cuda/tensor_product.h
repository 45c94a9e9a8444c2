#pragma once

#include <type_traits>

#include "backend/cuda/kernels/tensor_product.h"
#include "backend/tactic.h"

namespace ingot::backend::cuda {

/// Elements of the weights from one filter, channel of its group or cell of the window to the next.
struct WeightStrides {
  int64_t filter;
  int64_t channel;
  int64_t cell;
};

/// The parts of a tactic that computes an operator as a product on tensor cores. Input 1 are
/// constant weights, input 2, if the operator has one, is a constant bias.
struct TensorProductFunctions {
  /// No for what the product cannot compute, whatever the types and formats.
  Support (*supports)(const Problem&);
  /// Of a problem that `supports` accepts, but for its types.
  kernels::TensorProduct (*shape)(const Problem&);
  WeightStrides (*strides)(const Problem&);
};

/// No unless the operator's own inputs but the first are constant.
Support supports_constants(const Problem& problem);
/// No unless the problem and the GPU allow f32 factors to be rounded to tf32.
Support supports_tf32(const Problem& problem);
/// No unless products of constant weights may be what the kernels here compute, by types and tails.
Support supports_products(const Problem& problem);
/// Rounded to tf32: to nearest, ties away from zero.
float to_tf32(float value);
/// A number as products take it.
template <class T>
T factor(float value) {
  if constexpr (std::is_same_v<T, float>) {
    return to_tf32(value);
  } else {
    return T(value);
  }
}

/// No unless a convolution is f32 over two spatial axes, without tensors in its tails where its
/// output has a pitch.
Support supports_convolution_product(const Problem& problem);
/// Of a convolution that the above accepts, but for its types.
kernels::TensorProduct convolution_product(const Problem& problem);

/// A configuration is a tile's rows, columns, split and kind.
class TensorProductTactic final : public Tactic {
 public:
  TensorProductTactic(std::string_view name, TensorProductFunctions functions)
      : name_(name), functions_(functions) {}

  std::string_view name() const override { return name_; }
  bool rounds_factors() const override { return true; }
  bool packs_alike() const override { return true; }
  Support supports(const Problem& problem) const override;
  std::vector<Configuration> configurations(const Problem& problem) const override;
  Support accepts(const Configuration& configuration) const override;
  std::optional<AlignedBytes> pack(const Problem& problem, const Configuration& configuration,
                                   size_t index, const ir::Tensor& constant) const override;
  std::optional<size_t> packed_size(const Problem& problem, const Configuration& configuration,
                                    size_t index) const override;
  std::unique_ptr<Kernel> prepare(const Problem& problem,
                                  const Configuration& configuration) const override;
  bool launches_together() const override { return true; }
  /// Of up to kernels::kMostTogether problems with factors of one type in one group, in the tiles
  /// of the one with the most products; none where these are by windows.
  std::unique_ptr<Kernel> together(std::span<const Kernel* const> kernels) const override;
  /// Of a product by windows and the maxima of 2 × 2 of its pixels, as they are or row-major.
  std::unique_ptr<Kernel> with_next(const Problem& problem, const Configuration& configuration,
                                    std::span<const Problem> next) const override;

 private:
  kernels::TensorProduct shape_of(const Problem& problem) const;

  std::string_view name_;
  TensorProductFunctions functions_;
};

}  // namespace ingot::backend::cuda
