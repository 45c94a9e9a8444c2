// Matrix product whose second operand has its columns one behind the other, as it lies in memory.
#include "backend/cpu/epilogue.h"
#include "backend/cpu/kernels/dot.h"
#include "backend/cpu/matrix_multiply_tactics.h"
#include "backend/cpu/matrix_shape.h"
#include "backend/cpu/split.h"
#include "backend/cpu/tactic.h"
#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

constexpr int64_t kTileColumns = 8;
constexpr int64_t kMostTiles = 64;  ///< of one part of the work

class DotMatrixMultiply {
 public:
  explicit DotMatrixMultiply(const Problem& problem)
      : shape_(matrix_shape(problem)), has_bias_(own_inputs(problem) > 2), epilogue_(problem) {}

  void operator()(const Launch& launch, const HostStream& stream) const {
    const auto products = static_cast<int64_t>(shape_.a_index.size());
    const int threads = stream.pool().size();
    const Split parts = split_for((shape_.b.columns + kTileColumns - 1) / kTileColumns, kMostTiles,
                                  1, threads == 1 ? 1 : 4 * threads, products);
    stream.pool().parallel_for(products * parts.count, [&](int64_t index, int) {
      const Part tiles = parts.part(index % parts.count);
      const int64_t begin = tiles.begin * kTileColumns;
      const int64_t end = std::min(tiles.end * kTileColumns, shape_.b.columns);
      run(launch, static_cast<size_t>(index / parts.count), {begin, end});
    });
  }

 private:
  void run(const Launch& launch, size_t product, const Part& columns) const {
    const int64_t depth = shape_.b.depth;
    const int64_t row = static_cast<int64_t>(product) * shape_.rows;
    const int64_t offset = row * shape_.b.columns + columns.begin;
    kernels::dots({.rows = shape_.rows,
                   .columns = columns.size(),
                   .depth = depth,
                   .a = input(launch, 0) + shape_.a_index[product] * shape_.rows * depth,
                   .a_stride = shape_.a_row_stride,
                   .b = input(launch, 1) +
                        (shape_.b_index[product] * shape_.b.columns + columns.begin) * depth,
                   .bias = has_bias_ ? input(launch, 2) + columns.begin : nullptr,
                   .y = output(launch) + offset,
                   .y_stride = shape_.b.columns});
    if (epilogue_.empty()) return;
    for (int64_t i = 0; i < shape_.rows; ++i) {
      epilogue_.apply(launch, offset + i * shape_.b.columns, columns.size());
    }
  }

  MatrixShape shape_;
  bool has_bias_;
  Epilogue epilogue_;
};

Support supports(const Problem& problem) {
  if (Support floats = supports_float32(problem); !floats) return floats;
  const MatrixShape shape = matrix_shape(problem);
  const bool lies_so = shape.a_depth_stride == 1 && shape.b.row_stride == 1;
  return lies_so ? Support::yes()
                 : Support::no(str("from ", problem.inputs[0], " and ", problem.inputs[1],
                                   ": takes rows of the first and columns of the second in one "
                                   "piece"));
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  return make_kernel(DotMatrixMultiply(problem));
}

}  // namespace

const Tactic& dot_matrix_multiply() {
  static const auto* const tactic = new CpuTactic(
      "dot_matrix_multiply", {.supports = supports, .prepare = prepare, .applies_epilogue = true});
  return *tactic;
}

}  // namespace ingot::backend::cpu
