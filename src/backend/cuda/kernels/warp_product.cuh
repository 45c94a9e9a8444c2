// The kernel of tensor_product.h whose warps multiply by themselves (mma.sync).
#pragma once

#include "backend/cuda/kernels/tensor_product.cuh"
#include "backend/cuda/kernels/tensor_product_kernels.h"

namespace ingot::backend::cuda::kernels {

/// kWarpRows × kWarpColumns warps share a tile, and kDepths of them each of its parts.
template <int kRowCount, int kColumnCount, int kWarpRowCount, int kWarpColumnCount, int kStageCount,
          int kDepthCount = 1>
struct WarpTiling
    : Tiling<kRowCount, kColumnCount, 32 * kWarpRowCount * kWarpColumnCount * kDepthCount,
             kStageCount, kDepthCount> {
  static constexpr int kWarpRows = kWarpRowCount;
  static constexpr int kWarpColumns = kWarpColumnCount;
  static constexpr int kOwnRows = kRowCount / kWarpRowCount;  ///< of a warp
  static constexpr int kOwnColumns = kColumnCount / kWarpColumnCount;
};

/// A warp's part of a tile's sums.
template <class T, class Tile>
class WarpSums {
 public:
  __device__ WarpSums() {
    const int warp = static_cast<int>(threadIdx.x) / 32;
    row_ = warp % Tile::kWarpRows * Tile::kOwnRows;
    column_ = warp / Tile::kWarpRows % Tile::kWarpColumns * Tile::kOwnColumns;
    depth_ = warp / (Tile::kWarpRows * Tile::kWarpColumns);
  }

  /// Adds the products along the warp's part of a tile of the depth.
  __device__ void add(uint32_t stage) {
#pragma unroll
    for (int own = 0; own < kSteps / Tile::kDepths; ++own) {
      const int step = depth_ + own * Tile::kDepths;
      uint32_t a[kRowParts][4];
      uint32_t b[kColumnParts / 2][4];
#pragma unroll
      for (int i = 0; i < kRowParts; ++i) {
        const int row = row_ + 16 * i + lane_ % 16;
        load_matrices(a[i], stage + place(row, 2 * step + lane_ / 16));
        round_factors(a[i], T());
      }
#pragma unroll
      for (int j = 0; j < kColumnParts / 2; ++j) {
        const int column = column_ + 16 * j + lane_ / 16 * 8 + lane_ % 8;
        load_matrices(b[j], stage + place(Tile::kRows + column, 2 * step + lane_ / 8 % 2));
      }
#pragma unroll
      for (int i = 0; i < kRowParts; ++i) {
#pragma unroll
        for (int j = 0; j < kColumnParts; ++j) {
          multiply(sums_[i][j], a[i], b[j / 2] + j % 2 * 2, T());
        }
      }
    }
  }

  /// Writes them into [kDepths, kRows, kSumPitch].
  __device__ void write(float* to) const {
    to += depth_ * Tile::kSums;
#pragma unroll
    for (int i = 0; i < kRowParts; ++i) {
#pragma unroll
      for (int j = 0; j < kColumnParts; ++j) {
        const int row = row_ + 16 * i + lane_ / 4;
        const int column = column_ + 8 * j + lane_ % 4 * 2;
        float* const first = to + row * Tile::kSumPitch + column;
        *reinterpret_cast<float2*>(first) = make_float2(sums_[i][j][0], sums_[i][j][1]);
        *reinterpret_cast<float2*>(first + 8 * Tile::kSumPitch) =
            make_float2(sums_[i][j][2], sums_[i][j][3]);
      }
    }
  }

 private:
  static constexpr int kRowParts = Tile::kOwnRows / 16;
  static constexpr int kColumnParts = Tile::kOwnColumns / 8;
  static_assert(kRowParts > 0 && kColumnParts % 2 == 0 && kSteps % Tile::kDepths == 0);

  static __device__ uint32_t place(int row, int chunk) {
    return static_cast<uint32_t>(row * kTileBytes + (chunk ^ row % 8) * kChunkBytes);
  }

  int lane_ = static_cast<int>(threadIdx.x) % 32;
  int row_;
  int column_;
  int depth_;
  float sums_[kRowParts][kColumnParts][4] = {};
};

template <class T, class Tile>
__device__ void multiply_by_warps(const ProductArguments& in, int number, unsigned char* memory) {
  const uint32_t base = shared_address(memory);
  const TilePart block = part_of_block<Tile>(in, number);
  TileCopies<T, Tile> copies(in, block);
  WarpSums<T, Tile> sums;
  copies.template begin<Tile::kStages - 1>(block, base);
  for (int i = 0; i < block.count; ++i) {
    wait_for_copies<Tile::kStages - 2>();
    __syncthreads();
    const int next = i + Tile::kStages - 1;
    if (next < block.count) copies.next(base + next % Tile::kStages * Tile::kStageBytes);
    commit_copies();
    sums.add(base + i % Tile::kStages * Tile::kStageBytes);
  }
  wait_for_copies<0>();
  __syncthreads();
  sums.write(reinterpret_cast<float*>(memory));
  finish_in_order<Tile>(in, block, memory);
}

template <class T, class Tile>
__global__ void __launch_bounds__(Tile::kThreads)
    run(const __grid_constant__ ProductsArguments in) {
  extern __shared__ __align__(1024) unsigned char memory[];
  let_next_begin();
  const OwnBlock own = own_block(in);
  multiply_by_warps<T, Tile>(own.product, own.number, memory);
}

/// What tensor_product_kernels.h asks for, of one element type.
template <class T>
ProductKernel warp_product(const ProductTile& tile) {
  ProductKernel kernel;
  with_tiling<WarpTiling<128, 128, 2, 2, 3>, WarpTiling<128, 64, 2, 2, 4>,
              WarpTiling<256, 128, 4, 2, 3>, WarpTiling<64, 128, 2, 2, 4>,
              WarpTiling<64, 64, 2, 2, 6>, WarpTiling<64, 32, 2, 2, 8>,
              WarpTiling<128, 32, 4, 1, 5>, WarpTiling<16, 32, 1, 1, 10, 4>>(
      tile, [&](auto tiling) {
        using Tile = decltype(tiling);
        kernel = kernel_of<Tile>(run<T, Tile>);
      });
  return kernel;
}

}  // namespace ingot::backend::cuda::kernels
