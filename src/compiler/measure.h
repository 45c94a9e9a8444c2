#pragma once

#include "compiler/settings.h"

namespace ingot::compiler {

/// A tactic with one of its configurations.
struct Candidate {
  const backend::Tactic* tactic = nullptr;
  backend::Configuration configuration;
};

/// "gemm_convolution [16]".
std::string to_string(const Candidate& candidate);

/// Seconds of one launch of the candidate on the problem, on tensors of its own filled with
/// numbers; constants are `constants[i]`, null for computed inputs.
double measure(const Candidate& candidate, const backend::Problem& problem,
               std::span<const ir::Tensor* const> constants, const Settings& settings);

}  // namespace ingot::compiler
