// Kernels of tensor_product.h whose groups of four warps multiply f16 out of shared memory (wgmma,
// which sm_90a alone has).
#include "backend/cuda/kernels/tensor_product.cuh"
#include "backend/cuda/kernels/tensor_product_kernels.h"

#if defined(INGOT_CUDA_SM_90A)

namespace ingot::backend::cuda::kernels {
namespace {

constexpr int kGroupThreads = 128;
constexpr int kGroupRows = 64;  // of one product

/// kGroups groups share the rows of a tile; each computes all of its columns.
template <int kRowCount, int kColumnCount, int kGroupCount, int kStageCount>
struct GroupTiling : Tiling<kRowCount, kColumnCount, kGroupThreads * kGroupCount, kStageCount> {
  static constexpr int kRowParts = kRowCount / kGroupCount / kGroupRows;
  /// Tiles of the depth that are on their way while two are read.
  static constexpr int kAhead = kStageCount - 2;
  static_assert(kAhead > 0 && kRowParts > 0);
};

/// How a product finds 64 rows, or up to 256 columns, of 128 bytes each: blocks of eight rows
/// follow each other at 1024 bytes; chunks are exchanged as tensor_product.cuh says.
__device__ uint64_t descriptor_of(uint32_t address) {
  constexpr uint64_t kExchanged128 = uint64_t{1} << 62;
  constexpr uint64_t kEightRows = uint64_t{8 * kTileBytes >> 4} << 32;
  return (address & 0x3FFFF) >> 4 | kEightRows | kExchanged128;
}

__device__ void begin_products() {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile("wgmma.fence.sync.aligned;" ::: "memory");
#endif
}

__device__ void commit_products() {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
#endif
}

/// Waits for all committed products but the last kLeft groups of them.
template <int kLeft>
__device__ void wait_for_products() {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile("wgmma.wait_group.sync.aligned %0;" ::"n"(kLeft) : "memory");
#endif
}

/// Lets products read what this thread wrote to shared memory.
__device__ void publish_copies() {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
#endif
}

#define INGOT_SUMS_OF(s, j) "+f"(s[j][0]), "+f"(s[j][1]), "+f"(s[j][2]), "+f"(s[j][3])
#define INGOT_8_SUMS_OF(s, j)                                                                     \
  INGOT_SUMS_OF(s, j), INGOT_SUMS_OF(s, j + 1), INGOT_SUMS_OF(s, j + 2), INGOT_SUMS_OF(s, j + 3), \
      INGOT_SUMS_OF(s, j + 4), INGOT_SUMS_OF(s, j + 5), INGOT_SUMS_OF(s, j + 6),                  \
      INGOT_SUMS_OF(s, j + 7)

/// sums += a·b of 64×16 by 16×64.
__device__ void multiply_group(float (&sums)[8][4], uint64_t a, uint64_t b) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile(
      "wgmma.mma_async.sync.aligned.m64n64k16.f32.f16.f16 "
      "{%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, "
      "%16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31}, "
      "%32, %33, 1, 1, 1, 0, 0;"
      : INGOT_8_SUMS_OF(sums, 0)
      : "l"(a), "l"(b));
#endif
}

/// sums += a·b of 64×16 by 16×128.
__device__ void multiply_group(float (&sums)[16][4], uint64_t a, uint64_t b) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile(
      "wgmma.mma_async.sync.aligned.m64n128k16.f32.f16.f16 "
      "{%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, "
      "%16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31, "
      "%32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, "
      "%48, %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63}, "
      "%64, %65, 1, 1, 1, 0, 0;"
      : INGOT_8_SUMS_OF(sums, 0), INGOT_8_SUMS_OF(sums, 8)
      : "l"(a), "l"(b));
#endif
}

/// sums += a·b of 64×16 by 16×256.
__device__ void multiply_group(float (&sums)[32][4], uint64_t a, uint64_t b) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile(
      "wgmma.mma_async.sync.aligned.m64n256k16.f32.f16.f16 "
      "{%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, "
      "%16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31, "
      "%32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, "
      "%48, %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63, "
      "%64, %65, %66, %67, %68, %69, %70, %71, %72, %73, %74, %75, %76, %77, %78, %79, "
      "%80, %81, %82, %83, %84, %85, %86, %87, %88, %89, %90, %91, %92, %93, %94, %95, "
      "%96, %97, %98, %99, %100, %101, %102, %103, %104, %105, %106, %107, %108, %109, %110, "
      "%111, %112, %113, %114, %115, %116, %117, %118, %119, %120, %121, %122, %123, %124, "
      "%125, %126, %127}, "
      "%128, %129, 1, 1, 1, 0, 0;"
      : INGOT_8_SUMS_OF(sums, 0), INGOT_8_SUMS_OF(sums, 8), INGOT_8_SUMS_OF(sums, 16),
        INGOT_8_SUMS_OF(sums, 24)
      : "l"(a), "l"(b));
#endif
}

#undef INGOT_8_SUMS_OF
#undef INGOT_SUMS_OF

/// A group's part of a tile's sums.
template <class Tile>
class GroupSums {
 public:
  /// Begins the products along a tile of the depth.
  __device__ void add(uint32_t stage) {
    const uint64_t a = descriptor_of(stage + row_ * kTileBytes);
    const uint64_t b = descriptor_of(stage + Tile::kRows * kTileBytes);
    begin_products();
#pragma unroll
    for (int step = 0; step < kSteps; ++step) {
#pragma unroll
      for (int i = 0; i < Tile::kRowParts; ++i) {
        constexpr int kPart = kGroupRows * kTileBytes;
        multiply_group(sums_[i], a + ((i * kPart + step * kStepBytes) >> 4),
                       b + (step * kStepBytes >> 4));
      }
    }
    commit_products();
  }

  /// Writes them into [kRows, kSumPitch].
  __device__ void write(float* to) const {
    const int thread = static_cast<int>(threadIdx.x) % kGroupThreads;
    const int lane = thread % 32;
#pragma unroll
    for (int i = 0; i < Tile::kRowParts; ++i) {
      const int row = static_cast<int>(row_) + i * kGroupRows + thread / 32 * 16 + lane / 4;
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
  uint32_t row_ = threadIdx.x / kGroupThreads * Tile::kRowParts * kGroupRows;
  float sums_[Tile::kRowParts][Tile::kColumns / 8][4] = {};
};

/// A tile is copied over one that all groups are done with: while two are being read, the groups
/// being at most one apart.
template <class Tile>
__device__ void multiply_by_groups(const ProductArguments& in, int number, unsigned char* memory) {
  const uint32_t base = shared_address(memory);
  const TilePart block = part_of_block<Tile>(in, number);
  TileCopies<__half, Tile> copies(in, block);
  GroupSums<Tile> sums;
  copies.template begin<Tile::kAhead>(block, base);
  for (int i = 0; i < block.count; ++i) {
    wait_for_copies<Tile::kAhead - 1>();
    publish_copies();
    __syncthreads();
    sums.add(base + i % Tile::kStages * Tile::kStageBytes);
    const int next = i + Tile::kAhead;
    if (next < block.count) copies.next(base + next % Tile::kStages * Tile::kStageBytes);
    commit_copies();
    wait_for_products<1>();
  }
  wait_for_products<0>();
  wait_for_copies<0>();
  __syncthreads();
  sums.write(reinterpret_cast<float*>(memory));
  finish_together<Tile>(in, block, memory);
}

template <class Tile>
__global__ void __launch_bounds__(Tile::kThreads, 1)
    run(const __grid_constant__ ProductsArguments in) {
  extern __shared__ __align__(1024) unsigned char memory[];
  let_next_begin();
  const int product = product_of_block(in);
  const int number = static_cast<int>(blockIdx.x) - in.first_blocks[product];
  multiply_by_groups<Tile>(in.products[product], number, memory);
}

template <class Tile>
ProductKernel kernel() {
  return kernel_of<Tile>(run<Tile>);
}

}  // namespace

ProductKernel group_product_f16(const ProductTile& tile) {
  const auto is = [&](int rows, int columns) {
    return tile.rows == rows && tile.columns == columns;
  };
  if (is(128, 64)) return kernel<GroupTiling<128, 64, 2, 4>>();
  if (is(128, 128)) return kernel<GroupTiling<128, 128, 2, 4>>();
  if (is(128, 256)) return kernel<GroupTiling<128, 256, 2, 4>>();
  if (is(256, 128)) return kernel<GroupTiling<256, 128, 2, 4>>();
  return {};
}

}  // namespace ingot::backend::cuda::kernels

#else

namespace ingot::backend::cuda::kernels {

ProductKernel group_product_f16(const ProductTile& /*tile*/) { return {}; }

}  // namespace ingot::backend::cuda::kernels

#endif
