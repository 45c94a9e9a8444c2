// Kernels of tensor_product.h whose groups of four warps multiply out of shared memory: wgmma,
// which sm_90a alone has.
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

// The names of so many sums, and the sums.
#define INGOT_NAMES_32                                                                         \
  "%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17, %18, %19, " \
  "%20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31"
#define INGOT_NAMES_64                                                                           \
  INGOT_NAMES_32                                                                                 \
  ", %32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, %48, %49, " \
  "%50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63"
#define INGOT_NAMES_128                                                                          \
  INGOT_NAMES_64                                                                                 \
  ", %64, %65, %66, %67, %68, %69, %70, %71, %72, %73, %74, %75, %76, %77, %78, %79, %80, %81, " \
  "%82, %83, %84, %85, %86, %87, %88, %89, %90, %91, %92, %93, %94, %95, %96, %97, %98, %99, "   \
  "%100, %101, %102, %103, %104, %105, %106, %107, %108, %109, %110, %111, %112, %113, %114, "   \
  "%115, %116, %117, %118, %119, %120, %121, %122, %123, %124, %125, %126, %127"

#define INGOT_SUMS_OF(s, j) "+f"(s[j][0]), "+f"(s[j][1]), "+f"(s[j][2]), "+f"(s[j][3])
#define INGOT_8_SUMS_OF(s, j)                                                                     \
  INGOT_SUMS_OF(s, j), INGOT_SUMS_OF(s, j + 1), INGOT_SUMS_OF(s, j + 2), INGOT_SUMS_OF(s, j + 3), \
      INGOT_SUMS_OF(s, j + 4), INGOT_SUMS_OF(s, j + 5), INGOT_SUMS_OF(s, j + 6),                  \
      INGOT_SUMS_OF(s, j + 7)

/// sums += a·b of 64×16 f16 by 16×64.
__device__ void multiply_group(float (&sums)[8][4], uint64_t a, uint64_t b) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile("wgmma.mma_async.sync.aligned.m64n64k16.f32.f16.f16 {" INGOT_NAMES_32
               "}, %32, %33, 1, 1, 1, 0, 0;"
               : INGOT_8_SUMS_OF(sums, 0)
               : "l"(a), "l"(b));
#endif
}

/// sums += a·b of 64×8 tf32, a in registers, by 8×64.
__device__ void multiply_group(float (&sums)[8][4], const uint32_t (&a)[4], uint64_t b) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile("wgmma.mma_async.sync.aligned.m64n64k8.f32.tf32.tf32 {" INGOT_NAMES_32
               "}, {%32, %33, %34, %35}, %36, 1, 1, 1;"
               : INGOT_8_SUMS_OF(sums, 0)
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "l"(b));
#endif
}

/// sums += a·b of 64×16 f16 by 16×128.
__device__ void multiply_group(float (&sums)[16][4], uint64_t a, uint64_t b) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile("wgmma.mma_async.sync.aligned.m64n128k16.f32.f16.f16 {" INGOT_NAMES_64
               "}, %64, %65, 1, 1, 1, 0, 0;"
               : INGOT_8_SUMS_OF(sums, 0), INGOT_8_SUMS_OF(sums, 8)
               : "l"(a), "l"(b));
#endif
}

/// sums += a·b of 64×8 tf32, a in registers, by 8×128.
__device__ void multiply_group(float (&sums)[16][4], const uint32_t (&a)[4], uint64_t b) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile("wgmma.mma_async.sync.aligned.m64n128k8.f32.tf32.tf32 {" INGOT_NAMES_64
               "}, {%64, %65, %66, %67}, %68, 1, 1, 1;"
               : INGOT_8_SUMS_OF(sums, 0), INGOT_8_SUMS_OF(sums, 8)
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "l"(b));
#endif
}

/// sums += a·b of 64×16 f16 by 16×256.
__device__ void multiply_group(float (&sums)[32][4], uint64_t a, uint64_t b) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile("wgmma.mma_async.sync.aligned.m64n256k16.f32.f16.f16 {" INGOT_NAMES_128
               "}, %128, %129, 1, 1, 1, 0, 0;"
               : INGOT_8_SUMS_OF(sums, 0), INGOT_8_SUMS_OF(sums, 8), INGOT_8_SUMS_OF(sums, 16),
                 INGOT_8_SUMS_OF(sums, 24)
               : "l"(a), "l"(b));
#endif
}

/// sums += a·b of 64×8 tf32, a in registers, by 8×256.
__device__ void multiply_group(float (&sums)[32][4], const uint32_t (&a)[4], uint64_t b) {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile("wgmma.mma_async.sync.aligned.m64n256k8.f32.tf32.tf32 {" INGOT_NAMES_128
               "}, {%128, %129, %130, %131}, %132, 1, 1, 1;"
               : INGOT_8_SUMS_OF(sums, 0), INGOT_8_SUMS_OF(sums, 8), INGOT_8_SUMS_OF(sums, 16),
                 INGOT_8_SUMS_OF(sums, 24)
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "l"(b));
#endif
}

#undef INGOT_8_SUMS_OF
#undef INGOT_SUMS_OF
#undef INGOT_NAMES_128
#undef INGOT_NAMES_64
#undef INGOT_NAMES_32

/// A group's kRowParts·64 rows as products take them, kStepsAtOnce along the depth of a tile: f16
/// where it lies in shared memory.
template <class T, int kRowParts>
class GroupRows {
 public:
  static constexpr int kStepsAtOnce = kSteps;

  __device__ GroupRows(uint32_t rows, int /*first_step*/) : rows_(descriptor_of(rows)) {}

  __device__ uint64_t at(int part, int step) const {
    return rows_ + ((part * kGroupRows * kTileBytes + step * kStepBytes) >> 4);
  }

 private:
  uint64_t rows_;
};

/// f32 in registers, where it is rounded; they must not change until these products are done.
template <int kRowParts>
class GroupRows<float, kRowParts> {
 public:
  static constexpr int kStepsAtOnce = kSteps / 2;

  __device__ GroupRows(uint32_t rows, int first_step) {
    const int lane = static_cast<int>(threadIdx.x) % 32;
    const int row = static_cast<int>(threadIdx.x) % kGroupThreads / 32 * 16 + lane % 16;
#pragma unroll
    for (int part = 0; part < kRowParts; ++part) {
#pragma unroll
      for (int step = 0; step < kStepsAtOnce; ++step) {
        const int chunk = 2 * (first_step + step) + lane / 16 ^ row % 8;
        load_matrices(words_[part][step],
                      rows + (part * kGroupRows + row) * kTileBytes + chunk * kChunkBytes);
        round_factors(words_[part][step], float());
      }
    }
  }

  __device__ const uint32_t (&at(int part, int step) const)[4] { return words_[part][step]; }

 private:
  uint32_t words_[kRowParts][kStepsAtOnce][4];
};

/// A group's part of a tile's sums.
template <class T, class Tile>
class GroupSums {
 public:
  /// Zeros that the compiler does not know for such: it would have constants beside the sums, for
  /// blocks without depth, and ptxas then lets products wait for each other.
  __device__ GroupSums() {
#pragma unroll
    for (auto& part : sums_) {
#pragma unroll
      for (auto& four : part) {
#pragma unroll
        for (float& sum : four) asm volatile("" : "+f"(sum));
      }
    }
  }

  /// Begins the products along a tile of the depth. All but the last group of those before must be
  /// done.
  __device__ void add(uint32_t stage) {
    using Rows = GroupRows<T, Tile::kRowParts>;
    const uint64_t b = descriptor_of(stage + Tile::kRows * kTileBytes);
#pragma unroll
    for (int first = 0; first < kSteps; first += Rows::kStepsAtOnce) {
      if (first > 0) wait_for_products<1>();
      const Rows a(stage + row_ * kTileBytes, first);
      begin_products();
#pragma unroll
      for (int step = 0; step < Rows::kStepsAtOnce; ++step) {
#pragma unroll
        for (int i = 0; i < Tile::kRowParts; ++i) {
          multiply_group(sums_[i], a.at(i, step), b + ((first + step) * kStepBytes >> 4));
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
template <class T, class Tile>
__device__ void multiply_by_groups(const ProductArguments& in, int number, unsigned char* memory) {
  const uint32_t base = shared_address(memory);
  const TilePart block = part_of_block<Tile>(in, number);
  TileCopies<T, Tile> copies(in, block);
  GroupSums<T, Tile> sums;
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

template <class T, class Tile>
__global__ void __launch_bounds__(Tile::kThreads, 1)
    run(const __grid_constant__ ProductsArguments in) {
  extern __shared__ __align__(1024) unsigned char memory[];
  let_next_begin();
  const int product = product_of_block(in);
  const int number = static_cast<int>(blockIdx.x) - in.first_blocks[product];
  multiply_by_groups<T, Tile>(in.products[product], number, memory);
}

template <class T>
ProductKernel group_product(const ProductTile& tile) {
  ProductKernel kernel;
  const auto is = [&](int rows, int columns) {
    return tile.rows == rows && tile.columns == columns;
  };
  const auto take = [&](auto tiling) {
    using Tile = decltype(tiling);
    kernel = kernel_of<Tile>(run<T, Tile>);
  };
  if (is(64, 64)) take(GroupTiling<64, 64, 1, 6>());
  if (is(64, 128)) take(GroupTiling<64, 128, 1, 4>());
  if (is(128, 64)) take(GroupTiling<128, 64, 2, 4>());
  if (is(128, 128)) take(GroupTiling<128, 128, 2, 4>());
  if (is(128, 256)) take(GroupTiling<128, 256, 2, 4>());
  if (is(256, 128)) take(GroupTiling<256, 128, 2, 4>());
  return kernel;
}

}  // namespace

ProductKernel group_product_f16(const ProductTile& tile) { return group_product<__half>(tile); }

ProductKernel group_product_tf32(const ProductTile& tile) { return group_product<float>(tile); }

}  // namespace ingot::backend::cuda::kernels

#else

namespace ingot::backend::cuda::kernels {

ProductKernel group_product_f16(const ProductTile& /*tile*/) { return {}; }

ProductKernel group_product_tf32(const ProductTile& /*tile*/) { return {}; }

}  // namespace ingot::backend::cuda::kernels

#endif
