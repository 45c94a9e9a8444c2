#include "ops/elementwise.h"

#include "onnx/operators/steps.h"
#include "onnx/registry.h"

namespace ingot::onnx {
namespace {

using Operation = ops::ElementwiseOperation;
using Inputs = std::vector<std::string>;

/// ⌊a/b⌋; of integers as (a − a mod b) / b, where the remainder has b's sign.
std::string floor_division(NodeWriter& node, const Inputs& inputs) {
  if (ir::is_floating(node.input().type.data_type)) {
    return node.add("Floor", {node.add("Div", inputs)});
  }
  const std::string multiple = node.add("Sub", {inputs[0], node.add("Mod", inputs)});
  return node.add("Div", {multiple, inputs[1]});
}

std::string apply(Operation operation, NodeWriter& node, const Inputs& inputs) {
  switch (operation) {
    case Operation::kSum: return node.add("Add", inputs);
    case Operation::kProduct: return node.add("Mul", inputs);
    case Operation::kMax: return node.add("Max", inputs);
    case Operation::kMin: return node.add("Min", inputs);
    case Operation::kDifference: return node.add("Sub", inputs);
    case Operation::kQuotient: return node.add("Div", inputs);
    case Operation::kPower: return node.add("Pow", inputs);
    case Operation::kFloorDivision: return floor_division(node, inputs);
    case Operation::kAnd: return node.add("And", inputs);
    case Operation::kOr: return node.add("Or", inputs);
    case Operation::kXor: return node.add("Xor", inputs);
    case Operation::kEqual: return node.add("Equal", inputs);
    case Operation::kGreater: return node.add("Greater", inputs);
    case Operation::kLess: return node.add("Less", inputs);
  }
  return inputs[0];
}

std::string write(const ops::Elementwise& op, NodeWriter& node) {
  const bool keeps_type = op.operation < Operation::kEqual;
  return with_wide_integers(
      node, keeps_type, [&](const Inputs& inputs) { return apply(op.operation, node, inputs); });
}

const Register<ops::Elementwise> registration(write);

}  // namespace
}  // namespace ingot::onnx
