#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "backend/cpu/blocked_image.h"
#include "backend/cpu/kernels/register_tail.h"
#include "backend/tactic.h"
#include "ops/activation.h"
#include "ops/elementwise.h"
#include "ops/unary.h"

namespace ingot::backend::cpu {

/// The part of an epilogue that kernels apply in registers: a sum, then a rectifier, if any.
struct RegisterEpilogue {
  std::optional<size_t> summand;  ///< the launch's input
  kernels::RegisterTail tail{};   ///< without the address

  /// The tail for elements from `offset` on, as they lie in memory.
  kernels::RegisterTail at(const Launch& launch, int64_t offset) const;
};

/// What the tails of an operator do to its output, in their order: activations, unary functions,
/// elementwise operations with tensors of the same type and format, and parametric ReLUs with
/// constant slopes along the channels.
class Epilogue {
 public:
  /// No for a tail of another kind.
  static Support supports(const Problem& problem);

  /// Of a problem that `supports` accepts.
  explicit Epilogue(const Problem& problem);

  bool empty() const { return steps_.empty(); }
  /// Leaves out of `apply` what a kernel does before it stores a result, and says what that is for
  /// an output that starts at `output(launch)`.
  RegisterEpilogue take_register_part();
  /// Applied to elements begin…begin+count−1 of the output, as they lie in memory, which hold the
  /// operator's own result.
  void apply(const Launch& launch, int64_t begin, int64_t count) const;

 private:
  /// The image that the slopes of a parametric ReLU run along.
  struct ParametricRelu {
    BlockedImage image;
    bool has_one_slope;

    /// As Epilogue::apply.
    void apply(const float* slopes, int64_t begin, int64_t count, float* y) const;
  };

  /// The tail's operator with its operands' places.
  struct Step {
    std::variant<ops::Activation, ops::UnaryOperation, ops::ElementwiseOperation, ParametricRelu>
        function;
    std::optional<size_t> operand{};  ///< the launch's input that is read beside the result
    bool is_result_second = false;    ///< operand ∘ result rather than result ∘ operand

    bool is_sum() const;
  };

  /// To the elements from `begin` on, which lie at y.
  static void apply(const Step& step, const Launch& launch, int64_t begin, int64_t count, float* y);

  std::vector<Step> steps_;
};

/// The problem of the operator alone.
Problem without_epilogue(const Problem& problem);

/// No unless all inputs of the operator after the first, its filters and bias, are constants.
Support supports_constant_filters(const Problem& problem);

}  // namespace ingot::backend::cpu
