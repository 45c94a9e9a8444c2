#include "ops/identity.h"

#include "onnx/node.h"
#include "onnx/registry.h"

namespace ingot::onnx {
namespace {

std::string write(const ops::Identity& /*op*/, NodeWriter& node) {
  return node.add("Identity", {node.input().name});
}

const Register<ops::Identity> registration(write);

}  // namespace
}  // namespace ingot::onnx
