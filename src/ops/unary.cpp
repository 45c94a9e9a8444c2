#include "ops/unary.h"

#include <cmath>

#include "ops/checks.h"

namespace ingot::ops {
namespace {

using Operation = UnaryOperation;

bool gives_bool(Operation operation) {
  return operation == Operation::kNot || operation == Operation::kIsInf ||
         operation == Operation::kIsNan;
}

bool works_on_integers(Operation operation) {
  return operation == Operation::kAbs || operation == Operation::kNegate ||
         operation == Operation::kSign;
}

std::vector<ir::TensorType> infer(const Unary& op, ir::Inputs inputs) {
  expect_inputs(inputs, 1);
  if (op.operation == Operation::kNot) {
    expect_bool(inputs[0], "x");
  } else if (works_on_integers(op.operation)) {
    expect_numeric(inputs[0], "x");
  } else {
    expect_floating(inputs[0], "x");
  }
  ir::TensorType type = inputs[0].type;
  if (gives_bool(op.operation)) type.data_type = ir::DataType::kBool;
  return {type};
}

/// Zero and NaN are their own signs.
double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }

double apply(Operation operation, double x) {
  switch (operation) {
    case Operation::kExp: return std::exp(x);
    case Operation::kLog: return std::log(x);
    case Operation::kSqrt: return std::sqrt(x);
    case Operation::kReciprocal: return 1 / x;
    case Operation::kAbs: return std::abs(x);
    case Operation::kNegate: return -x;
    case Operation::kSin: return std::sin(x);
    case Operation::kCos: return std::cos(x);
    case Operation::kTan: return std::tan(x);
    case Operation::kSinh: return std::sinh(x);
    case Operation::kCosh: return std::cosh(x);
    case Operation::kAsin: return std::asin(x);
    case Operation::kAcos: return std::acos(x);
    case Operation::kAtan: return std::atan(x);
    case Operation::kAsinh: return std::asinh(x);
    case Operation::kAcosh: return std::acosh(x);
    case Operation::kAtanh: return std::atanh(x);
    case Operation::kCeil: return std::ceil(x);
    case Operation::kFloor: return std::floor(x);
    case Operation::kErf: return std::erf(x);
    case Operation::kNot: return x == 0 ? 1 : 0;
    case Operation::kSign: return sign(x);
    case Operation::kRound: return std::nearbyint(x);
    case Operation::kIsInf: return std::isinf(x) ? 1 : 0;
    case Operation::kIsNan: return std::isnan(x) ? 1 : 0;
  }
  return x;
}

void reference(const Unary& op, ir::ConstTensors inputs, ir::Tensors outputs) {
  for (int64_t i = 0; i < inputs[0].size(); ++i) {
    store(outputs[0], i, apply(op.operation, load(inputs[0], i)));
  }
}

const ir::Register<Unary> registration({.infer = infer,
                                        .reference = reference,
                                        .traits = {.pointwise = true},
                                        .accuracy = ir::Accuracy::kTranscendental});

}  // namespace
}  // namespace ingot::ops
