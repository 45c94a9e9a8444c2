// What generated kernels read and write elements by. Read by NVRTC alone, after functions.cuh,
// where there are no headers of CUDA's.
#pragma once

namespace ingot::backend::cuda::kernels {

/// Elements that are kept as f16 and as bf16.
struct Half {
  unsigned short bits;
};
struct BFloat16 {
  unsigned short bits;
};

/// A number that overloads differ by.
template <int kCount>
struct Count {};

/// Waits until the kernel before is done, and lets the next one begin up to its own wait.
__device__ inline void begin_early() {
#if __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.launch_dependents;");
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

__device__ inline float to_float(Half value) {
  float result;
  asm("cvt.f32.f16 %0, %1;" : "=f"(result) : "h"(value.bits));
  return result;
}

__device__ inline float to_float(BFloat16 value) {
  return __int_as_float(static_cast<int>(static_cast<unsigned>(value.bits) << 16));
}

__device__ inline Half rounded(float value, Half result) {
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(result.bits) : "f"(value));
  return result;
}

__device__ inline BFloat16 rounded(float value, BFloat16 result) {
  asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(result.bits) : "f"(value));
  return result;
}

/// Two elements of T, the first one in the lower bits.
template <class T>
__device__ unsigned to_pair(float first, float second) {
  return rounded(first, T()).bits | static_cast<unsigned>(rounded(second, T()).bits) << 16;
}

template <class T>
__device__ float load(const T* x) {
  return to_float(*x);
}
__device__ inline float load(const float* x) { return *x; }
template <class T>
__device__ void store(T* y, float value) {
  *y = rounded(value, T());
}
__device__ inline void store(float* y, float value) { *y = value; }

/// From an address that is a multiple of 16 bytes, as below.
template <int kCount>
__device__ void load_vector(const float* x, float (&values)[kCount]) {
  static_assert(kCount % 4 == 0);
#pragma unroll
  for (int i = 0; i < kCount; i += 4) {
    const float4 four = *reinterpret_cast<const float4*>(x + i);
    values[i] = four.x;
    values[i + 1] = four.y;
    values[i + 2] = four.z;
    values[i + 3] = four.w;
  }
}

/// Of 16 bits.
template <class T, int kCount>
__device__ void load_vector(const T* x, float (&values)[kCount]) {
  static_assert(kCount % 8 == 0);
#pragma unroll
  for (int i = 0; i < kCount; i += 8) {
    const uint4 bits = *reinterpret_cast<const uint4*>(x + i);
    const unsigned pairs[4] = {bits.x, bits.y, bits.z, bits.w};
#pragma unroll
    for (int k = 0; k < 4; ++k) {
      values[i + 2 * k] = to_float(T{static_cast<unsigned short>(pairs[k] & 0xFFFFU)});
      values[i + 2 * k + 1] = to_float(T{static_cast<unsigned short>(pairs[k] >> 16)});
    }
  }
}

template <int kCount>
__device__ void store_vector(float* y, const float (&values)[kCount]) {
  static_assert(kCount % 4 == 0);
#pragma unroll
  for (int i = 0; i < kCount; i += 4) {
    *reinterpret_cast<float4*>(y + i) =
        make_float4(values[i], values[i + 1], values[i + 2], values[i + 3]);
  }
}

/// Of 16 bits.
template <class T, int kCount>
__device__ void store_vector(T* y, const float (&values)[kCount]) {
  static_assert(kCount % 8 == 0);
#pragma unroll
  for (int i = 0; i < kCount; i += 8) {
    *reinterpret_cast<uint4*>(y + i) =
        make_uint4(to_pair<T>(values[i], values[i + 1]), to_pair<T>(values[i + 2], values[i + 3]),
                   to_pair<T>(values[i + 4], values[i + 5]),
                   to_pair<T>(values[i + 6], values[i + 7]));
  }
}

/// One element for all of a vector's.
template <class T, int kCount>
__device__ void load_same(const T* x, float (&values)[kCount]) {
  const float value = load(x);
#pragma unroll
  for (int i = 0; i < kCount; ++i) values[i] = value;
}

}  // namespace ingot::backend::cuda::kernels
