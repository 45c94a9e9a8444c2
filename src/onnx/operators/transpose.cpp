#include "ops/transpose.h"

#include "onnx/node.h"
#include "onnx/registry.h"

namespace ingot::onnx {
namespace {

std::string write(const ops::Transpose& op, NodeWriter& node) {
  return node.add("Transpose", {node.input().name}, {{"perm", op.permutation}});
}

const Register<ops::Transpose> registration(write);

}  // namespace
}  // namespace ingot::onnx
