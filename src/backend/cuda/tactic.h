#pragma once

#include <utility>

#include "backend/cuda/stream.h"
#include "backend/tactic.h"

namespace ingot::backend::cuda {

/// The functions that a tactic's file gives; all but the first two may be left out.
struct TacticFunctions {
  Support (*supports)(const Problem&);
  /// Called only for what `supports` accepts.
  std::unique_ptr<Kernel> (*prepare)(const Problem&);
  /// Whether kernels apply the epilogue; problems with one are refused otherwise.
  bool applies_epilogue = false;
  /// Whether the functions decide about formats; otherwise all tensors are linear.
  bool takes_formats = false;
  std::optional<AlignedBytes> (*pack)(const Problem&, size_t index, const ir::Tensor&) = nullptr;
  std::optional<size_t> (*packed_size)(const Problem&, size_t index) = nullptr;
};

/// A tactic made of functions, without configurations.
class CudaTactic final : public Tactic {
 public:
  CudaTactic(std::string_view name, TacticFunctions functions)
      : name_(name), functions_(functions) {}

  std::string_view name() const override { return name_; }
  Support supports(const Problem& problem) const override;
  std::optional<AlignedBytes> pack(const Problem& problem, const Configuration& configuration,
                                   size_t index, const ir::Tensor& constant) const override;
  std::optional<size_t> packed_size(const Problem& problem, const Configuration& configuration,
                                    size_t index) const override;
  /// Throws Error kUnsupported with the reason when the problem is not supported.
  std::unique_ptr<Kernel> prepare(const Problem& problem,
                                  const Configuration& configuration) const override;

 private:
  std::string_view name_;
  TacticFunctions functions_;
};

/// A kernel that calls body(launch, stream), which neither throws nor allocates and returns what
/// the CUDA runtime said.
template <class Body>
class KernelOf final : public Kernel {
 public:
  explicit KernelOf(Body body) : body_(std::move(body)) {}

  void launch(const Launch& launch, Stream& stream) const noexcept override {
    auto& queue = static_cast<CudaStream&>(stream);
    queue.note(body_(launch, queue.handle()));
  }

 private:
  Body body_;
};

template <class Body>
std::unique_ptr<Kernel> make_kernel(Body body) {
  return std::make_unique<KernelOf<Body>>(std::move(body));
}

/// The address of input `index`; null for an input that the operator lacks.
inline const void* address(const Launch& launch, size_t index) {
  return index < launch.inputs.size() ? launch.inputs[index] : nullptr;
}

/// A launch's inputs and outputs as floats; null for an input that the operator lacks.
inline const float* input(const Launch& launch, size_t index) {
  return index < launch.inputs.size() ? static_cast<const float*>(launch.inputs[index]) : nullptr;
}
inline float* output(const Launch& launch) { return static_cast<float*>(launch.outputs[0]); }

}  // namespace ingot::backend::cuda
