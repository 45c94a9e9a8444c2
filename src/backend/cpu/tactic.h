#pragma once

#include <utility>

#include "backend/cpu/stream.h"
#include "backend/tactic.h"

namespace ingot::backend::cpu {

/// The functions that a tactic's file gives; all but the first two may be left out.
struct TacticFunctions {
  Support (*supports)(const Problem&);
  /// Called only for what `supports` accepts; throws on a configuration that is none of its own.
  std::unique_ptr<Kernel> (*prepare)(const Problem&, const Configuration&);
  std::vector<Configuration> (*configurations)(const Problem&) = nullptr;
  std::optional<AlignedBytes> (*pack)(const Problem&, const Configuration&, size_t index,
                                      const ir::Tensor&) = nullptr;
  std::optional<size_t> (*packed_size)(const Problem&, const Configuration&,
                                       size_t index) = nullptr;
  /// Whether the functions see the epilogue, and their kernels apply it. For others it is taken off
  /// the problem and applied to the output of their kernels.
  bool applies_epilogue = false;
  /// Whether the functions decide about formats; otherwise all tensors are linear.
  bool takes_formats = false;
  bool rounds_in_between = false;  ///< as Tactic has it
};

/// A tactic made of functions. Without `configurations` it has the empty one alone.
class CpuTactic final : public Tactic {
 public:
  CpuTactic(std::string_view name, TacticFunctions functions)
      : name_(name), functions_(functions) {}

  std::string_view name() const override { return name_; }
  bool rounds_in_between() const override { return functions_.rounds_in_between; }
  /// No for formats and epilogues that the functions do not take; then as the function says.
  Support supports(const Problem& problem) const override;
  std::vector<Configuration> configurations(const Problem& problem) const override;
  std::optional<AlignedBytes> pack(const Problem& problem, const Configuration& configuration,
                                   size_t index, const ir::Tensor& constant) const override;
  std::optional<size_t> packed_size(const Problem& problem, const Configuration& configuration,
                                    size_t index) const override;
  /// Throws Error kUnsupported with the reason when the problem is not supported.
  std::unique_ptr<Kernel> prepare(const Problem& problem,
                                  const Configuration& configuration) const override;

 private:
  /// The problem as the functions see it.
  Problem own(const Problem& problem) const;

  std::string_view name_;
  TacticFunctions functions_;
};

/// A kernel that calls body(launch, stream), which neither throws nor allocates.
template <class Body>
class KernelOf final : public Kernel {
 public:
  KernelOf(Body body, size_t workspace_size)
      : body_(std::move(body)), workspace_size_(workspace_size) {}

  size_t workspace_size() const override { return workspace_size_; }
  void launch(const Launch& launch, Stream& stream) const noexcept override {
    body_(launch, static_cast<HostStream&>(stream));
  }

 private:
  Body body_;
  size_t workspace_size_;
};

template <class Body>
std::unique_ptr<Kernel> make_kernel(Body body, size_t workspace_size = 0) {
  return std::make_unique<KernelOf<Body>>(std::move(body), workspace_size);
}

/// No, with the tensor's type, unless the first input and the output lie in blocks of one size.
Support supports_one_block(const Problem& problem);

/// Element `index` of a launch's inputs and outputs as floats; null for an input that the
/// operator lacks.
inline const float* input(const Launch& launch, size_t index) {
  return index < launch.inputs.size() ? static_cast<const float*>(launch.inputs[index]) : nullptr;
}
inline float* output(const Launch& launch) { return static_cast<float*>(launch.outputs[0]); }

/// The product as a size; throws Error kInvalidArgument when it does not fit into 63 bits.
size_t checked_size(std::initializer_list<int64_t> factors);

/// Elements that a thread should have at least, when handing a part to another costs more.
inline constexpr int64_t kGrain = 16 << 10;

}  // namespace ingot::backend::cpu
