#include "backend/cpu/pointwise.h"

#include "base/text.h"

namespace ingot::backend::cpu {

Support supports_broadcast(const Problem& problem) {
  const Support floats = supports_float32(problem);
  if (!floats) return floats;
  const size_t rank = problem.outputs[0].shape.size();
  if (rank > StridedLoop::kMaxAxes) {
    return Support::no(str("output ", problem.outputs[0], " has ", rank, " axes: takes up to ",
                           StridedLoop::kMaxAxes));
  }
  return Support::yes();
}

StridedLoop broadcast_loop(const Problem& problem) {
  const std::vector<int64_t> shape = ir::numbers(problem.outputs[0].shape);
  std::vector<std::vector<int64_t>> strides;
  for (const auto& type : problem.inputs) {
    strides.push_back(broadcast_strides(ir::numbers(type.shape), shape));
  }
  strides.push_back(broadcast_strides(shape, shape));
  return {shape, strides};
}

}  // namespace ingot::backend::cpu
