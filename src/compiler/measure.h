#pragma once

#include <limits>
#include <memory>
#include <span>
#include <vector>

#include "compiler/settings.h"
#include "compiler/timing_cache.h"

namespace ingot::compiler {

/// A tactic with one of its configurations.
struct Candidate {
  const backend::Tactic* tactic = nullptr;
  backend::Configuration configuration;
};

/// "gemm_convolution [16]".
std::string to_string(const Candidate& candidate);

/// How long a candidate is measured, beyond Settings::min_timing_iterations.
struct Sampling {
  int most = 32;           ///< samples
  double seconds = 20e-3;  ///< after which no sample begins
};

/// A layer's constants as a candidate packs them, in the device's memory: once, or with
/// Settings::cold_weights in as many copies as together exceed the device's cache (64 at most, so
/// that very small constants are cold in the inner caches alone).
class PackedConstants {
 public:
  /// `constants` are the layer's, null for computed inputs.
  PackedConstants(const Candidate& candidate, const backend::Problem& problem,
                  std::span<const ir::Tensor* const> constants, const Settings& settings);

  size_t num_copies() const { return copies_.size(); }
  /// Of input `index`; null for computed ones.
  const void* address(size_t copy, size_t index) const {
    const auto& buffer = copies_[copy][index];
    return buffer == nullptr ? nullptr : buffer->data();
  }

 private:
  using Copy = std::vector<std::unique_ptr<backend::Buffer>>;  ///< one an input

  std::vector<Copy> copies_;
};

/// Equal where measure is asked for the same.
TimingKey key_of(const Candidate& candidate, const backend::Problem& problem,
                 const Settings& settings);

/// Seconds of one launch of the candidate on the problem, on tensors of its own filled with
/// numbers, and on the constants. The result is the least of
/// several samples, each the mean of Settings::average_timing_iterations launches. Sampling ends
/// early when three samples are all slower than twice `best`, the time to beat. Samples that the
/// device calls disturbed count only where there are no others after five times the time.
///
/// Computed inputs are warm: the layer before has just written them. Constants are warm too, unless
/// Settings::cold_weights; then launches take turns over their copies.
double measure(const Candidate& candidate, const backend::Problem& problem,
               const PackedConstants& constants, const Settings& settings,
               const Sampling& sampling = {},
               double best = std::numeric_limits<double>::infinity());

/// A layer of which a launch computes several.
struct LaunchPart {
  Candidate candidate;
  backend::Problem problem;
  std::vector<const ir::Tensor*> constants;  ///< null for computed inputs
};

/// How the parts of a launch depend on each other: not at all, their candidates being of one tactic
/// (Tactic::together), or each alone reads what the one before computes (Tactic::with_next).
enum class Parts { kIndependent, kConsecutive };

/// A kernel that computes all parts; null where their tactic has none.
std::unique_ptr<backend::Kernel> kernel_of(std::span<const LaunchPart> parts, Parts how);

/// Equal where measure_together is asked for the same.
TimingKey key_of(std::span<const LaunchPart> parts, Parts how, const Settings& settings);

/// As measure, of one launch of kernel_of the parts.
double measure_together(const backend::Kernel& kernel, std::span<const LaunchPart> parts, Parts how,
                        const Settings& settings);

}  // namespace ingot::compiler
