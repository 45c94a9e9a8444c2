#include "ops/matrix_multiply.h"

#include "backend/cpu/epilogue.h"
#include "backend/cpu/gemm_blocks.h"
#include "backend/cpu/matrix_multiply_tactics.h"
#include "backend/cpu/matrix_shape.h"
#include "backend/cpu/split.h"
#include "backend/cpu/tactic.h"
#include "backend/cpu/tactic_list.h"

namespace ingot::backend::cpu {
namespace {

using kernels::kColumnPanel;
using kernels::kRowPanel;

/// Up to so many rows a is read in place, for packing it would cost more than it saves.
constexpr int64_t kRowsInPlace = 2 * kRowPanel;
/// Up to so many rows one tile holds them all, so b is read once whatever its depth.
constexpr int64_t kRowsOfOneTile = 6;

int64_t packed_matrix_size(const RightOperand& b) {
  return kernels::packed_columns_size(b.depth, b.columns);
}

size_t packed_bytes(const RightOperand& b) {
  checked_size({b.count, b.depth, b.columns + kColumnPanel, int64_t{sizeof(float)}});
  return static_cast<size_t>(b.count * packed_matrix_size(b)) * sizeof(float);
}

/// Packs one panel of one matrix.
void pack_panel(const RightOperand& b, const float* data, int64_t matrix, int64_t panel,
                float* packed) {
  kernels::StridedMatrix from = b.matrix(data, matrix);
  from.data += panel * kColumnPanel * b.column_stride;
  kernels::pack_columns(from, b.depth, std::min(kColumnPanel, b.columns - panel * kColumnPanel),
                        packed + matrix * packed_matrix_size(b) + panel * kColumnPanel * b.depth);
}

class GemmMatrixMultiply {
 public:
  explicit GemmMatrixMultiply(const Problem& problem)
      : shape_(matrix_shape(problem)),
        packs_b_(!problem.is_constant[1]),
        has_bias_(own_inputs(problem) > 2),
        epilogue_(problem),
        register_part_(epilogue_.take_register_part()) {}

  size_t workspace_size() const { return packs_b_ ? packed_bytes(shape_.b) : 0; }

  void operator()(const Launch& launch, const HostStream& stream) const {
    const float* b = input(launch, 1);
    if (packs_b_) b = pack_b(b, reinterpret_cast<float*>(launch.workspace), stream.pool());
    const Tiling tiling = choose_tiling(stream.pool().size());
    stream.pool().parallel_for(tiling.count(), [&](int64_t index, int worker) {
      const float* bias = has_bias_ ? input(launch, 2) : nullptr;
      run_tile(tiling, index, {launch, input(launch, 0), b, bias}, stream.scratch(worker));
    });
  }

 private:
  struct Operands {
    const Launch& launch;
    const float* a;
    const float* b;
    const float* bias;
  };

  /// Tiles in the order product, columns, rows: neighbours share a part of b.
  struct Tiling {
    int64_t products;
    Split column_panels;
    Split row_panels;

    int64_t count() const { return products * column_panels.count * row_panels.count; }
  };

  const float* pack_b(const float* b, float* packed, ThreadPool& pool) const {
    const int64_t panels = kernels::panels_of(shape_.b.columns, kColumnPanel);
    pool.parallel_for(shape_.b.count * panels, [&](int64_t index, int) {
      pack_panel(shape_.b, b, index / panels, index % panels, packed);
    });
    return packed;
  }

  /// Panels of columns whose sums with a block of rows stay in the second cache from one block of
  /// the depth to the next.
  static int64_t column_panels(int64_t row_panels) {
    return std::max<int64_t>(1, caches().block_floats() / (row_panels * kRowPanel * kColumnPanel));
  }

  Tiling choose_tiling(int threads) const {
    const int64_t block_rows = block_panels(kRowPanel);
    const auto products = static_cast<int64_t>(shape_.a_index.size());
    const int64_t row_panels = kernels::panels_of(shape_.rows, kRowPanel);
    const int64_t column_panels = kernels::panels_of(shape_.b.columns, kColumnPanel);
    const int64_t wanted = threads == 1 ? 1 : 4 * threads;
    Tiling tiling{products, {}, split_for(row_panels, block_rows, 4, wanted, products)};
    tiling.column_panels = split_for(column_panels, this->column_panels(block_rows), 4, wanted,
                                     products * tiling.row_panels.count);
    return tiling;
  }

  bool reads_in_place() const { return shape_.rows <= kRowsInPlace; }

  Split depth_blocks() const {
    const int64_t depth = shape_.b.depth;
    return split_evenly(
        depth, shape_.rows <= kRowsOfOneTile ? std::max<int64_t>(depth, 1) : block_depth());
  }

  void run_tile(const Tiling& tiling, int64_t index, const Operands& operands,
                float* scratch) const {
    const Part rows = tiling.row_panels.part(index % tiling.row_panels.count);
    index /= tiling.row_panels.count;
    const Part columns = tiling.column_panels.part(index % tiling.column_panels.count);
    const int64_t matrix = index / tiling.column_panels.count;
    const int64_t row = rows.begin * kRowPanel;
    const int64_t column = columns.begin * kColumnPanel;

    const float* a = operands.a +
                     shape_.a_index[static_cast<size_t>(matrix)] * shape_.rows * shape_.b.depth +
                     row * shape_.a_row_stride;
    const auto b = kernels::ColumnPanels::packed(
        operands.b + shape_.b_index[static_cast<size_t>(matrix)] * packed_matrix_size(shape_.b),
        shape_.b.depth);
    const int64_t offset = (matrix * shape_.rows + row) * shape_.b.columns + column;
    kernels::Gemm product{
        .rows = std::min(rows.size() * kRowPanel, shape_.rows - row),
        .columns = std::min(columns.size() * kColumnPanel, shape_.b.columns - column),
        .c = output(operands.launch) + offset,
        .c_stride = shape_.b.columns};
    const Split blocks = depth_blocks();
    for (int64_t block = 0; block < blocks.count; ++block) {
      const Part depth = blocks.part(block);
      product.depth = depth.size();
      product.a = left_block(a, product.rows, depth, scratch);
      product.b = b.at(depth.begin, column);
      product.accumulates = block > 0;
      if (block + 1 == blocks.count) {
        if (has_bias_) product.column_bias = operands.bias + column;
        product.tail = register_part_.at(operands.launch, offset);
      }
      kernels::gemm(product);
    }
    if (epilogue_.empty()) return;
    for (int64_t i = 0; i < product.rows; ++i) {
      epilogue_.apply(operands.launch, offset + i * shape_.b.columns, product.columns);
    }
  }

  kernels::RowPanels left_block(const float* a, int64_t rows, const Part& depth,
                                float* scratch) const {
    a += depth.begin * shape_.a_depth_stride;
    if (reads_in_place()) {
      return kernels::RowPanels::in_place(a, shape_.a_row_stride, shape_.a_depth_stride);
    }
    kernels::pack_rows({a, shape_.a_row_stride, shape_.a_depth_stride}, rows, depth.size(),
                       scratch);
    return kernels::RowPanels::packed(scratch, depth.size());
  }

  MatrixShape shape_;
  bool packs_b_;
  bool has_bias_;
  Epilogue epilogue_;
  RegisterEpilogue register_part_;
};

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  GemmMatrixMultiply product(problem);
  const size_t workspace = product.workspace_size();
  return make_kernel(std::move(product), workspace);
}

std::optional<size_t> packed_size(const Problem& problem, const Configuration&, size_t index) {
  if (index != 1) return std::nullopt;
  return packed_bytes(right_operand(problem));
}

std::optional<AlignedBytes> pack(const Problem& problem, const Configuration&, size_t index,
                                 const ir::Tensor& constant) {
  if (index != 1) return std::nullopt;
  const RightOperand b = right_operand(problem);
  AlignedBytes bytes = allocate_aligned(packed_bytes(b));
  for (int64_t matrix = 0; matrix < b.count; ++matrix) {
    for (int64_t panel = 0; panel < kernels::panels_of(b.columns, kColumnPanel); ++panel) {
      pack_panel(b, constant.elements<float>().data(), matrix, panel,
                 reinterpret_cast<float*>(bytes.get()));
    }
  }
  return bytes;
}

const CpuTactic gemm_matrix_multiply("gemm_matrix_multiply", {.supports = supports_float32,
                                                              .prepare = prepare,
                                                              .pack = pack,
                                                              .packed_size = packed_size,
                                                              .applies_epilogue = true});

const RegisterTactics list(ops::MatrixMultiply::kName,
                           {&gemm_matrix_multiply, &dot_matrix_multiply()});

}  // namespace
}  // namespace ingot::backend::cpu
