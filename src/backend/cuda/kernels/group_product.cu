// Kernels of tensor_product.h whose groups of four warps multiply out of shared memory: wgmma,
// which sm_90a alone has.
#include "backend/cuda/kernels/group_product.cuh"
#include "backend/cuda/kernels/tensor_product_kernels.h"

#if defined(INGOT_CUDA_SM_90A)

namespace ingot::backend::cuda::kernels {
namespace {

/// kGroups groups share the rows of a tile; each computes all of its columns.
template <int kRowCount, int kColumnCount, int kGroupCount, int kStageCount>
struct GroupTiling : Tiling<kRowCount, kColumnCount, kGroupThreads * kGroupCount, kStageCount> {
  static constexpr int kRowParts = kRowCount / kGroupCount / kGroupRows;
  /// Tiles of the depth that are on their way while two are read.
  static constexpr int kAhead = kStageCount - 2;
  static_assert(kAhead > 0 && kRowParts > 0);
};

/// A group's kRowParts·64 rows in registers, kStepsAtOnce along the depth of a tile; they must not
/// change until these products are done.
template <int kRowParts>
class HeldRows {
 public:
  static constexpr int kStepsAtOnce = kSteps / 2;

  /// place(part, step): where this thread's row has its chunk, as load_matrices takes it.
  template <class Place>
  __device__ explicit HeldRows(const Place& place) {
#pragma unroll
    for (int part = 0; part < kRowParts; ++part) {
#pragma unroll
      for (int step = 0; step < kStepsAtOnce; ++step) {
        load_matrices(words_[part][step], place(part, step));
      }
    }
  }

  __device__ void round() {
#pragma unroll
    for (auto& part : words_) {
#pragma unroll
      for (auto& words : part) round_factors(words, float());
    }
  }

  __device__ const uint32_t (&at(int part, int step) const)[4] { return words_[part][step]; }

 private:
  uint32_t words_[kRowParts][kStepsAtOnce][4];
};

/// The first of a group's rows in a tile, and the one of each 64 whose chunks this thread loads.
template <class Tile>
__device__ int first_row_of_group() {
  return static_cast<int>(threadIdx.x) / kGroupThreads * Tile::kRowParts * kGroupRows;
}
__device__ inline int row_of_thread() {
  const int thread = static_cast<int>(threadIdx.x) % kGroupThreads;
  return thread / 32 * 16 + thread % 16;
}

/// A group's part of a tile's sums.
template <class T, class Tile>
class GroupSums {
 public:
  __device__ GroupSums() {
#pragma unroll
    for (auto& part : sums_) clear_sums(part);
  }

  /// Begins the products along a tile of the depth: of the rows that rows_at(step) gives from that
  /// step on by the columns that lie at `columns`. All but the last group of those before must be
  /// done.
  template <class RowsAt>
  __device__ void add(uint32_t columns, const RowsAt& rows_at) {
    constexpr int kStepsAtOnce = decltype(rows_at(0))::kStepsAtOnce;
    const uint64_t b = descriptor_of(columns);
#pragma unroll
    for (int first = 0; first < kSteps; first += kStepsAtOnce) {
      if (first > 0) wait_for_products<1>();
      const auto a = rows_at(first);
      begin_products();
#pragma unroll
      for (int step = 0; step < kStepsAtOnce; ++step) {
#pragma unroll
        for (int i = 0; i < Tile::kRowParts; ++i) {
          multiply_group(sums_[i], a.at(i, step), b + ((first + step) * kStepBytes >> 4), T());
        }
      }
      commit_products();
    }
  }

  /// Writes them into [kRows, kSumPitch].
  __device__ void write(float* to) const {
    const int thread = static_cast<int>(threadIdx.x) % kGroupThreads;
    const int lane = thread % 32;
#pragma unroll
    for (int i = 0; i < Tile::kRowParts; ++i) {
      const int row = row_ + i * kGroupRows + thread / 32 * 16 + lane / 4;
#pragma unroll
      for (int j = 0; j < Tile::kColumns / 8; ++j) {
        float* const first = to + row * Tile::kSumPitch + 8 * j + lane % 4 * 2;
        *reinterpret_cast<float2*>(first) = make_float2(sums_[i][j][0], sums_[i][j][1]);
        *reinterpret_cast<float2*>(first + 8 * Tile::kSumPitch) =
            make_float2(sums_[i][j][2], sums_[i][j][3]);
      }
    }
  }

 private:
  int row_ = first_row_of_group<Tile>();
  float sums_[Tile::kRowParts][Tile::kColumns / 8][4];
};

/// A group's kRowParts·64 rows as products take them: 16 bits where they lie in shared memory.
template <int kRowParts>
class RowsInPlace {
 public:
  static constexpr int kStepsAtOnce = kSteps;

  __device__ explicit RowsInPlace(uint32_t rows) : rows_(descriptor_of(rows)) {}

  __device__ uint64_t at(int part, int step) const {
    return rows_ + ((part * kGroupRows * kTileBytes + step * kStepBytes) >> 4);
  }

 private:
  uint64_t rows_;
};

template <int kRowParts, class T>
__device__ RowsInPlace<kRowParts> group_rows(uint32_t rows, int /*first_step*/, T /*type*/) {
  return RowsInPlace<kRowParts>(rows);
}

/// f32 in registers, where it is rounded.
template <int kRowParts>
__device__ HeldRows<kRowParts> group_rows(uint32_t rows, int first_step, float /*type*/) {
  const int row = row_of_thread();
  const int half = static_cast<int>(threadIdx.x) % 32 / 16;
  HeldRows<kRowParts> held([&](int part, int step) {
    const int chunk = 2 * (first_step + step) + half ^ row % 8;
    return rows + (part * kGroupRows + row) * kTileBytes + chunk * kChunkBytes;
  });
  held.round();
  return held;
}

/// A tile is copied over one that all groups are done with: while two are being read, the groups
/// being at most one apart.
template <class T, class Tile>
__device__ void multiply_by_groups(const ProductArguments& in, int number, unsigned char* memory) {
  const uint32_t base = shared_address(memory);
  const TilePart block = part_of_block<Tile>(in, number);
  TileCopies<T, Tile> copies(in, block);
  GroupSums<T, Tile> sums;
  const int rows = first_row_of_group<Tile>() * kTileBytes;
  copies.template begin<Tile::kAhead>(block, base);
  for (int i = 0; i < block.count; ++i) {
    wait_for_copies<Tile::kAhead - 1>();
    publish_copies();
    __syncthreads();
    const uint32_t stage = base + i % Tile::kStages * Tile::kStageBytes;
    sums.add(stage + Tile::kRows * kTileBytes, [&](int step) {
      return group_rows<Tile::kRowParts>(stage + rows, step, T());
    });
    const int next = i + Tile::kAhead;
    if (next < block.count) copies.next(base + next % Tile::kStages * Tile::kStageBytes);
    commit_copies();
    wait_for_products<1>();
  }
  wait_for_products<0>();
  wait_for_copies<0>();
  __syncthreads();
  sums.write(reinterpret_cast<float*>(memory));
  finish_in_order<Tile>(in, block, memory);
}

template <class T, class Tile>
__global__ void __launch_bounds__(Tile::kThreads, 1)
    run(const __grid_constant__ ProductsArguments in) {
  extern __shared__ __align__(1024) unsigned char memory[];
  let_next_begin();
  const OwnBlock own = own_block(in);
  multiply_by_groups<T, Tile>(own.product, own.number, memory);
}

template <class T>
ProductKernel group_product(const ProductTile& tile) {
  ProductKernel kernel;
  with_tiling<GroupTiling<64, 64, 1, 6>, GroupTiling<64, 128, 1, 4>, GroupTiling<128, 64, 2, 4>,
              GroupTiling<128, 128, 2, 4>, GroupTiling<128, 256, 2, 4>,
              GroupTiling<256, 128, 2, 4>>(tile, [&](auto tiling) {
    using Tile = decltype(tiling);
    kernel = kernel_of<Tile>(run<T, Tile>);
  });
  return kernel;
}

}  // namespace

ProductKernel group_product_f16(const ProductTile& tile) { return group_product<__half>(tile); }

ProductKernel group_product_bf16(const ProductTile& tile) {
  return group_product<__nv_bfloat16>(tile);
}

ProductKernel group_product_tf32(const ProductTile& tile) { return group_product<float>(tile); }

}  // namespace ingot::backend::cuda::kernels

#else

namespace ingot::backend::cuda::kernels {

ProductKernel group_product_f16(const ProductTile& /*tile*/) { return {}; }

ProductKernel group_product_bf16(const ProductTile& /*tile*/) { return {}; }

ProductKernel group_product_tf32(const ProductTile& /*tile*/) { return {}; }

}  // namespace ingot::backend::cuda::kernels

#endif
