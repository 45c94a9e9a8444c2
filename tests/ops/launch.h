#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "backend/device.h"
#include "row.h"

namespace ingot::tests {

enum class Data {
  kIntegers,  ///< small integers, so that sums of products are exact
  kRandom,    ///< uniform in [-1, 1)
};

std::string_view name_of(Data data);

/// A row with all its numbers.
struct Case {
  ir::Op op;
  std::vector<ir::Tensor> inputs;
  std::vector<bool> is_constant;
  ir::TensorType output;
  Data data;
};

/// Draws what the row does not give. Throws Error when infer refuses.
Case make_case(const Row& row, Data data);

/// The reference's output. Throws Error when it writes beyond its output.
ir::Tensor reference(const Case& test);

backend::Problem problem_of(const Case& test, const backend::Device& device);

/// Whether the tactic supports the problem in that configuration.
bool takes(const backend::Tactic& tactic, const backend::Problem& problem,
           const backend::Configuration& configuration);

/// How network inputs and outputs lie in memory.
enum class Placement {
  kAligned,       ///< to kAlignment
  kUnaligned,     ///< one element further
  kJoined,        ///< to kAlignment, and computed inputs in the output where it joins them
  kPartlyJoined,  ///< the same of every second input
};

/// The output of one launch of a tactic, its memory filled with garbage before. Throws Error when
/// it writes beyond its output or workspace, or between the pixels of an output with a pitch, or
/// when its packed sizes contradict each other.
ir::Tensor launch(const Case& test, const backend::Device& device, const backend::Problem& problem,
                  const backend::Tactic& tactic, const backend::Configuration& configuration,
                  backend::Stream& stream, Placement placement);

/// A case as a tactic computes it.
struct Part {
  Case test;
  backend::Problem problem;
  backend::Configuration configuration;
};

/// The outputs of one launch of all parts (Tactic::together), checked as those of `launch`; empty
/// where the tactic has no kernel for that.
std::vector<ir::Tensor> launch_together(const std::vector<Part>& parts,
                                        const backend::Device& device,
                                        const backend::Tactic& tactic, backend::Stream& stream);

/// The last output of one launch of the part and what is next (Tactic::with_next), checked as that
/// of `launch`; nullopt where the tactic has no kernel for that. What lies between is garbage.
std::optional<ir::Tensor> launch_with_next(const Part& part, std::span<const backend::Problem> next,
                                           const backend::Device& device,
                                           const backend::Tactic& tactic, backend::Stream& stream);

}  // namespace ingot::tests
