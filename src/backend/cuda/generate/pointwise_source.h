#pragma once

#include <string>
#include <vector>

#include "backend/problem.h"

namespace ingot::backend::cuda {

/// CUDA C++ for one pointwise operator with its tails, which needs no header. It has two kernels,
/// both with a pointer for each input, in the order of the problem, one for the output, and the
/// number of the output's elements in memory, channels that fill up included, which the text does
/// not hold: `by_vectors`, whose blocks handle kGeneratedThreads·length·unrolled elements at a
/// time, and `by_elements`, whose blocks handle kGeneratedThreads.
struct PointwiseSource {
  std::string text;                 ///< depends on the problem and `unrolled` alone
  int length = 4;                   ///< elements of a vector
  bool has_wide_index = false;      ///< the number of elements is 64 bits wide, else 32
  std::vector<bool> reads_vectors;  ///< one an input: by_vectors wants its address on 16 bytes
};

inline constexpr int kGeneratedThreads = 256;  ///< of a block
inline constexpr size_t kMostGeneratedInputs = 16;

/// No unless the operator and its tails are functions that kernels have, of tensors kept as f32 or
/// f16 that all lie in the order of the output. Constants are row-major and broadcast in any way.
Support supports_pointwise_source(const Problem& problem);

/// Of a problem that `supports_pointwise_source` accepts and whose output has elements. A thread of
/// `by_vectors` handles `unrolled` vectors at a time.
PointwiseSource pointwise_source(const Problem& problem, int unrolled);

}  // namespace ingot::backend::cuda
