// Elements of any type as float or double, converted as ir::load and ir::store do.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <limits>
#include <type_traits>

#include "backend/cuda/kernels/number.h"

namespace ingot::backend::cuda::kernels {

/// Calls body(T()) for the type T of elements, and returns what that does.
#pragma nv_exec_check_disable
template <class Body>
__host__ __device__ auto with_number(Number type, const Body& body) {
  switch (type) {
    case Number::kFloat16: return body(__half());
    case Number::kBFloat16: return body(__nv_bfloat16());
    case Number::kInt8: return body(int8_t());
    case Number::kUInt8: return body(uint8_t());
    case Number::kInt32: return body(int32_t());
    case Number::kInt64: return body(int64_t());
    case Number::kBool: return body(bool());
    default: return body(float());
  }
}

template <class T>
constexpr T kLeast = std::numeric_limits<T>::min();
template <class T>
constexpr T kMost = std::numeric_limits<T>::max();

/// Floats round to nearest even; integers truncate and saturate, and NaN becomes 0.
template <class T, class Value>
__host__ __device__ T converted(Value value) {
  if constexpr (std::is_same_v<T, bool>) {
    return value != 0;
  } else if constexpr (std::is_integral_v<T>) {
    if (value != value) return 0;
    if (value <= static_cast<Value>(kLeast<T>)) return kLeast<T>;
    if (value >= static_cast<Value>(kMost<T>)) return kMost<T>;
    return static_cast<T>(value);
  } else {
    return static_cast<T>(static_cast<float>(value));
  }
}

/// `Value` is double where elements may be integers of more than 24 bits.
template <class Value, class T>
__host__ __device__ Value widened(T value) {
  if constexpr (std::is_arithmetic_v<T>) {
    return static_cast<Value>(value);
  } else {
    return static_cast<float>(value);
  }
}

template <class Value>
__device__ Value load(const void* data, Number type, int64_t index) {
  return with_number(type, [&](auto zero) {
    return widened<Value>(static_cast<const decltype(zero)*>(data)[index]);
  });
}

template <class Value>
__device__ void store(void* data, Number type, int64_t index, Value value) {
  with_number(type, [&](auto zero) {
    using T = decltype(zero);
    static_cast<T*>(data)[index] = converted<T>(value);
  });
}

}  // namespace ingot::backend::cuda::kernels
