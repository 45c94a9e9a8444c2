// What kernels share whose groups of four warps multiply together: wgmma, which sm_90a alone has.
#pragma once

#include "backend/cuda/kernels/tensor_product.cuh"

namespace ingot::backend::cuda::kernels {

inline constexpr int kGroupThreads = 128;
inline constexpr int kGroupRows = 64;  // of one product

/// How a product finds 64 rows, or up to 256 columns, of 128 bytes each: blocks of eight rows
/// follow each other at 1024 bytes; chunks are exchanged as tensor_product.cuh says.
__device__ inline uint64_t descriptor_of(uint32_t address) {
  constexpr uint64_t kExchanged128 = uint64_t{1} << 62;
  constexpr uint64_t kEightRows = uint64_t{8 * kTileBytes >> 4} << 32;
  return (address & 0x3FFFF) >> 4 | kEightRows | kExchanged128;
}

__device__ inline void begin_products() {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile("wgmma.fence.sync.aligned;" ::: "memory");
#endif
}

__device__ inline void commit_products() {
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
__device__ inline void publish_copies() {
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
  asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
#endif
}

// The names of so many sums, and the sums.
#define INGOT_NAMES_32                                                                         \
  "%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17, %18, %19, " \
  "%20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31"
#define INGOT_NAMES_60                                                                           \
  INGOT_NAMES_32                                                                                 \
  ", %32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, %48, %49, " \
  "%50, %51, %52, %53, %54, %55, %56, %57, %58, %59"
#define INGOT_NAMES_64 INGOT_NAMES_60 ", %60, %61, %62, %63"
#define INGOT_NAMES_120                                                                          \
  INGOT_NAMES_64                                                                                 \
  ", %64, %65, %66, %67, %68, %69, %70, %71, %72, %73, %74, %75, %76, %77, %78, %79, %80, %81, " \
  "%82, %83, %84, %85, %86, %87, %88, %89, %90, %91, %92, %93, %94, %95, %96, %97, %98, %99, "   \
  "%100, %101, %102, %103, %104, %105, %106, %107, %108, %109, %110, %111, %112, %113, %114, "   \
  "%115, %116, %117, %118, %119"
#define INGOT_NAMES_128 INGOT_NAMES_120 ", %120, %121, %122, %123, %124, %125, %126, %127"

#define INGOT_SUMS_OF(s, j) "+f"(s[j][0]), "+f"(s[j][1]), "+f"(s[j][2]), "+f"(s[j][3])
#define INGOT_4_SUMS_OF(s, j) \
  INGOT_SUMS_OF(s, j), INGOT_SUMS_OF(s, j + 1), INGOT_SUMS_OF(s, j + 2), INGOT_SUMS_OF(s, j + 3)
#define INGOT_8_SUMS_OF(s, j) INGOT_4_SUMS_OF(s, j), INGOT_4_SUMS_OF(s, j + 4)

#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
#define INGOT_ON_SM90A(...) __VA_ARGS__
#else
#define INGOT_ON_SM90A(...)
#endif

// sums += a·b of 64×16 f16 or bf16 by 16 rows of so many columns, or of 64×8 tf32 by 8. b lies in
// shared memory, a there too or, of tf32, in registers: `in_place` and `held` name both.
#define INGOT_MULTIPLY_IN_PLACE(T, types, flags, columns, names, in_place, ...)                \
  __device__ inline void multiply_group(float (&sums)[columns / 8][4], uint64_t a, uint64_t b, \
                                        T /*type*/) {                                          \
    INGOT_ON_SM90A(asm volatile("wgmma.mma_async.sync.aligned.m64n" #columns types             \
                                " {" names "}, " in_place ", 1, 1, 1" flags ";"                \
                                : __VA_ARGS__                                                  \
                                : "l"(a), "l"(b));)                                            \
  }
#define INGOT_MULTIPLY_GROUP(columns, names, in_place, held, ...)                              \
  INGOT_MULTIPLY_IN_PLACE(__half, "k16.f32.f16.f16", ", 0, 0", columns, names, in_place,       \
                          __VA_ARGS__)                                                         \
  INGOT_MULTIPLY_IN_PLACE(__nv_bfloat16, "k16.f32.bf16.bf16", ", 0, 0", columns, names,        \
                          in_place, __VA_ARGS__)                                               \
  INGOT_MULTIPLY_IN_PLACE(float, "k8.f32.tf32.tf32", "", columns, names, in_place,             \
                          __VA_ARGS__)                                                         \
  __device__ inline void multiply_group(float (&sums)[columns / 8][4], const uint32_t (&a)[4], \
                                        uint64_t b, float /*type*/) {                          \
    INGOT_ON_SM90A(asm volatile("wgmma.mma_async.sync.aligned.m64n" #columns                   \
                                "k8.f32.tf32.tf32 {" names "}, " held ", 1, 1, 1;"             \
                                : __VA_ARGS__                                                  \
                                : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "l"(b));)        \
  }

INGOT_MULTIPLY_GROUP(64, INGOT_NAMES_32, "%32, %33", "{%32, %33, %34, %35}, %36",
                     INGOT_8_SUMS_OF(sums, 0))
INGOT_MULTIPLY_GROUP(120, INGOT_NAMES_60, "%60, %61", "{%60, %61, %62, %63}, %64",
                     INGOT_8_SUMS_OF(sums, 0), INGOT_4_SUMS_OF(sums, 8), INGOT_SUMS_OF(sums, 12),
                     INGOT_SUMS_OF(sums, 13), INGOT_SUMS_OF(sums, 14))
INGOT_MULTIPLY_GROUP(128, INGOT_NAMES_64, "%64, %65", "{%64, %65, %66, %67}, %68",
                     INGOT_8_SUMS_OF(sums, 0), INGOT_8_SUMS_OF(sums, 8))
INGOT_MULTIPLY_GROUP(240, INGOT_NAMES_120, "%120, %121", "{%120, %121, %122, %123}, %124",
                     INGOT_8_SUMS_OF(sums, 0), INGOT_8_SUMS_OF(sums, 8),
                     INGOT_8_SUMS_OF(sums, 16), INGOT_4_SUMS_OF(sums, 24),
                     INGOT_SUMS_OF(sums, 28), INGOT_SUMS_OF(sums, 29))
INGOT_MULTIPLY_GROUP(256, INGOT_NAMES_128, "%128, %129", "{%128, %129, %130, %131}, %132",
                     INGOT_8_SUMS_OF(sums, 0), INGOT_8_SUMS_OF(sums, 8),
                     INGOT_8_SUMS_OF(sums, 16), INGOT_8_SUMS_OF(sums, 24))

#undef INGOT_MULTIPLY_GROUP
#undef INGOT_MULTIPLY_IN_PLACE
#undef INGOT_ON_SM90A
#undef INGOT_8_SUMS_OF
#undef INGOT_4_SUMS_OF
#undef INGOT_SUMS_OF
#undef INGOT_NAMES_128
#undef INGOT_NAMES_120
#undef INGOT_NAMES_64
#undef INGOT_NAMES_60
#undef INGOT_NAMES_32

/// Zeros that the compiler does not know for such: it would have constants beside the sums, for
/// blocks without depth, and ptxas then lets products wait for each other.
template <int kCount>
__device__ void clear_sums(float (&sums)[kCount][4]) {
#pragma unroll
  for (auto& four : sums) {
#pragma unroll
    for (float& sum : four) {
      sum = 0;
      asm volatile("" : "+f"(sum));
    }
  }
}

}  // namespace ingot::backend::cuda::kernels
