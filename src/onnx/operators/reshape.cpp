#include "ops/reshape.h"

#include <algorithm>

#include "onnx/operators/steps.h"
#include "onnx/registry.h"

namespace ingot::onnx {
namespace {

std::string write(const ops::Reshape& op, NodeWriter& node) {
  const ir::Shape& result = node.output().shape;
  const std::vector<int64_t> shape = ir::is_known(result) ? ir::numbers(result) : op.shape;
  const bool has_zeros = std::ranges::find(shape, 0) != shape.end();
  if (!has_zeros || (op.zero_copies && !ir::is_known(result))) {
    return reshape(node, node.input().name, shape);
  }
  return node.add("Reshape", {node.input().name, node.integers(shape, "shape")},
                  {{"allowzero", int64_t{1}}});
}

const Register<ops::Reshape> registration(write);

}  // namespace
}  // namespace ingot::onnx
