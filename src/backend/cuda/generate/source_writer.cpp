#include "backend/cuda/generate/source_writer.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

#include "backend/cuda/formats.h"
#include "backend/cuda/function.h"
#include "backend/cuda/generate/prelude.h"

namespace ingot::backend::cuda {
namespace {

/// As elements.cuh names it.
const char* name_of(kernels::Element element) {
  switch (element) {
    case kernels::Element::kFloat32: break;
    case kernels::Element::kFloat16: return "Half";
    case kernels::Element::kBFloat16: return "BFloat16";
  }
  return "float";
}

bool is_taken(const ir::TensorType& type) {
  return is_floating(stored_type(type)) &&
         (ir::is_row_major(type.format) || ir::is_channels_last(type.format));
}

/// Vectors, scalars and the like lie in any order.
bool lies_in_order(const ir::TensorType& type, const ir::TensorType& result) {
  constexpr size_t kLeastImage = 3;
  return type.shape.size() < kLeastImage ||
         ir::is_channels_last(type.format) == ir::is_channels_last(result.format);
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

}  // namespace

Support supports_generated(const Problem& problem, size_t first_in_order) {
  if (Support packed = supports_packed(problem); !packed) return packed;
  constexpr const char* kTaken = "f32, f16 and bf16, row-major or with the channels last";
  if (Support types = supports_tensors(problem, kTaken, is_taken); !types) return types;
  if (problem.inputs.size() > kMostGeneratedInputs) {
    return Support::no(str(problem.inputs.size(), " inputs: takes up to ", kMostGeneratedInputs));
  }
  const ir::TensorType& result = problem.outputs[0];
  if (!problem.op.epilogue().empty() && result.data_type != ir::DataType::kFloat32) {
    return Support::no(str("the epilogue makes ", result, ": takes f32 only"));
  }
  for (size_t i = first_in_order; i < problem.inputs.size(); ++i) {
    if (!problem.is_constant[i] && !lies_in_order(problem.inputs[i], result)) {
      return Support::no(str("input ", i, " of type ", problem.inputs[i], " beside ", result,
                             ": takes one order of elements"));
    }
  }
  for (const ir::Tail& tail : problem.op.epilogue()) {
    if (Support function = supports_function(tail.op); !function) return function;
  }
  return Support::yes();
}

int vector_length(const Problem& problem) {
  size_t least = size_of(element_of(problem.outputs[0]));
  for (const ir::TensorType& type : problem.inputs) {
    least = std::min(least, size_of(element_of(type)));
  }
  return static_cast<int>(16 / least);
}

std::string function_text(const ir::Op& op, const std::vector<std::string>& x) {
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

SourceWriter::SourceWriter(const Problem& problem, std::vector<OperandIndex> indices)
    : problem_(problem), indices_(std::move(indices)) {
  int64_t most = stored_elements(problem.outputs[0]);
  for (const ir::TensorType& type : problem.inputs) most = std::max(most, stored_elements(type));
  source_.has_wide_index = most > std::numeric_limits<int32_t>::max();
}

std::string SourceWriter::for_inputs(std::string_view format, std::string_view between,
                                     size_t first) const {
  std::string text;
  for (size_t i = first; i < indices_.size(); ++i) {
    if (i > first) text += between;
    for (const char c : format) text += c == '#' ? std::to_string(i) : std::string(1, c);
  }
  return text;
}

void SourceWriter::write_types() {
  source_.text = generated_prelude();
  line("using namespace ingot;");
  line("using namespace ingot::backend::cuda::kernels;");
  line("using Index = ", source_.has_wide_index ? "unsigned long long" : "unsigned", ";");
  for (size_t i = 0; i < problem_.inputs.size(); ++i) {
    line("using X", i, " = ", name_of(element_of(problem_.inputs[i])), ";");
  }
  line("using Y = ", name_of(element_of(problem_.outputs[0])), ";");
  line("constexpr Index kThreads = ", kGeneratedThreads, ";");
}

void SourceWriter::write_function(const std::string& value) {
  std::vector<std::string> names;
  for (size_t i = 0; i < problem_.inputs.size(); ++i) names.push_back(str("a", i));
  auto next = names.cbegin() + static_cast<std::ptrdiff_t>(own_inputs(problem_));
  line("\n// ", to_string(problem_.op));
  line("__device__ inline float compute(", for_inputs("float a#", ", "), ") {");
  line("  float value = ", value, ";");
  for (const ir::Tail& tail : problem_.op.epilogue()) {
    const auto end = next + static_cast<std::ptrdiff_t>(tail.num_inputs) - 1;
    std::vector<std::string> arguments(next, end);
    arguments.insert(arguments.begin() + static_cast<std::ptrdiff_t>(tail.result), "value");
    line("  value = ", function_text(tail.op, arguments), ";");
    next = end;
  }
  line("  return value;\n}");
}

void SourceWriter::write_place(size_t i) {
  line("\n__device__ inline Index place", i, "(Index i) { return ", indices_[i].text(suffix()),
       "; }");
}

}  // namespace ingot::backend::cuda
