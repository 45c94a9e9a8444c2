#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "ir/op.h"
#include "ops/activation_kind.h"

namespace ingot::ops {

/// f(x), element by element. Inputs: x. The formulas with α = alpha and β = beta:
/// leaky_relu x<0 ? αx : x · elu x<0 ? α(eˣ−1) : x · selu β(x<0 ? α(eˣ−1) : x) ·
/// softsign x/(1+|x|) · softplus α·ln(e^(βx)+1) · clip min(max(x, α), β) ·
/// hard_sigmoid min(max(αx+β, 0), 1) · scaled_tanh α·tanh(βx) ·
/// thresholded_relu x>α ? x : 0 · gelu_erf x/2·(1+erf(x/√2)) ·
/// gelu_tanh x/2·(1+tanh(√(2/π)(x+0.044715x³))).
struct Activation {
  static constexpr std::string_view kName = "activation";

  ActivationKind kind = ActivationKind::kRelu;
  double alpha = 0;
  double beta = 0;

  static std::vector<ir::Field> fields() {
    return {ir::field("kind", &Activation::kind), ir::field("alpha", &Activation::alpha),
            ir::field("beta", &Activation::beta)};
  }
};

}  // namespace ingot::ops

template <>
struct ingot::ir::EnumNames<ingot::ops::ActivationKind> {
  static constexpr std::array<std::string_view, 14> names{
      "relu",        "sigmoid",          "tanh",     "leaky_relu", "elu",
      "selu",        "softsign",         "softplus", "clip",       "hard_sigmoid",
      "scaled_tanh", "thresholded_relu", "gelu_erf", "gelu_tanh"};
};
