// Elements of tensors that are kept as f32, f16 or bf16.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <type_traits>

#include "backend/cuda/kernels/tail.h"

namespace ingot::backend::cuda::kernels {

/// Calls body(T()) for the type T of elements, and returns what that does.
#pragma nv_exec_check_disable
template <class Body>
__host__ __device__ auto with_type(Element type, const Body& body) {
  switch (type) {
    case Element::kFloat16: return body(__half());
    case Element::kBFloat16: return body(__nv_bfloat16());
    default: return body(float());
  }
}

/// Two elements of 16 bits in a word; numbers are rounded to nearest.
template <class T>
struct Pair;
template <>
struct Pair<__half> {
  using Type = __half2;
  static __device__ Type of(float low, float high) { return __floats2half2_rn(low, high); }
  static __device__ float2 floats(Type pair) { return __half22float2(pair); }
};
template <>
struct Pair<__nv_bfloat16> {
  using Type = __nv_bfloat162;
  static __device__ Type of(float low, float high) { return __floats2bfloat162_rn(low, high); }
  static __device__ float2 floats(Type pair) { return __bfloat1622float2(pair); }
};

__device__ inline float load(const void* data, Element type, int64_t index) {
  return with_type(type, [&](auto element) {
    return static_cast<float>(static_cast<const decltype(element)*>(data)[index]);
  });
}

__device__ inline void store(void* data, Element type, int64_t index, float value) {
  with_type(type, [&](auto element) {
    static_cast<decltype(element)*>(data)[index] = static_cast<decltype(element)>(value);
  });
}

/// kCount elements of 16 bits, 4 or 8, as they are read and written at once.
template <int kCount>
struct alignas(2 * kCount) Words {
  static_assert(kCount == 4 || kCount == 8);
  std::conditional_t<kCount == 4, uint2, uint4> words;
};

/// Of 16 bits; `index` is a multiple of kCount, 4 or 8, here and below.
template <class T, int kCount>
__device__ void load_vector(const T* data, int64_t index, float (&values)[kCount]) {
  const auto bits = *reinterpret_cast<const Words<kCount>*>(data + index);
  const auto* const pairs = reinterpret_cast<const typename Pair<T>::Type*>(&bits);
#pragma unroll
  for (int i = 0; i < kCount / 2; ++i) {
    const float2 pair = Pair<T>::floats(pairs[i]);
    values[2 * i] = pair.x;
    values[2 * i + 1] = pair.y;
  }
}

template <int kCount>
__device__ void load_vector(const float* data, int64_t index, float (&values)[kCount]) {
#pragma unroll
  for (int i = 0; i < kCount; i += 4) {
    const float4 four = *reinterpret_cast<const float4*>(data + index + i);
    values[i] = four.x;
    values[i + 1] = four.y;
    values[i + 2] = four.z;
    values[i + 3] = four.w;
  }
}

template <int kCount>
__device__ void load_vector(const void* data, Element type, int64_t index,
                            float (&values)[kCount]) {
  with_type(type, [&](auto element) {
    load_vector(static_cast<const decltype(element)*>(data), index, values);
  });
}

/// Of 16 bits.
template <class T, int kCount>
__device__ void store_vector(T* data, int64_t index, const float (&values)[kCount]) {
  Words<kCount> bits;
  auto* const pairs = reinterpret_cast<typename Pair<T>::Type*>(&bits);
#pragma unroll
  for (int i = 0; i < kCount / 2; ++i) pairs[i] = Pair<T>::of(values[2 * i], values[2 * i + 1]);
  *reinterpret_cast<Words<kCount>*>(data + index) = bits;
}

template <int kCount>
__device__ void store_vector(float* data, int64_t index, const float (&values)[kCount]) {
#pragma unroll
  for (int i = 0; i < kCount; i += 4) {
    *reinterpret_cast<float4*>(data + index + i) =
        make_float4(values[i], values[i + 1], values[i + 2], values[i + 3]);
  }
}

template <int kCount>
__device__ void store_vector(void* data, Element type, int64_t index,
                             const float (&values)[kCount]) {
  with_type(type, [&](auto element) {
    store_vector(static_cast<decltype(element)*>(data), index, values);
  });
}

}  // namespace ingot::backend::cuda::kernels
