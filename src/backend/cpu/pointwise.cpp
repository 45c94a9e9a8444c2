#include "backend/cpu/pointwise.h"

#include "base/text.h"
#include "ops/elements.h"

namespace ingot::backend::cpu {

Support supports_map(const Problem& problem) {
  if (Support floats = supports_float32(problem); !floats) return floats;
  return problem.inputs[0] == problem.outputs[0]
             ? Support::yes()
             : Support::no(str(problem.inputs[0], " does not lie as ", problem.outputs[0]));
}

Support supports_broadcast(const Problem& problem) {
  if (Support floats = supports_float32(problem); !floats) return floats;
  if (!supports_linear(problem)) {
    for (const auto& type : problem.inputs) {
      if (type != problem.outputs[0]) {
        return Support::no(str(type, " does not lie as ", problem.outputs[0]));
      }
    }
  }
  const size_t rank = problem.outputs[0].shape.size();
  if (rank > StridedLoop::kMaxAxes) {
    return Support::no(str("output ", problem.outputs[0], " has ", rank, " axes: takes up to ",
                           StridedLoop::kMaxAxes));
  }
  return Support::yes();
}

StridedLoop broadcast_loop(const Problem& problem) {
  const size_t inputs = own_inputs(problem);
  if (problem.outputs[0].format != ir::Format::kLinear) {
    const std::vector<int64_t> size{
        static_cast<int64_t>(byte_size(problem.outputs[0]) / sizeof(float))};
    return {size, std::vector<std::vector<int64_t>>(inputs + 1, {1})};
  }
  const std::vector<int64_t> shape = ir::numbers(problem.outputs[0].shape);
  std::vector<std::vector<int64_t>> strides;
  for (size_t i = 0; i < inputs; ++i) {
    strides.push_back(ops::broadcast_strides(ir::numbers(problem.inputs[i].shape), shape));
  }
  strides.push_back(ops::broadcast_strides(shape, shape));
  return {shape, strides};
}

}  // namespace ingot::backend::cpu
