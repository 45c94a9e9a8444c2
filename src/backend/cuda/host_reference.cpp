#include <mutex>
#include <new>

#include "backend/cuda/stream.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactic_list.h"

namespace ingot::backend::cuda {
namespace {

/// Keeps the host's copies of its operands; launches of one kernel take turns. Waits for the
/// stream. References take memory, and where there is none the launch fails.
class HostReferenceKernel final : public Kernel {
 public:
  explicit HostReferenceKernel(const Problem& problem) : op_(problem.op) {
    for (const auto& type : problem.inputs) {
      inputs_.emplace_back(type.data_type, numbers(type.shape), add(byte_size(type)));
    }
    for (const auto& type : problem.outputs) {
      outputs_.emplace_back(type.data_type, numbers(type.shape), add(byte_size(type)));
    }
  }

  bool can_be_recorded() const override { return false; }

  void launch(const Launch& launch, Stream& stream) const noexcept override {
    const std::lock_guard lock(mutex_);
    auto& queue = static_cast<CudaStream&>(stream);
    for (size_t i = 0; i < inputs_.size(); ++i) {
      queue.note(cudaMemcpyAsync(copies_[i].get(), launch.inputs[i], sizes_[i],
                                 cudaMemcpyDeviceToHost, queue.handle()));
    }
    queue.synchronize();
    try {
      op_.reference(inputs_, outputs_);
    } catch (const std::bad_alloc&) {
      queue.note(cudaErrorMemoryAllocation);
    }
    for (size_t i = 0; i < outputs_.size(); ++i) {
      const size_t copy = inputs_.size() + i;
      queue.note(cudaMemcpyAsync(launch.outputs[i], copies_[copy].get(), sizes_[copy],
                                 cudaMemcpyHostToDevice, queue.handle()));
    }
    queue.synchronize();
  }

 private:
  std::byte* add(size_t size) {
    copies_.push_back(allocate_aligned(size));
    sizes_.push_back(size);
    return copies_.back().get();
  }

  ir::Op op_;
  mutable std::mutex mutex_;
  std::vector<AlignedBytes> copies_;  ///< of the inputs, then of the outputs
  std::vector<size_t> sizes_;
  std::vector<ir::ConstTensorView> inputs_;
  std::vector<ir::TensorView> outputs_;
};

class HostReferenceTactic final : public Tactic {
 public:
  std::string_view name() const override { return "host_reference"; }
  bool is_fallback() const override { return true; }

  Support supports(const Problem& problem) const override { return supports_reference(problem); }

  std::unique_ptr<Kernel> prepare(const Problem& problem,
                                  const Configuration& configuration) const override {
    require_no_configuration(*this, configuration);
    require_support(*this, problem);
    return std::make_unique<HostReferenceKernel>(problem);
  }
};

}  // namespace

const Tactic& host_reference_tactic() {
  static const auto* const tactic = new HostReferenceTactic;  // outlives every static object
  return *tactic;
}

}  // namespace ingot::backend::cuda
