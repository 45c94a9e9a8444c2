#include <mutex>
#include <new>

#include "backend/cpu/stream.h"
#include "backend/cpu/tactic.h"
#include "backend/cpu/tactic_list.h"

namespace ingot::backend::cpu {
namespace {

/// Holds views whose addresses are set at each launch; launches of one kernel take turns.
/// References take memory, and where there is none the launch fails.
class ReferenceKernel final : public Kernel {
 public:
  explicit ReferenceKernel(const Problem& problem) : op_(problem.op) {
    for (const auto& type : problem.inputs) {
      inputs_.emplace_back(type.data_type, numbers(type.shape), nullptr);
    }
    for (const auto& type : problem.outputs) {
      outputs_.emplace_back(type.data_type, numbers(type.shape), nullptr);
    }
  }

  void launch(const Launch& launch, Stream& stream) const noexcept override {
    const std::lock_guard lock(mutex_);
    for (size_t i = 0; i < inputs_.size(); ++i) inputs_[i].data = launch.inputs[i];
    for (size_t i = 0; i < outputs_.size(); ++i) outputs_[i].data = launch.outputs[i];
    try {
      op_.reference(inputs_, outputs_);
    } catch (const std::bad_alloc&) {
      static_cast<HostStream&>(stream).note("no memory for a reference computation");
    }
  }

 private:
  ir::Op op_;
  mutable std::mutex mutex_;
  mutable std::vector<ir::ConstTensorView> inputs_;
  mutable std::vector<ir::TensorView> outputs_;
};

class ReferenceTactic final : public Tactic {
 public:
  std::string_view name() const override { return "reference"; }
  bool is_fallback() const override { return true; }

  Support supports(const Problem& problem) const override { return supports_reference(problem); }

  std::unique_ptr<Kernel> prepare(const Problem& problem,
                                  const Configuration& configuration) const override {
    require_no_configuration(*this, configuration);
    require_support(*this, problem);
    return std::make_unique<ReferenceKernel>(problem);
  }
};

}  // namespace

const Tactic& reference_tactic() {
  static const auto* const tactic = new ReferenceTactic;  // outlives every static object
  return *tactic;
}

}  // namespace ingot::backend::cpu
