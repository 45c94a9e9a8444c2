#include "ops/elementwise.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::ops {
namespace {

using Operation = ElementwiseOperation;

bool is_logical(Operation operation) {
  return operation >= Operation::kAnd && operation <= Operation::kXor;
}

bool is_comparison(Operation operation) { return operation >= Operation::kEqual; }

std::vector<ir::TensorType> infer(const Elementwise& op, ir::Inputs inputs) {
  expect_inputs(inputs, 2);
  expect_same_type(inputs);
  if (is_logical(op.operation)) expect_bool(inputs[0], "a and b");
  if (!is_logical(op.operation) && op.operation != Operation::kEqual) {
    expect_numeric(inputs[0], "a and b");
  }
  const auto shape = broadcast(inputs[0].type.shape, inputs[1].type.shape);
  require(shape.has_value(), ErrorCode::kInvalidArgument, [&] {
    return str("expected shapes that broadcast, got ", inputs[0].type, " and ", inputs[1].type);
  });
  return {{is_comparison(op.operation) ? ir::DataType::kBool : inputs[0].type.data_type, *shape}};
}

double apply(Operation operation, double a, double b) {
  switch (operation) {
    case Operation::kSum: return a + b;
    case Operation::kProduct: return a * b;
    case Operation::kMax: return std::max(a, b);
    case Operation::kMin: return std::min(a, b);
    case Operation::kDifference: return a - b;
    case Operation::kQuotient: return a / b;
    case Operation::kPower: return std::pow(a, b);
    case Operation::kFloorDivision: return std::floor(a / b);
    case Operation::kAnd: return a != 0 && b != 0 ? 1 : 0;
    case Operation::kOr: return a != 0 || b != 0 ? 1 : 0;
    case Operation::kXor: return (a != 0) != (b != 0) ? 1 : 0;
    case Operation::kEqual: return a == b ? 1 : 0;
    case Operation::kGreater: return a > b ? 1 : 0;
    case Operation::kLess: return a < b ? 1 : 0;
  }
  return a;
}

void reference(const Elementwise& op, ir::ConstTensors inputs, ir::Tensors outputs) {
  const std::vector<double> a = read_broadcast(inputs[0], outputs[0].shape);
  const std::vector<double> b = read_broadcast(inputs[1], outputs[0].shape);
  for (size_t i = 0; i < a.size(); ++i) {
    store(outputs[0], static_cast<int64_t>(i), apply(op.operation, a[i], b[i]));
  }
}

const ir::Register<Elementwise> registration({.infer = infer,
                                              .reference = reference,
                                              .traits = {.pointwise = true}});

}  // namespace
}  // namespace ingot::ops
