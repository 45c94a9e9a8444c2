#include "backend/cpu/tactic.h"

#include "base/error.h"
#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

Support supports_linear(const Problem& problem) {
  for (const auto* types : {&problem.inputs, &problem.outputs}) {
    for (const auto& type : *types) {
      if (type.format != ir::Format::kLinear) {
        return Support::no(str("format ", static_cast<int>(type.format), " of ", type,
                               ": takes linear tensors only"));
      }
    }
  }
  return Support::yes();
}

}  // namespace

Support CpuTactic::supports(const Problem& problem) const {
  const Support linear = supports_linear(problem);
  return linear ? functions_.supports(problem) : linear;
}

std::vector<Configuration> CpuTactic::configurations(const Problem& problem) const {
  return functions_.configurations == nullptr ? Tactic::configurations(problem)
                                              : functions_.configurations(problem);
}

std::optional<AlignedBytes> CpuTactic::pack(const Problem& problem,
                                            const Configuration& configuration, size_t index,
                                            const ir::Tensor& constant) const {
  if (functions_.pack == nullptr) return std::nullopt;
  return functions_.pack(problem, configuration, index, constant);
}

std::optional<size_t> CpuTactic::packed_size(const Problem& problem,
                                             const Configuration& configuration,
                                             size_t index) const {
  if (functions_.packed_size == nullptr) return std::nullopt;
  return functions_.packed_size(problem, configuration, index);
}

std::unique_ptr<Kernel> CpuTactic::prepare(const Problem& problem,
                                           const Configuration& configuration) const {
  const Support support = supports(problem);
  require(static_cast<bool>(support), ErrorCode::kUnsupported,
          [&] { return str("tactic ", name_, " cannot do this: ", support.reason()); });
  require(functions_.configurations != nullptr || configuration.empty(),
          ErrorCode::kInvalidArgument, [&] {
            return str("tactic ", name_, " has no configuration of ", configuration.size(),
                       " numbers, expected none; build the engine again");
          });
  return functions_.prepare(problem, configuration);
}

Support supports_float32(const Problem& problem) {
  for (const auto* types : {&problem.inputs, &problem.outputs}) {
    for (const auto& type : *types) {
      if (type.data_type != ir::DataType::kFloat32) {
        return Support::no(str("tensor ", type, ": takes f32 only"));
      }
    }
  }
  return Support::yes();
}

size_t checked_size(std::initializer_list<int64_t> factors) {
  int64_t product = 1;
  for (const int64_t factor : factors) {
    const bool overflows = __builtin_mul_overflow(product, factor, &product);
    require(!overflows && factor >= 0, ErrorCode::kInvalidArgument, [&] {
      return str("a tensor of ", join(factors, "×"), " elements does not fit into memory");
    });
  }
  return static_cast<size_t>(product);
}

}  // namespace ingot::backend::cpu
