#pragma once

#include "backend/cuda/generate/source_writer.h"

namespace ingot::backend::cuda {

/// No unless the operator is a reduction of a tensor as supports_generated has it, in any order,
/// with tails of such tensors in the order of the output.
Support supports_reduction_source(const Problem& problem);

/// Of a problem that `supports_reduction_source` accepts and whose output has elements; depends on
/// these alone. `lanes` threads, a power of two up to kGeneratedThreads, share an output: each
/// takes every so many-th part of it, and what they have is joined in pairs, so that an output's
/// bits depend on the problem, `lanes` and whether by_vectors runs.
GeneratedSource reduction_source(const Problem& problem, int lanes);

/// Elements of the input that are reduced to one of the output.
int64_t reduced_elements(const Problem& problem);

}  // namespace ingot::backend::cuda
