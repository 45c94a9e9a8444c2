#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ir/tensor_type.h"

namespace ingot::backend::cuda {

/// How the elements of an operand are found beside those of a result, as these lie in memory,
/// channels that fill up included: element i of the result takes element
/// Σ stride·min(i / divisor mod modulus, last) of the operand.
class OperandIndex {
 public:
  struct Term {
    int64_t divisor = 1;
    int64_t modulus = 0;  ///< 0: none
    int64_t stride = 1;
    int64_t last = -1;  ///< −1: none
  };

  /// What a whole vector of the result's elements takes, the first of which is a multiple of the
  /// vector's length.
  enum class Reading : uint8_t {
    kVector,    ///< as many elements that follow each other, the first such a multiple too
    kSame,      ///< one element
    kElements,  ///< any
  };

  /// An axis of the result, and what neighbours along it are apart in the operand, which has `last`
  /// + 1 of them where it has fewer than the result.
  struct Axis {
    int64_t extent;
    int64_t stride;
    int64_t last = -1;
  };

  /// Of an operand that broadcasts to the result; both are row-major or have the channels last.
  OperandIndex(const ir::TensorType& operand, const ir::TensorType& result);
  /// Of the result's axes, innermost first.
  explicit OperandIndex(const std::vector<Axis>& axes);

  const std::vector<Term>& terms() const { return terms_; }
  Reading reading(int64_t length) const;
  /// The element of the operand in CUDA C++, an expression of `i`; numbers end in `suffix`.
  std::string text(const std::string& suffix) const;

 private:
  /// Axes that can be one are; innermost first.
  std::vector<Axis> axes_;
  std::vector<Term> terms_;
};

/// Axes of a tensor, row-major or with the channels last, in the order in which its elements lie,
/// innermost first.
std::vector<size_t> order_of(const ir::TensorType& type);
/// Elements of memory between neighbours along each axis.
std::vector<int64_t> stored_strides(const ir::TensorType& type);

}  // namespace ingot::backend::cuda
