// What generated kernels read and write elements by. Read by NVRTC alone, after functions.cuh,
// where there are no headers of CUDA's.
#pragma once

namespace ingot::backend::cuda::kernels {

/// An element that is kept as f16.
struct Half {
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

__device__ inline Half to_half(float value) {
  Half result;
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(result.bits) : "f"(value));
  return result;
}

/// Two elements, the first one in the lower bits.
__device__ inline unsigned to_pair(float first, float second) {
  return to_half(first).bits | static_cast<unsigned>(to_half(second).bits) << 16;
}

__device__ inline float load(const float* x) { return *x; }
__device__ inline float load(const Half* x) { return to_float(*x); }
__device__ inline void store(float* y, float value) { *y = value; }
__device__ inline void store(Half* y, float value) { *y = to_half(value); }

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

template <int kCount>
__device__ void load_vector(const Half* x, float (&values)[kCount]) {
  static_assert(kCount % 8 == 0);
#pragma unroll
  for (int i = 0; i < kCount; i += 8) {
    const uint4 bits = *reinterpret_cast<const uint4*>(x + i);
    const unsigned pairs[4] = {bits.x, bits.y, bits.z, bits.w};
#pragma unroll
    for (int k = 0; k < 4; ++k) {
      values[i + 2 * k] = to_float({static_cast<unsigned short>(pairs[k] & 0xFFFFU)});
      values[i + 2 * k + 1] = to_float({static_cast<unsigned short>(pairs[k] >> 16)});
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

template <int kCount>
__device__ void store_vector(Half* y, const float (&values)[kCount]) {
  static_assert(kCount % 8 == 0);
#pragma unroll
  for (int i = 0; i < kCount; i += 8) {
    *reinterpret_cast<uint4*>(y + i) =
        make_uint4(to_pair(values[i], values[i + 1]), to_pair(values[i + 2], values[i + 3]),
                   to_pair(values[i + 4], values[i + 5]), to_pair(values[i + 6], values[i + 7]));
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
