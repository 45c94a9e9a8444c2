#include "backend/cpu/tactic.h"

#include "backend/cpu/epilogue.h"
#include "backend/cpu/kernels/simd.h"
#include "base/error.h"
#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

/// A kernel whose output then goes through the epilogue.
class FinishedKernel final : public Kernel {
 public:
  FinishedKernel(std::unique_ptr<Kernel> kernel, const Problem& problem)
      : kernel_(std::move(kernel)),
        own_inputs_(own_inputs(problem)),
        size_(static_cast<int64_t>(byte_size(problem.outputs[0]) / sizeof(float))),
        epilogue_(problem) {}

  size_t workspace_size() const override { return kernel_->workspace_size(); }

  void launch(const Launch& launch, Stream& stream) const noexcept override {
    kernel_->launch({launch.inputs.first(own_inputs_), launch.outputs, launch.workspace}, stream);
    static_cast<HostStream&>(stream).pool().parallel_ranges(
        size_, kGrain,
        [&](int64_t begin, int64_t end) { epilogue_.apply(launch, begin, end - begin); });
  }

 private:
  std::unique_ptr<Kernel> kernel_;
  size_t own_inputs_;
  int64_t size_;
  Epilogue epilogue_;
};

/// No for a tensor in a format that no kernel here reads: kernels take blocks of whole vectors.
Support supports_blocks(const Problem& problem) {
  constexpr const char* kTaken = "linear tensors and blocks of whole vectors of this processor";
  return supports_tensors(problem, kTaken, [](const ir::TensorType& type) {
    return type.format == ir::Format::kLinear ||
           (type.format <= ir::Format::kBlocked16 &&
            ir::block_of(type.format) % kernels::simd_lanes() == 0);
  });
}

}  // namespace

Problem CpuTactic::own(const Problem& problem) const {
  return functions_.applies_epilogue ? problem : without_epilogue(problem);
}

Support CpuTactic::supports(const Problem& problem) const {
  if (Support packed = supports_packed(problem); !packed) return packed;
  Support formats = functions_.takes_formats ? supports_blocks(problem) : supports_linear(problem);
  if (!formats) return formats;
  if (Support epilogue = Epilogue::supports(problem); !epilogue) return epilogue;
  return functions_.supports(own(problem));
}

std::vector<Configuration> CpuTactic::configurations(const Problem& problem) const {
  return functions_.configurations == nullptr ? Tactic::configurations(problem)
                                              : functions_.configurations(own(problem));
}

std::optional<AlignedBytes> CpuTactic::pack(const Problem& problem,
                                            const Configuration& configuration, size_t index,
                                            const ir::Tensor& constant) const {
  if (functions_.pack == nullptr) return std::nullopt;
  return functions_.pack(own(problem), configuration, index, constant);
}

std::optional<size_t> CpuTactic::packed_size(const Problem& problem,
                                             const Configuration& configuration,
                                             size_t index) const {
  if (functions_.packed_size == nullptr) return std::nullopt;
  return functions_.packed_size(own(problem), configuration, index);
}

std::unique_ptr<Kernel> CpuTactic::prepare(const Problem& problem,
                                           const Configuration& configuration) const {
  require_support(*this, problem);
  if (functions_.configurations == nullptr) require_no_configuration(*this, configuration);
  auto kernel = functions_.prepare(own(problem), configuration);
  if (functions_.applies_epilogue || problem.op.epilogue().empty()) return kernel;
  return std::make_unique<FinishedKernel>(std::move(kernel), problem);
}

Support supports_one_block(const Problem& problem) {
  const ir::TensorType& x = problem.inputs[0];
  const ir::TensorType& y = problem.outputs[0];
  return x.format == y.format && x.format != ir::Format::kLinear
             ? Support::yes()
             : Support::no(str("from ", x, " to ", y, ": takes blocked tensors of one format"));
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
