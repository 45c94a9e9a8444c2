#include "ops/activation.h"

#include <cmath>
#include <numbers>

#include "onnx/operators/steps.h"
#include "onnx/registry.h"

namespace ingot::onnx {
namespace {

using Kind = ops::ActivationKind;

/// x · (1 + inner) / 2.
std::string gate(NodeWriter& node, const std::string& x, const std::string& inner,
                 ir::DataType type) {
  const std::string product = node.add("Mul", {x, add(node, inner, 1, type)});
  return multiply(node, product, 0.5, type);
}

std::string gelu_erf(NodeWriter& node, const std::string& x, ir::DataType type) {
  const std::string scaled = multiply(node, x, 1 / std::numbers::sqrt2, type);
  return gate(node, x, node.add("Erf", {scaled}), type);
}

std::string gelu_tanh(NodeWriter& node, const std::string& x, ir::DataType type) {
  const std::string square = node.add("Mul", {x, x});
  const std::string cubic = add(node, multiply(node, square, 0.044715, type), 1, type);
  const std::string inner = node.add("Mul", {x, cubic});
  const std::string scaled = multiply(node, inner, std::sqrt(2 / std::numbers::pi), type);
  return gate(node, x, node.add("Tanh", {scaled}), type);
}

/// α·f(βx).
std::string scaled(NodeWriter& node, const ops::Activation& op, const std::string& x,
                   std::string_view function, ir::DataType type) {
  const std::string result = node.add(function, {multiply(node, x, op.beta, type)});
  return multiply(node, result, op.alpha, type);
}

std::string write(const ops::Activation& op, NodeWriter& node) {
  const std::string& x = node.input().name;
  const ir::DataType type = node.input().type.data_type;
  const Attribute alpha{"alpha", static_cast<float>(op.alpha)};
  const Attribute beta{"beta", static_cast<float>(op.beta)};
  switch (op.kind) {
    case Kind::kRelu:
      // ONNX's Relu takes no unsigned integers.
      return ir::is_floating(type) ? node.add("Relu", {x})
                                   : node.add("Clip", {x, node.scalar(0, type, "min")});
    case Kind::kSigmoid: return node.add("Sigmoid", {x});
    case Kind::kTanh: return node.add("Tanh", {x});
    case Kind::kLeakyRelu: return node.add("LeakyRelu", {x}, {alpha});
    case Kind::kElu: return node.add("Elu", {x}, {alpha});
    case Kind::kSelu: return node.add("Selu", {x}, {alpha, {"gamma", beta.value}});
    case Kind::kSoftsign: return node.add("Softsign", {x});
    case Kind::kSoftplus: return scaled(node, op, x, "Softplus", type);
    case Kind::kClip:
      return node.add("Clip",
                      {x, node.scalar(op.alpha, type, "min"), node.scalar(op.beta, type, "max")});
    case Kind::kHardSigmoid: return node.add("HardSigmoid", {x}, {alpha, beta});
    case Kind::kScaledTanh: return scaled(node, op, x, "Tanh", type);
    case Kind::kThresholdedRelu: return node.add("ThresholdedRelu", {x}, {alpha});
    case Kind::kGeluErf: return gelu_erf(node, x, type);
    case Kind::kGeluTanh: return gelu_tanh(node, x, type);
  }
  return x;
}

const Register<ops::Activation> registration(write);

}  // namespace
}  // namespace ingot::onnx
