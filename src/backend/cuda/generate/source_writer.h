#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "backend/cuda/generate/operand_index.h"
#include "backend/problem.h"
#include "base/text.h"

namespace ingot::backend::cuda {

inline constexpr int kGeneratedThreads = 256;  ///< of a block
inline constexpr size_t kMostGeneratedInputs = 16;

/// CUDA C++ of one operator with its tails, which needs no header. It has two kernels, both with a
/// pointer for each input, in the order of the problem, one for the output, and the number of the
/// output's elements in memory, channels that fill up included, which the text does not hold.
/// `by_vectors` wants the output, and some inputs, on 16 bytes; `by_elements` takes any.
struct GeneratedSource {
  std::string text;
  bool has_wide_index = false;      ///< the number of elements is 64 bits wide, else 32
  std::vector<bool> reads_vectors;  ///< one an input: by_vectors wants its address on 16 bytes
  int vector_outputs = 1;           ///< by_vectors wants a multiple of so many elements
  int64_t vectors_block = 1;        ///< the output's elements that a block of by_vectors handles,
  int64_t elements_block = 1;       ///< and one of by_elements
};

/// No unless all tensors are kept as f32, f16 or bf16, row-major or with the channels last, the
/// inputs from `first_in_order` on lie in the order of the output, and the tails are functions that
/// kernels have. Constants are row-major and broadcast in any way.
Support supports_generated(const Problem& problem, size_t first_in_order);

/// Elements of 16 bytes of the narrowest type of a problem's tensors.
int vector_length(const Problem& problem);

/// What sources of all operators have.
class SourceWriter {
 protected:
  /// `indices`: of the inputs beside the output.
  SourceWriter(const Problem& problem, std::vector<OperandIndex> indices);

  template <class... Parts>
  void line(const Parts&... parts) {
    source_.text += str(parts..., "\n");
  }
  /// One text for each input from `first` on, `format` with its number in place of each #.
  std::string for_inputs(std::string_view format, std::string_view between, size_t first = 0) const;
  /// "U" or "ULL", as numbers of elements end.
  const char* suffix() const { return source_.has_wide_index ? "ULL" : "U"; }
  std::string parameters() const { return for_inputs("const X#* x#", ", ") + ", Y* y"; }
  std::string arguments() const { return for_inputs("x#", ", ") + ", y"; }

  /// The prelude and the types: X0…, Y, Index; kThreads.
  void write_types();
  /// compute(a0, …): the tails of `value`, an expression of the operator's own inputs.
  void write_function(const std::string& value);
  /// place<i>: where input i has its element for element i of the output.
  void write_place(size_t i);

  const Problem& problem_;
  std::vector<OperandIndex> indices_;
  GeneratedSource source_;
};

/// The operator without its tails, of these arguments; it is a function that kernels have.
std::string function_text(const ir::Op& op, const std::vector<std::string>& arguments);

}  // namespace ingot::backend::cuda
