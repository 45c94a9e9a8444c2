#include "ops/scale.h"

#include "ir/constants.h"
#include "onnx/node.h"
#include "onnx/registry.h"
#include "ops/parametric_relu.h"

namespace ingot::onnx {
namespace {

bool is_filled_with(const Operand& operand, double value) {
  return operand.constant != nullptr && ir::is_filled_with(*operand.constant, value);
}

std::string write(const ops::Scale& /*op*/, NodeWriter& node) {
  std::string y = node.input(0).name;
  if (!is_filled_with(node.input(1), 1)) y = node.add("Mul", {y, node.input(1).name});
  if (!is_filled_with(node.input(2), 0)) y = node.add("Add", {y, node.input(2).name});
  return y;
}

std::string write_parametric_relu(const ops::ParametricRelu& /*op*/, NodeWriter& node) {
  return node.add("PRelu", node.input_names());
}

const Register<ops::Scale> scale(write);
const Register<ops::ParametricRelu> parametric_relu(write_parametric_relu);

}  // namespace
}  // namespace ingot::onnx
