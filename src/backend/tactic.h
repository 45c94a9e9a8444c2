#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "backend/problem.h"
#include "base/bytes.h"

namespace ingot::backend {

class Stream;

/// Free parameters of a tactic: block sizes, split counts. Their meaning is the tactic's own.
using Configuration = std::vector<int64_t>;

/// Addresses for one launch, in the device's memory. Every address is aligned to kAlignment,
/// except network inputs and outputs, which lie where the user put them. An input of an operator
/// that joins its inputs (ir::Op::joins) may lie where its copy in the output would: that is not
/// copied.
struct Launch {
  std::span<const void* const> inputs;  ///< constants: what `pack` made of them
  std::span<void* const> outputs;
  std::byte* workspace = nullptr;  ///< as large as Kernel::workspace_size
};

/// A tactic made ready for one problem. Immutable, so that contexts and threads share it.
class Kernel {
 public:
  virtual ~Kernel() = default;
  /// Does not fall as symbols of the shapes grow: plans reserve what the ends of their ranges take.
  virtual size_t workspace_size() const { return 0; }
  /// False where a launch waits for the stream: then Stream::record cannot hold it, nor a capture.
  virtual bool can_be_recorded() const { return true; }
  /// Queues the work on the stream, which tells of failures. Neither throws nor allocates; a
  /// fallback may allocate.
  virtual void launch(const Launch& launch, Stream& stream) const noexcept = 0;
};

/// One way to compute an operator. Stateless; lives as long as its device.
class Tactic {
 public:
  virtual ~Tactic() = default;
  /// Unique in its device and stable over releases, for it is kept in plans: "gemm_convolution".
  virtual std::string_view name() const = 0;
  /// The library beside Ingot that computes for it, as "cuDNN"; empty for none.
  virtual std::string_view library() const { return {}; }
  /// No for a problem whose output has a pitch (supports_packed), unless it writes such outputs, in
  /// every configuration that `prepare` takes for it.
  virtual Support supports(const Problem& problem) const = 0;
  /// A last resort: chosen, without being timed, only where nothing else supports the problem.
  virtual bool is_fallback() const { return false; }
  /// Whether it computes outputs from sums that they share (Winograd): its errors are small beside
  /// the largest output rather than beside each, and sums of small integers are not exact.
  virtual bool rounds_in_between() const { return false; }
  /// Whether its products round their factors to tf32, where the problem allows it.
  virtual bool rounds_factors() const { return false; }
  /// The configurations worth timing, likeliest first. Empty where a library turns out to have none
  /// for a problem that it supports.
  virtual std::vector<Configuration> configurations(const Problem& /*problem*/) const {
    return {Configuration{}};
  }
  /// No for a configuration that was tuned for another machine part than this one's: another
  /// version of a library.
  virtual Support accepts(const Configuration& /*configuration*/) const { return Support::yes(); }
  /// The bytes that a plan keeps for constant input `index`, in this tactic's own layout, or
  /// nullopt to keep the tensor as it is. The layout depends on the op, the constant and the
  /// configuration alone, never on the shapes of other inputs.
  virtual std::optional<AlignedBytes> pack(const Problem& /*problem*/,
                                           const Configuration& /*configuration*/, size_t /*index*/,
                                           const ir::Tensor& /*constant*/) const {
    return std::nullopt;
  }
  /// Whether `pack` gives the same for all configurations.
  virtual bool packs_alike() const { return false; }
  /// Size of what `pack` gives for that input, from types alone: a loader checks plans by it.
  virtual std::optional<size_t> packed_size(const Problem& /*problem*/,
                                            const Configuration& /*configuration*/,
                                            size_t /*index*/) const {
    return std::nullopt;
  }
  /// Throws Error kInvalidArgument on a configuration that is none of its own: it may come from
  /// a foreign file.
  virtual std::unique_ptr<Kernel> prepare(const Problem& problem,
                                          const Configuration& configuration) const = 0;
  /// Whether `together` makes kernels.
  virtual bool launches_together() const { return false; }
  /// A kernel whose launch does what those of several kernels of this tactic do, in any order; null
  /// where there is none. It takes the inputs of the first, then those of the second…, outputs
  /// alike. The kernels have no workspace, none writes what another reads or writes, and they may
  /// go before it does.
  virtual std::unique_ptr<Kernel> together(std::span<const Kernel* const> /*kernels*/) const {
    return nullptr;
  }
  /// A kernel whose launch does what this tactic's and then those of any tactics for `next` do,
  /// where each of these alone reads the result of the one before, which the launch may leave
  /// unwritten; null where there is none. It takes the inputs of the first, then those of the
  /// second…, outputs alike, and has no workspace.
  virtual std::unique_ptr<Kernel> with_next(const Problem& /*problem*/,
                                            const Configuration& /*configuration*/,
                                            std::span<const Problem> /*next*/) const {
    return nullptr;
  }
};

/// Throws Error kUnsupported, with the reason, unless the tactic supports the problem.
void require_support(const Tactic& tactic, const Problem& problem);
/// Throws Error kInvalidArgument unless the configuration is the empty one.
void require_no_configuration(const Tactic& tactic, const Configuration& configuration);

}  // namespace ingot::backend
