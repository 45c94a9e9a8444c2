#include "ops/concatenation.h"

#include "onnx/node.h"
#include "onnx/registry.h"

namespace ingot::onnx {
namespace {

std::string write(const ops::Concatenation& op, NodeWriter& node) {
  return node.add("Concat", node.input_names(), {{"axis", op.axis}});
}

const Register<ops::Concatenation> registration(write);

}  // namespace
}  // namespace ingot::onnx
