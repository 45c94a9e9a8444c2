// Instructions of tensor cores and of copies to shared memory, with what does for them on GPUs
// before sm_80.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <cstdint>

namespace ingot::backend::cuda::kernels {

/// The address of shared memory as instructions take it.
__device__ inline uint32_t shared_address(const void* pointer) {
  return static_cast<uint32_t>(__cvta_generic_to_shared(pointer));
}

/// Four words of shared memory, at an address of 16 aligned bytes.
__device__ inline void load_words(uint32_t (&words)[4], uint32_t address) {
  asm volatile("ld.shared.v4.b32 {%0, %1, %2, %3}, [%4];"
               : "=r"(words[0]), "=r"(words[1]), "=r"(words[2]), "=r"(words[3])
               : "r"(address)
               : "memory");
}
__device__ inline void store_words(uint32_t address, const uint32_t (&words)[4]) {
  asm volatile("st.shared.v4.b32 [%0], {%1, %2, %3, %4};" ::"r"(address), "r"(words[0]),
               "r"(words[1]), "r"(words[2]), "r"(words[3])
               : "memory");
}

/// One word of it.
__device__ inline uint32_t load_word(uint32_t address) {
  uint32_t word;
  asm volatile("ld.shared.b32 %0, [%1];" : "=r"(word) : "r"(address) : "memory");
  return word;
}
__device__ inline void store_word(uint32_t address, uint32_t word) {
  asm volatile("st.shared.b32 [%0], %1;" ::"r"(address), "r"(word) : "memory");
}

/// copy_chunk word by word: at once, and from any address of a word.
__device__ inline void copy_words(uint32_t to, const void* from, int bytes) {
  uint32_t words[4] = {};
  const auto* source = static_cast<const uint32_t*>(from);
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    if (4 * i < bytes) words[i] = source[i];
    if (4 * i + 2 == bytes) words[i] &= 0xFFFFU;
  }
  store_words(to, words);
}

/// Copies the first `bytes` of 16 aligned bytes to shared memory, zeros in place of the others;
/// where there are none, `from` may be anything, here and below.
__device__ inline void copy_chunk(uint32_t to, const void* from, int bytes) {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(to), "l"(from), "r"(bytes));
#else
  copy_words(to, from, bytes);
#endif
}

/// Copies a word to shared memory; without `bytes`, 4 of them or none, a zero.
__device__ inline void copy_word(uint32_t to, const void* from, int bytes) {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.ca.shared.global [%0], [%1], 4, %2;" ::"r"(to), "l"(from), "r"(bytes));
#else
  const uint32_t word = bytes > 0 ? *static_cast<const uint32_t*>(from) : 0;
  asm volatile("st.shared.b32 [%0], %1;" ::"r"(to), "r"(word) : "memory");
#endif
}

/// copy_chunk of what this multiprocessor will read again.
__device__ inline void copy_kept_chunk(uint32_t to, const void* from, int bytes) {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.ca.shared.global [%0], [%1], 16, %2;" ::"r"(to), "l"(from), "r"(bytes));
#else
  copy_words(to, from, bytes);
#endif
}

/// Ends a group of copies.
__device__ inline void commit_copies() {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.commit_group;" ::: "memory");
#endif
}

/// Waits for all groups of this thread but the last kLeft.
template <int kLeft>
__device__ void wait_for_copies() {
#if __CUDA_ARCH__ >= 800
  asm volatile("cp.async.wait_group %0;" ::"n"(kLeft) : "memory");
#endif
}

/// Four 8×8 matrices of 16-bit numbers, or 8×4 of 32-bit ones; lane l gives the address of row
/// l % 8 of matrix l / 8, and has of each matrix word l % 4 of row l / 4.
__device__ inline void load_matrices(uint32_t (&words)[4], uint32_t address) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
               : "=r"(words[0]), "=r"(words[1]), "=r"(words[2]), "=r"(words[3])
               : "r"(address)
               : "memory");
}

/// sums += a·b of 16×16 f16 by 16×8.
__device__ inline void multiply(float (&sums)[4], const uint32_t (&a)[4], const uint32_t* b,
                                __half /*type*/) {
#if __CUDA_ARCH__ >= 800
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, "
      "{%8, %9}, {%0, %1, %2, %3};"
      : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#else
  for (int half = 0; half < 2; ++half) {
    asm volatile(
        "mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5}, {%6}, "
        "{%0, %1, %2, %3};"
        : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
        : "r"(a[2 * half]), "r"(a[2 * half + 1]), "r"(b[half]));
  }
#endif
}

/// The same of bf16. Not before sm_80, here and below.
__device__ inline void multiply(float (&sums)[4], const uint32_t (&a)[4], const uint32_t* b,
                                __nv_bfloat16 /*type*/) {
#if __CUDA_ARCH__ >= 800
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, "
      "{%8, %9}, {%0, %1, %2, %3};"
      : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#endif
}

/// sums += a·b of 16×8 tf32 by 8×8.
__device__ inline void multiply(float (&sums)[4], const uint32_t (&a)[4], const uint32_t* b,
                                float /*type*/) {
#if __CUDA_ARCH__ >= 800
  asm volatile(
      "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, "
      "{%8, %9}, {%0, %1, %2, %3};"
      : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#endif
}

/// The bits of an f32 rounded to tf32, to nearest. Not before sm_80.
__device__ inline uint32_t tf32_of(uint32_t bits) {
#if __CUDA_ARCH__ >= 800
  asm("cvt.rna.tf32.f32 %0, %0;" : "+r"(bits));
#endif
  return bits;
}

/// The bits of numbers as a product takes them: f32 rounded.
template <class T>
__device__ void round_factors(uint32_t (&/*words*/)[4], T /*type*/) {}
__device__ inline void round_factors(uint32_t (&words)[4], float /*type*/) {
  for (uint32_t& word : words) word = tf32_of(word);
}

}  // namespace ingot::backend::cuda::kernels
