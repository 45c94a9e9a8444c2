#include "ops/padding.h"

#include "onnx/operators/steps.h"
#include "onnx/registry.h"
#include "ops/checks.h"

namespace ingot::onnx {
namespace {

std::string write(const ops::Padding& op, NodeWriter& node) {
  const Operand& x = node.input();
  std::vector<Ends> ends(x.rank());
  const std::vector<size_t> axes = ops::resolve_axes(op.axes, x.rank());
  for (size_t i = 0; i < axes.size(); ++i) ends[axes[i]] = {op.begin[i], op.end[i]};
  return pad(node, x.name, x.type.data_type, ends, op.value);
}

const Register<ops::Padding> registration(write);

}  // namespace
}  // namespace ingot::onnx
