#pragma once

#include <cstdint>

namespace ingot::backend::cuda::kernels {

/// The type that elements of any tensor have in memory, in the order of ir::DataType.
enum class Number : uint8_t {
  kFloat32,
  kFloat16,
  kBFloat16,
  kInt8,
  kUInt8,
  kInt32,
  kInt64,
  kBool,
};

}  // namespace ingot::backend::cuda::kernels
