#include "backend/cuda/function.h"

#include "base/text.h"
#include "ops/activation.h"
#include "ops/elementwise.h"
#include "ops/parametric_relu.h"
#include "ops/scale.h"
#include "ops/unary.h"

namespace ingot::backend::cuda {
namespace {

using Kind = kernels::Function::Kind;

bool makes_bool(ops::UnaryOperation operation) {
  using enum ops::UnaryOperation;
  return operation == kNot || operation == kIsInf || operation == kIsNan;
}

}  // namespace

Support supports_function(const ir::Op& op) {
  const auto* unary = op.as<ops::Unary>();
  const auto* elementwise = op.as<ops::Elementwise>();
  const bool has_it = op.is<ops::Activation>() || op.is<ops::ParametricRelu>() ||
                      op.is<ops::Scale>() || (unary != nullptr && !makes_bool(unary->operation)) ||
                      (elementwise != nullptr &&
                       elementwise->operation <= ops::ElementwiseOperation::kFloorDivision);
  return has_it ? Support::yes() : Support::no(str(to_string(op), " has no kernel's function"));
}

kernels::Function function_of(const ir::Op& op) {
  if (const auto* activation = op.as<ops::Activation>()) {
    return {.kind = Kind::kActivation,
            .operation = static_cast<int32_t>(activation->kind),
            .alpha = static_cast<float>(activation->alpha),
            .beta = static_cast<float>(activation->beta)};
  }
  if (const auto* unary = op.as<ops::Unary>()) {
    return {.kind = Kind::kUnary, .operation = static_cast<int32_t>(unary->operation)};
  }
  if (const auto* elementwise = op.as<ops::Elementwise>()) {
    return {.kind = Kind::kElementwise, .operation = static_cast<int32_t>(elementwise->operation)};
  }
  if (op.is<ops::ParametricRelu>()) return {.kind = Kind::kParametricRelu};
  return {.kind = op.is<ops::Scale>() ? Kind::kScale : Kind::kNone};
}

}  // namespace ingot::backend::cuda
