#include "backend/cuda/tactic.h"

#include "backend/cuda/epilogue.h"

namespace ingot::backend::cuda {

Support CudaTactic::supports(const Problem& problem) const {
  if (Support packed = supports_packed(problem); !packed) return packed;
  if (!functions_.takes_formats) {
    if (Support linear = supports_linear(problem); !linear) return linear;
  }
  if (!functions_.applies_epilogue && !problem.op.epilogue().empty()) {
    return Support::no("takes no epilogue");
  }
  if (Support epilogue = Epilogue::supports(problem); !epilogue) return epilogue;
  return functions_.supports(problem);
}

std::optional<AlignedBytes> CudaTactic::pack(const Problem& problem,
                                             const Configuration& /*configuration*/, size_t index,
                                             const ir::Tensor& constant) const {
  return functions_.pack == nullptr ? std::nullopt : functions_.pack(problem, index, constant);
}

std::optional<size_t> CudaTactic::packed_size(const Problem& problem,
                                              const Configuration& /*configuration*/,
                                              size_t index) const {
  return functions_.packed_size == nullptr ? std::nullopt : functions_.packed_size(problem, index);
}

std::unique_ptr<Kernel> CudaTactic::prepare(const Problem& problem,
                                            const Configuration& configuration) const {
  require_support(*this, problem);
  require_no_configuration(*this, configuration);
  return functions_.prepare(problem);
}

}  // namespace ingot::backend::cuda
