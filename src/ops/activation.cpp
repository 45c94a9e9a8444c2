#include "ops/activation.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ops/checks.h"

namespace ingot::ops {
namespace {

using Kind = ActivationKind;

bool works_on_integers(Kind kind) { return kind == Kind::kRelu || kind == Kind::kClip; }

std::vector<ir::TensorType> infer(const Activation& op, ir::Inputs inputs) {
  expect_inputs(inputs, 1);
  if (works_on_integers(op.kind)) {
    expect_numeric(inputs[0], "x");
  } else {
    expect_floating(inputs[0], "x");
  }
  return {inputs[0].type};
}

double elu(double x, double alpha) { return x < 0 ? alpha * std::expm1(x) : x; }

/// ln(eˣ + 1) without overflow.
double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

double gelu_tanh(double x) {
  const double inner = std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x);
  return x / 2 * (1 + std::tanh(inner));
}

double activate(const Activation& op, double x) {
  const double a = op.alpha;
  const double b = op.beta;
  switch (op.kind) {
    case Kind::kRelu: return x < 0 ? 0 : x;
    case Kind::kSigmoid: return 1 / (1 + std::exp(-x));
    case Kind::kTanh: return std::tanh(x);
    case Kind::kLeakyRelu: return x < 0 ? a * x : x;
    case Kind::kElu: return elu(x, a);
    case Kind::kSelu: return b * elu(x, a);
    case Kind::kSoftsign: return x / (1 + std::abs(x));
    case Kind::kSoftplus: return a * softplus(b * x);
    case Kind::kClip: return std::min(std::max(x, a), b);
    case Kind::kHardSigmoid: return std::min(std::max(a * x + b, 0.0), 1.0);
    case Kind::kScaledTanh: return a * std::tanh(b * x);
    case Kind::kThresholdedRelu: return x > a ? x : 0;
    case Kind::kGeluErf: return x / 2 * (1 + std::erf(x / std::numbers::sqrt2));
    case Kind::kGeluTanh: return gelu_tanh(x);
  }
  return x;
}

void reference(const Activation& op, ir::ConstTensors inputs, ir::Tensors outputs) {
  for (int64_t i = 0; i < inputs[0].size(); ++i) {
    store(outputs[0], i, activate(op, load(inputs[0], i)));
  }
}

const ir::Register<Activation> registration({.infer = infer,
                                             .reference = reference,
                                             .traits = {.pointwise = true},
                                             .accuracy = ir::Accuracy::kTranscendental});

}  // namespace
}  // namespace ingot::ops
