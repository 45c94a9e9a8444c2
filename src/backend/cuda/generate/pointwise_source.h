#pragma once

#include "backend/cuda/generate/source_writer.h"

namespace ingot::backend::cuda {

/// No unless the operator and its tails are functions that kernels have, of tensors as
/// supports_generated has them that all lie in the order of the output.
Support supports_pointwise_source(const Problem& problem);

/// Of a problem that `supports_pointwise_source` accepts and whose output has elements; depends on
/// these alone. A thread of `by_vectors` handles `unrolled` vectors at a time.
GeneratedSource pointwise_source(const Problem& problem, int unrolled);

}  // namespace ingot::backend::cuda
