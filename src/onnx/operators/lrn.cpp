#include "ops/lrn.h"

#include <cmath>

#include "onnx/operators/steps.h"
#include "onnx/registry.h"

namespace ingot::onnx {
namespace {

constexpr size_t kUsualRank = 4;

std::string write(const ops::Lrn& op, NodeWriter& node) {
  const std::string& input = node.input().name;
  const size_t rank = node.input().rank();
  if (op.alpha == 0) {
    // ONNX Runtime takes no alpha of 0.
    return multiply(node, input, std::pow(op.k, -op.beta), node.input().type.data_type);
  }
  // Implementations know pictures alone, [N, C, H, W], though the standard has any rank.
  const std::vector<int64_t> picture =
      rank == 2 ? std::vector<int64_t>{0, 0, 1, 1} : std::vector<int64_t>{0, 0, -1, 1};
  const std::string x = rank == kUsualRank ? input : reshape(node, input, picture);
  const std::string y = node.add("LRN", {x},
                                 {{"size", op.window},
                                  {"alpha", static_cast<float>(op.alpha)},
                                  {"beta", static_cast<float>(op.beta)},
                                  {"bias", static_cast<float>(op.k)}});
  return rank == kUsualRank ? y : node.add("Reshape", {y, node.add("Shape", {input})});
}

const Register<ops::Lrn> registration(write);

}  // namespace
}  // namespace ingot::onnx
