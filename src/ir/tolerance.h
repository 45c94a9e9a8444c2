#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "ir/op.h"
#include "ir/tensor.h"

namespace ingot::ir {

template <>
struct EnumNames<Accuracy> {
  static constexpr std::array<std::string_view, 4> names{"exact", "rounding", "transcendental",
                                                         "accumulation"};
};

/// How far elements of an operator's output may lie from the reference, by its accuracy class. For
/// sums of products that is a multiple of the sum of their magnitudes; where a tactic rounds in
/// between, so that elements share roundings, four times as much of the largest such sum. They may
/// lie a subnormal number further off.
class Tolerance {
 public:
  /// `inputs`: the operator's, tails included; `output`: the coarsest type that factors and
  /// elements are rounded to. That of tf32 is f16, which has as many digits.
  Tolerance(const Op& op, std::span<const Tensor> inputs, DataType output, bool rounds_in_between);

  /// Of element `index`, whose reference is `expected`. 0: the same bits.
  double bound(int64_t index, double expected) const;

 private:
  Accuracy accuracy_;
  double epsilon_;
  double subnormal_;
  bool has_tails_;
  std::optional<Tensor> magnitudes_{};
  std::optional<double> largest_{};
};

/// Distance between 1 and the type's next number; 0 for integers.
double epsilon(DataType type);
/// Distance between 0 and the type's next number; 0 for integers.
double subnormal(DataType type);
/// The one whose epsilon is larger.
DataType coarser(DataType a, DataType b);

}  // namespace ingot::ir
