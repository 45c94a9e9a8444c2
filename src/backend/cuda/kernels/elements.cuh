// Elements of tensors that are kept as f32 or as f16.
#pragma once

#include <cuda_fp16.h>

#include <type_traits>

#include "backend/cuda/kernels/tail.h"

namespace ingot::backend::cuda::kernels {

__device__ inline float load(const void* data, Element type, int64_t index) {
  return type == Element::kFloat16 ? __half2float(static_cast<const __half*>(data)[index])
                                   : static_cast<const float*>(data)[index];
}

__device__ inline void store(void* data, Element type, int64_t index, float value) {
  if (type == Element::kFloat16) {
    static_cast<__half*>(data)[index] = __float2half_rn(value);
  } else {
    static_cast<float*>(data)[index] = value;
  }
}

/// The words of kCount f16, 4 or 8, as they are read and written at once.
template <int kCount>
struct alignas(kCount * sizeof(__half)) HalfWords {
  static_assert(kCount == 4 || kCount == 8);
  std::conditional_t<kCount == 4, uint2, uint4> words;
};

/// `index` is a multiple of kCount, 4 or 8, here and below.
template <int kCount>
__device__ void load_vector(const __half* data, int64_t index, float (&values)[kCount]) {
  const auto bits = *reinterpret_cast<const HalfWords<kCount>*>(data + index);
  const auto* const pairs = reinterpret_cast<const __half2*>(&bits);
#pragma unroll
  for (int i = 0; i < kCount / 2; ++i) {
    const float2 pair = __half22float2(pairs[i]);
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
  if (type == Element::kFloat16) {
    load_vector(static_cast<const __half*>(data), index, values);
  } else {
    load_vector(static_cast<const float*>(data), index, values);
  }
}

template <int kCount>
__device__ void store_vector(__half* data, int64_t index, const float (&values)[kCount]) {
  HalfWords<kCount> bits;
  auto* const pairs = reinterpret_cast<__half2*>(&bits);
#pragma unroll
  for (int i = 0; i < kCount / 2; ++i) {
    pairs[i] = __floats2half2_rn(values[2 * i], values[2 * i + 1]);
  }
  *reinterpret_cast<HalfWords<kCount>*>(data + index) = bits;
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
  if (type == Element::kFloat16) {
    store_vector(static_cast<__half*>(data), index, values);
  } else {
    store_vector(static_cast<float*>(data), index, values);
  }
}

}  // namespace ingot::backend::cuda::kernels
