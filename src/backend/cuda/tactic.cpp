#include "backend/cuda/tactic.h"

#include <algorithm>

#include "backend/cuda/epilogue.h"
#include "base/error.h"
#include "base/text.h"

namespace ingot::backend::cuda {
namespace {

template <class Accepts>
Support supports_tensors(const Problem& problem, const char* what, const Accepts& accepts) {
  for (const auto* types : {&problem.inputs, &problem.outputs}) {
    const auto refused = std::ranges::find_if_not(*types, accepts);
    if (refused != types->end()) return Support::no(str("tensor ", *refused, ": takes ", what));
  }
  return Support::yes();
}

}  // namespace

Support CudaTactic::supports(const Problem& problem) const {
  if (Support linear = supports_linear(problem); !linear) return linear;
  if (!functions_.applies_epilogue && !problem.op.epilogue().empty()) {
    return Support::no("takes no epilogue");
  }
  if (Support epilogue = Epilogue::supports(problem); !epilogue) return epilogue;
  return functions_.supports(problem);
}

std::unique_ptr<Kernel> CudaTactic::prepare(const Problem& problem,
                                            const Configuration& configuration) const {
  const Support support = supports(problem);
  require(static_cast<bool>(support), ErrorCode::kUnsupported,
          [&] { return str("tactic ", name_, " cannot do this: ", support.reason()); });
  require(configuration.empty(), ErrorCode::kInvalidArgument, [&] {
    return str("tactic ", name_, " has no configuration of ", configuration.size(),
               " numbers, expected none; build the engine again");
  });
  return functions_.prepare(problem);
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

}  // namespace ingot::backend::cuda
