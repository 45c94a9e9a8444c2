#include "ops/softmax.h"

#include "onnx/node.h"
#include "onnx/registry.h"

namespace ingot::onnx {
namespace {

std::string write(const ops::Softmax& op, NodeWriter& node) {
  return node.add("Softmax", {node.input().name}, {{"axis", op.axis}});
}

const Register<ops::Softmax> registration(write);

}  // namespace
}  // namespace ingot::onnx
