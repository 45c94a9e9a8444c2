#include "backend/cuda/generate/pointwise_source.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

#include "backend/cuda/formats.h"
#include "backend/cuda/function.h"
#include "backend/cuda/generate/operand_index.h"
#include "backend/cuda/generate/prelude.h"
#include "base/text.h"

namespace ingot::backend::cuda {
namespace {

bool is_taken(const ir::TensorType& type) {
  const ir::DataType stored = stored_type(type);
  return (stored == ir::DataType::kFloat32 || stored == ir::DataType::kFloat16) &&
         (ir::is_row_major(type.format) || ir::is_channels_last(type.format));
}

bool is_kept_half(const ir::TensorType& type) {
  return stored_type(type) == ir::DataType::kFloat16;
}

/// Vectors, scalars and the like lie in any order.
bool lies_in_order(const ir::TensorType& type, const ir::TensorType& result) {
  constexpr size_t kLeastImage = 3;
  return type.shape.size() < kLeastImage ||
         ir::is_channels_last(type.format) == ir::is_channels_last(result.format);
}

Support supports_order(const Problem& problem) {
  const ir::TensorType& result = problem.outputs[0];
  for (size_t i = 0; i < problem.inputs.size(); ++i) {
    if (!problem.is_constant[i] && !lies_in_order(problem.inputs[i], result)) {
      return Support::no(str("input ", i, " of type ", problem.inputs[i], " beside ", result,
                             ": takes one order of elements"));
    }
  }
  return Support::yes();
}

Support supports_functions(const ir::Op& op) {
  if (Support own = supports_function(op); !own) return own;
  for (const ir::Tail& tail : op.epilogue()) {
    if (Support function = supports_function(tail.op); !function) return function;
  }
  return Support::yes();
}

std::string float_text(float value) {
  if (!std::isfinite(value)) return str("__int_as_float(", std::bit_cast<int32_t>(value), ")");
  char text[32];
  const auto end =
      std::to_chars(std::begin(text), std::end(text), value, std::chars_format::scientific);
  return std::string(text, end.ptr) + "F";
}

std::string enumerator(const char* type, int32_t number) {
  return str("static_cast<ops::", type, ">(", number, ")");
}

/// The operator without its tails, of these arguments.
std::string call(const ir::Op& op, const std::vector<std::string>& x) {
  using Kind = kernels::Function::Kind;
  const kernels::Function function = function_of(op);
  switch (function.kind) {
    case Kind::kActivation:
      return str("activate(", enumerator("ActivationKind", function.operation), ", ",
                 float_text(function.alpha), ", ", float_text(function.beta), ", ", x[0], ")");
    case Kind::kUnary:
      return str("apply_unary(", enumerator("UnaryOperation", function.operation), ", ", x[0], ")");
    case Kind::kElementwise:
      return str("apply_elementwise(", enumerator("ElementwiseOperation", function.operation), ", ",
                 x[0], ", ", x[1], ")");
    case Kind::kParametricRelu: return str(x[0], " < 0 ? ", x[1], " * ", x[0], " : ", x[0]);
    case Kind::kScale: return str("fmaf(", x[0], ", ", x[1], ", ", x[2], ")");
    case Kind::kNone: break;
  }
  return x[0];
}

class Writer {
 public:
  Writer(const Problem& problem, int unrolled) : problem_(problem), unrolled_(unrolled) {
    const auto& result = problem.outputs[0];
    int64_t most = stored_elements(result);
    bool has_half = is_kept_half(result);
    for (const ir::TensorType& type : problem.inputs) {
      indices_.emplace_back(type, result);
      most = std::max(most, stored_elements(type));
      has_half = has_half || is_kept_half(type);
    }
    source_.length = has_half ? 8 : 4;
    source_.has_wide_index = most > std::numeric_limits<int32_t>::max();
    for (const OperandIndex& index : indices_) {
      source_.reads_vectors.push_back(reading(index) == OperandIndex::Reading::kVector);
    }
  }

  PointwiseSource write() {
    write_constants();
    write_function();
    for (size_t i = 0; i < indices_.size(); ++i) write_operand(i);
    write_element();
    write_vectors();
    write_kernels();
    return std::move(source_);
  }

 private:
  OperandIndex::Reading reading(const OperandIndex& index) const {
    return index.reading(source_.length);
  }

  template <class... Parts>
  void line(const Parts&... parts) {
    source_.text += str(parts..., "\n");
  }

  /// One text for each input, `format` with its number in place of each #.
  std::string for_inputs(std::string_view format, std::string_view between) const {
    std::string text;
    for (size_t i = 0; i < indices_.size(); ++i) {
      if (i > 0) text += between;
      for (const char c : format) text += c == '#' ? std::to_string(i) : std::string(1, c);
    }
    return text;
  }

  void write_constants() {
    source_.text = generated_prelude();
    line("using namespace ingot;");
    line("using namespace ingot::backend::cuda::kernels;");
    line("using Index = ", source_.has_wide_index ? "unsigned long long" : "unsigned", ";");
    for (size_t i = 0; i < problem_.inputs.size(); ++i) {
      line("using X", i, " = ", is_kept_half(problem_.inputs[i]) ? "Half" : "float", ";");
    }
    line("using Y = ", is_kept_half(problem_.outputs[0]) ? "Half" : "float", ";");
    line("constexpr Index kThreads = ", kGeneratedThreads, ";");
    line("constexpr Index kLength = ", source_.length, ";");
    line("constexpr Index kPart = kThreads * kLength;");
    line("constexpr int kUnrolled = ", unrolled_, ";");
  }

  void write_function() {
    std::vector<std::string> names;
    for (size_t i = 0; i < problem_.inputs.size(); ++i) names.push_back(str("a", i));
    const auto own = static_cast<std::ptrdiff_t>(own_inputs(problem_));
    auto next = names.cbegin() + own;
    line("\n// ", to_string(problem_.op));
    line("__device__ inline float compute(", for_inputs("float a#", ", "), ") {");
    line("  float value = ", call(problem_.op, {names.cbegin(), next}), ";");
    for (const ir::Tail& tail : problem_.op.epilogue()) {
      const auto end = next + static_cast<std::ptrdiff_t>(tail.num_inputs) - 1;
      std::vector<std::string> arguments(next, end);
      arguments.insert(arguments.begin() + static_cast<std::ptrdiff_t>(tail.result), "value");
      line("  value = ", call(tail.op, arguments), ";");
      next = end;
    }
    line("  return value;\n}");
  }

  void write_operand(size_t i) {
    const OperandIndex& index = indices_[i];
    line("\n__device__ inline Index place", i, "(Index i) { return ",
         index.text(source_.has_wide_index ? "ULL" : "U"), "; }");
    line("__device__ inline void load", i, "(const X", i,
         "* x, Index i, float (&values)[kLength]) {");
    switch (reading(index)) {
      case OperandIndex::Reading::kVector:
        line("  load_vector(x + place", i, "(i), values);");
        break;
      case OperandIndex::Reading::kSame: line("  load_same(x + place", i, "(i), values);"); break;
      case OperandIndex::Reading::kElements:
        line("#pragma unroll");
        line("  for (int k = 0; k < kLength; ++k) values[k] = load(x + place", i, "(i + k));");
    }
    line("}");
  }

  void write_element() {
    line("\n__device__ inline void element(", parameters(), ", Index i) {");
    line("  store(y + i, compute(", for_inputs("load(x# + place#(i))", ", "), "));\n}");
  }

  /// All is read before anything is written, for many reads to be on their way.
  void write_vectors() {
    line("\ntemplate <int kCount>");
    line("__device__ inline void vectors(", parameters(), ", Index first) {");
    line("  ", for_inputs("float a#[kCount][kLength];", " "));
    line("#pragma unroll");
    line("  for (int u = 0; u < kCount; ++u) {");
    line("    ", for_inputs("load#(x#, first + u * kPart, a#[u]);", "\n    "));
    line("  }");
    line("#pragma unroll");
    line("  for (int u = 0; u < kCount; ++u) {");
    line("#pragma unroll");
    line("    for (int k = 0; k < kLength; ++k) a0[u][k] = compute(", for_inputs("a#[u][k]", ", "),
         ");");
    line("    store_vector(y + (first + u * kPart), a0[u]);");
    line("  }\n}");
  }

  void write_kernels() {
    line("\nextern \"C\" __global__ void __launch_bounds__(", kGeneratedThreads, ") by_elements(",
         parameters(), ", Index size) {");
    line("  begin_early();");
    line(
        "  for (Index i = blockIdx.x * kThreads + threadIdx.x; i < size; i += gridDim.x * "
        "kThreads)");
    line("    element(", arguments(), ", i);\n}");
    line("\nextern \"C\" __global__ void __launch_bounds__(", kGeneratedThreads, ") by_vectors(",
         parameters(), ", Index size) {");
    line("  begin_early();");
    line("  constexpr Index kParts = kPart * kUnrolled;");
    line("  Index first = blockIdx.x * kParts + threadIdx.x * kLength;");
    line("  for (; first < size; first += gridDim.x * kParts) {");
    line("    if (first + (kParts - kPart) + kLength <= size) {");
    line("      vectors<kUnrolled>(", arguments(), ", first);");
    line("      continue;");
    line("    }");
    line("    for (Index part = first; part < size; part += kPart) {");
    line("      if (part + kLength <= size) {");
    line("        vectors<1>(", arguments(), ", part);");
    line("      } else {");
    line("#pragma unroll 1");
    line("        for (Index i = part; i < size; ++i) element(", arguments(), ", i);");
    line("      }\n    }\n  }\n}");
  }

  std::string parameters() const { return for_inputs("const X#* x#", ", ") + ", Y* y"; }
  std::string arguments() const { return for_inputs("x#", ", ") + ", y"; }

  const Problem& problem_;
  int unrolled_;
  std::vector<OperandIndex> indices_;
  PointwiseSource source_;
};

}  // namespace

Support supports_pointwise_source(const Problem& problem) {
  if (Support packed = supports_packed(problem); !packed) return packed;
  constexpr const char* kTaken = "f32 and f16, row-major or with the channels last";
  if (Support types = supports_tensors(problem, kTaken, is_taken); !types) return types;
  if (problem.inputs.size() > kMostGeneratedInputs) {
    return Support::no(str(problem.inputs.size(), " inputs: takes up to ", kMostGeneratedInputs));
  }
  const ir::TensorType& result = problem.outputs[0];
  if (!problem.op.epilogue().empty() && result.data_type != ir::DataType::kFloat32) {
    return Support::no(str("the epilogue makes ", result, ": takes f32 only"));
  }
  if (Support order = supports_order(problem); !order) return order;
  return supports_functions(problem.op);
}

PointwiseSource pointwise_source(const Problem& problem, int unrolled) {
  return Writer(problem, unrolled).write();
}

}  // namespace ingot::backend::cuda
