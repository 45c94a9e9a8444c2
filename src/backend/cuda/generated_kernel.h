#pragma once

#include <memory>

#include "backend/cuda/generate/source_writer.h"
#include "backend/tactic.h"

namespace ingot::backend::cuda {

/// A kernel that is compiled for a problem whose output has `size` elements in memory. Throws as
/// generated_code.
std::unique_ptr<Kernel> make_generated_kernel(const GeneratedSource& source, int64_t size);

/// Of an output without elements.
std::unique_ptr<Kernel> make_empty_kernel();

/// The number of a configuration of one; throws Error kInvalidArgument unless it is one of `known`.
int64_t require_configuration(const Tactic& tactic, const Configuration& configuration,
                              std::span<const int64_t> known);

}  // namespace ingot::backend::cuda
