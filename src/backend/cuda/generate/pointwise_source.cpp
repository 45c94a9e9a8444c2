#include "backend/cuda/generate/pointwise_source.h"

#include "backend/cuda/function.h"

namespace ingot::backend::cuda {
namespace {

std::vector<OperandIndex> indices_of(const Problem& problem) {
  std::vector<OperandIndex> indices;
  for (const ir::TensorType& type : problem.inputs) {
    indices.emplace_back(type, problem.outputs[0]);
  }
  return indices;
}

class Writer : private SourceWriter {
 public:
  Writer(const Problem& problem, int unrolled)
      : SourceWriter(problem, indices_of(problem)),
        unrolled_(unrolled),
        length_(vector_length(problem)) {
    for (const OperandIndex& index : indices_) {
      source_.reads_vectors.push_back(index.reading(length_) == OperandIndex::Reading::kVector);
    }
    source_.vectors_block = int64_t{kGeneratedThreads} * length_ * unrolled;
    source_.elements_block = kGeneratedThreads;
  }

  GeneratedSource write() {
    write_types();
    line("constexpr Index kLength = ", length_, ";");
    line("constexpr Index kPart = kThreads * kLength;");
    line("constexpr int kUnrolled = ", unrolled_, ";");
    std::vector<std::string> names;
    for (size_t i = 0; i < own_inputs(problem_); ++i) names.push_back(str("a", i));
    write_function(function_text(problem_.op, names));
    for (size_t i = 0; i < indices_.size(); ++i) write_operand(i);
    write_element();
    write_vectors();
    write_kernels();
    return std::move(source_);
  }

 private:
  void write_operand(size_t i) {
    write_place(i);
    line("__device__ inline void load", i, "(const X", i,
         "* x, Index i, float (&values)[kLength]) {");
    switch (indices_[i].reading(length_)) {
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

  int unrolled_;
  int length_;
};

}  // namespace

Support supports_pointwise_source(const Problem& problem) {
  if (Support all = supports_generated(problem, 0); !all) return all;
  return supports_function(problem.op);
}

GeneratedSource pointwise_source(const Problem& problem, int unrolled) {
  return Writer(problem, unrolled).write();
}

}  // namespace ingot::backend::cuda
