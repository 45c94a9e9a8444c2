#include "ops/reduce.h"

#include "onnx/operators/steps.h"
#include "onnx/registry.h"

namespace ingot::onnx {
namespace {

using Operation = ops::ReduceOperation;

std::string_view name_of(Operation operation) {
  switch (operation) {
    case Operation::kSum: return "ReduceSum";
    case Operation::kProduct: return "ReduceProd";
    case Operation::kMax: return "ReduceMax";
    case Operation::kMin: return "ReduceMin";
    case Operation::kAverage: break;
  }
  return "ReduceMean";
}

std::string write(const ops::Reduce& op, NodeWriter& node) {
  const Attribute keeps{"keepdims", int64_t{op.keep_dimensions}};
  return with_wide_integers(node, true, [&](const std::vector<std::string>& inputs) {
    // In operator set 17 the sum alone takes its axes as an input.
    if (op.operation == Operation::kSum) {
      return node.add("ReduceSum", {inputs[0], node.integers(op.axes, "axes")}, {keeps});
    }
    return node.add(name_of(op.operation), inputs, {{"axes", op.axes}, keeps});
  });
}

const Register<ops::Reduce> registration(write);

}  // namespace
}  // namespace ingot::onnx
