#pragma once

#include <array>
#include <optional>
#include <variant>
#include <vector>

#include "backend/cpu/blocked_image.h"
#include "backend/cpu/kernels/elementwise.h"
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
/// elementwise operations with tensors of the same type and format, and scales and parametric ReLUs
/// by constants along the channels.
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
  /// A scale, of two constants, or a parametric ReLU, of one, along the channels of an image.
  class ChannelFunction {
   public:
    /// Its constants are the launch's inputs from `first` on.
    ChannelFunction(const Problem& problem, const ir::Tail& tail, size_t first);

    /// As Epilogue::apply.
    void apply(const Launch& launch, int64_t begin, int64_t count, float* y) const;

   private:
    static constexpr size_t kMostConstants = 2;
    static constexpr size_t kLargestBlock = 16;
    /// From a channel on; beyond a block's they are not set.
    using Lanes = std::array<float, kLargestBlock>;

    using Constants = std::array<kernels::RowOperand, kMostConstants>;

    Lanes lanes(const float* constants, bool is_one, int64_t begin) const;
    void apply_row(const Constants& constants, int64_t count, float* y) const;
    void apply_blocks(const Constants& constants, int64_t count, float* y) const;

    BlockedImage image_;
    size_t first_;
    size_t count_;
    std::array<bool, kMostConstants> is_one_{};  ///< constants of one number for all channels
  };

  /// The tail's operator with its operands' places.
  struct Step {
    std::variant<ops::Activation, ops::UnaryOperation, ops::ElementwiseOperation, ChannelFunction>
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
