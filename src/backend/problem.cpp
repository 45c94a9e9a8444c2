#include "backend/problem.h"

#include <algorithm>

#include "base/text.h"

namespace ingot::backend {

Support supports_tensors(const Problem& problem, const char* what,
                         bool (*accepts)(const ir::TensorType&)) {
  for (const auto* types : {&problem.inputs, &problem.outputs}) {
    const auto refused = std::ranges::find_if_not(*types, accepts);
    if (refused != types->end()) return Support::no(str("tensor ", *refused, ": takes ", what));
  }
  return Support::yes();
}

std::string Problem::key() const {
  std::string text = str(device, " | ", to_string(op), " v", op.def().version, " (");
  for (size_t i = 0; i < inputs.size(); ++i) {
    text += str(i == 0 ? "" : ", ", is_constant[i] ? "constant " : "", inputs[i]);
  }
  text += ") -> ";
  return text + join(outputs) + (output_pitch == 0 ? "" : str(" by ", output_pitch)) +
         (allows_tf32 ? " | tf32" : "");
}

Support supports_linear(const Problem& problem) {
  return supports_tensors(problem, "linear tensors only", [](const ir::TensorType& type) {
    return type.format == ir::Format::kLinear;
  });
}

Support supports_float32(const Problem& problem) {
  return supports_tensors(problem, "f32 only", [](const ir::TensorType& type) {
    return type.data_type == ir::DataType::kFloat32;
  });
}

Support supports_packed(const Problem& problem) {
  return problem.output_pitch == 0
             ? Support::yes()
             : Support::no(str("output ", problem.outputs[0], " by ", problem.output_pitch,
                               ": takes packed pixels"));
}

Support supports_reference(const Problem& problem) {
  if (Support packed = supports_packed(problem); !packed) return packed;
  if (Support linear = supports_linear(problem); !linear) return linear;
  return problem.op.def().reference
             ? Support::yes()
             : Support::no(str("operator ", problem.op.name(), " has no reference"));
}

}  // namespace ingot::backend
