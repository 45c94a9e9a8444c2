#include "backend/cuda/generate/reduction_source.h"

#include <algorithm>

#include "ops/checks.h"
#include "ops/reduce.h"

namespace ingot::backend::cuda {
namespace {

std::vector<size_t> reduced_axes(const Problem& problem) {
  return ops::resolve_axes(problem.op.as<ops::Reduce>()->axes, problem.inputs[0].shape.size());
}

/// Where the parts of the output's elements begin in x.
OperandIndex index_of_kept(const Problem& problem) {
  const ir::TensorType& x = problem.inputs[0];
  const ir::TensorType& y = problem.outputs[0];
  const std::vector<size_t> reduced = reduced_axes(problem);
  const bool has_all_axes = problem.op.as<ops::Reduce>()->keep_dimensions;
  std::vector<size_t> axes;  // of x, for each of y
  for (size_t axis = 0; axis < x.shape.size(); ++axis) {
    if (has_all_axes || std::ranges::count(reduced, axis) == 0) axes.push_back(axis);
  }
  const std::vector<int64_t> strides = stored_strides(x);
  const std::vector<int64_t> x_filled = ir::numbers(filled_shape(x));
  const std::vector<int64_t> y_filled = ir::numbers(filled_shape(y));
  std::vector<OperandIndex::Axis> kept;
  for (const size_t axis : order_of(y)) {
    const size_t from = axes[axis];
    OperandIndex::Axis next{y_filled[axis], 0};
    if (std::ranges::count(reduced, from) == 0) {
      next.stride = strides[from];
      if (x_filled[from] < y_filled[axis]) next.last = x_filled[from] - 1;
    }
    kept.push_back(next);
  }
  return OperandIndex(kept);
}

/// Where the parts of one output lie beside its first.
OperandIndex index_of_parts(const Problem& problem) {
  const ir::TensorType& x = problem.inputs[0];
  const std::vector<size_t> reduced = reduced_axes(problem);
  const std::vector<int64_t> strides = stored_strides(x);
  std::vector<OperandIndex::Axis> axes;
  for (const size_t axis : order_of(x)) {
    if (std::ranges::count(reduced, axis) > 0) {
      axes.push_back({x.shape[axis].value(), strides[axis]});
    }
  }
  return OperandIndex(axes);
}

std::vector<OperandIndex> indices_of(const Problem& problem) {
  std::vector<OperandIndex> indices{index_of_kept(problem)};
  for (size_t i = 1; i < problem.inputs.size(); ++i) {
    indices.emplace_back(problem.inputs[i], problem.outputs[0]);
  }
  return indices;
}

bool are_multiples(const OperandIndex& index, int length) {
  return std::ranges::all_of(
      index.terms(), [&](const OperandIndex::Term& term) { return term.stride % length == 0; });
}

class Writer : private SourceWriter {
 public:
  Writer(const Problem& problem, int lanes)
      : SourceWriter(problem, indices_of(problem)),
        parts_(index_of_parts(problem)),
        count_(reduced_elements(problem)),
        lanes_(lanes) {
    constexpr auto kVector = OperandIndex::Reading::kVector;
    const int length = vector_length(problem);
    if (indices_[0].reading(length) == kVector && are_multiples(parts_, length)) {
      held_ = length;
    } else if (count_ % length == 0 && parts_.reading(length) == kVector &&
               are_multiples(indices_[0], length)) {
      taken_ = length;
    }
    source_.reads_vectors.assign(problem.inputs.size(), false);
    source_.reads_vectors[0] = held_ > 1 || taken_ > 1;
    source_.vector_outputs = held_;
    source_.elements_block = kGeneratedThreads / lanes;
    source_.vectors_block = source_.elements_block * held_;
  }

  GeneratedSource write() {
    write_types();
    line("constexpr unsigned kLanes = ", lanes_, ";");
    line("constexpr unsigned kSlots = kThreads / kLanes;");
    line("constexpr Index kParts = ", count_, suffix(), ";");
    write_join();
    write_function(is_average() ? str("a0 / ", count_, ".0F") : "a0");
    for (size_t i = 0; i < indices_.size(); ++i) write_place(i);
    line("__device__ inline Index part(Index i) { return ", parts_.text(suffix()), "; }");
    write_reduce();
    write_kernel("by_elements", 1, 1);
    write_kernel("by_vectors", held_, taken_);
    return std::move(source_);
  }

 private:
  ops::ReduceOperation operation() const { return problem_.op.as<ops::Reduce>()->operation; }
  bool is_average() const { return operation() == ops::ReduceOperation::kAverage; }

  void write_join() {
    const char* start = "0.0F";
    const char* joined = "a + b";
    switch (operation()) {
      case ops::ReduceOperation::kSum:
      case ops::ReduceOperation::kAverage: break;
      case ops::ReduceOperation::kProduct: start = "1.0F", joined = "a * b"; break;
      case ops::ReduceOperation::kMax:
        start = "__int_as_float(0xFF800000)", joined = "a < b ? b : a";
        break;
      case ops::ReduceOperation::kMin:
        start = "__int_as_float(0x7F800000)", joined = "b < a ? b : a";
        break;
    }
    line("__device__ inline float start() { return ", start, "; }");
    line("__device__ inline float join(float a, float b) { return ", joined, "; }");
  }

  /// Neighbouring threads read what lies side by side: parts of an output, or outputs.
  bool has_neighbouring_parts() const {
    return held_ == 1 && !parts_.terms().empty() && parts_.terms()[0].stride == 1;
  }

  void write_reduce() {
    line(R"(
__device__ inline void take(const X0* from, float (&held)[1], Count<1>) {
  held[0] = join(held[0], load(from));
}
template <int kHeld>
__device__ inline void take(const X0* from, float (&held)[kHeld], Count<1>) {
  float values[kHeld];
  load_vector(from, values);
#pragma unroll
  for (int k = 0; k < kHeld; ++k) held[k] = join(held[k], values[k]);
}
template <int kTaken>
__device__ inline void take(const X0* from, float (&held)[1], Count<kTaken>) {
  float values[kTaken];
  load_vector(from, values);
#pragma unroll
  for (int k = 0; k < kTaken; ++k) held[0] = join(held[0], values[k]);
}

template <int kHeld>
__device__ inline void join_lanes(float (&held)[kHeld], unsigned lane, unsigned slot) {
  if (kLanes == 1) return;
  __shared__ float lanes[kHeld][kSlots][kLanes];
#pragma unroll
  for (int k = 0; k < kHeld; ++k) lanes[k][slot][lane] = held[k];
  for (unsigned distance = kLanes / 2; distance > 0; distance /= 2) {
    __syncthreads();
    if (lane >= distance) continue;
#pragma unroll
    for (int k = 0; k < kHeld; ++k) {
      float& own = lanes[k][slot][lane];
      own = join(own, lanes[k][slot][lane + distance]);
    }
  }
  __syncthreads();
#pragma unroll
  for (int k = 0; k < kHeld; ++k) held[k] = lanes[k][slot][0];
  __syncthreads();
}
)");
    line("template <int kHeld, int kTaken>");
    line("__device__ inline void reduce(", parameters(), ", Index size) {");
    line("  begin_early();");
    if (has_neighbouring_parts()) {
      line("  const unsigned lane = threadIdx.x % kLanes, slot = threadIdx.x / kLanes;");
    } else {
      line("  const unsigned slot = threadIdx.x % kSlots, lane = threadIdx.x / kSlots;");
    }
    line(R"(  constexpr Index kBlock = kSlots * kHeld;
  for (Index first = blockIdx.x * kBlock; first < size; first += gridDim.x * kBlock) {
    const Index i = first + slot * kHeld;
    float held[kHeld];
#pragma unroll
    for (int k = 0; k < kHeld; ++k) held[k] = start();
    if (i < size) {
      const X0* const from = x0 + place0(i);
#pragma unroll 4
      for (Index p = lane * kTaken; p < kParts; p += kLanes * kTaken) {
        take(from + part(p), held, Count<kTaken>());
      }
    }
    join_lanes(held, lane, slot);
    if (lane != 0 || i >= size) continue;
#pragma unroll
    for (int k = 0; k < kHeld; ++k) {)");
    line("      store(y + i + k, compute(held[k]", indices_.size() > 1 ? ", " : "",
         for_inputs("load(x# + place#(i + k))", ", ", 1), "));");
    line("    }\n  }\n}");
  }

  void write_kernel(const char* name, int held, int taken) {
    line("\nextern \"C\" __global__ void __launch_bounds__(", kGeneratedThreads, ") ", name, "(",
         parameters(), ", Index size) {");
    line("  reduce<", held, ", ", taken, ">(", arguments(), ", size);\n}");
  }

  OperandIndex parts_;
  int64_t count_;
  int lanes_;
  int held_ = 1;   ///< outputs of a thread of by_vectors
  int taken_ = 1;  ///< or parts that it takes at once
};

}  // namespace

int64_t reduced_elements(const Problem& problem) {
  int64_t count = 1;
  for (const size_t axis : reduced_axes(problem)) {
    count *= problem.inputs[0].shape[axis].value();
  }
  return count;
}

Support supports_reduction_source(const Problem& problem) {
  return supports_generated(problem, own_inputs(problem));
}

GeneratedSource reduction_source(const Problem& problem, int lanes) {
  return Writer(problem, lanes).write();
}

}  // namespace ingot::backend::cuda
