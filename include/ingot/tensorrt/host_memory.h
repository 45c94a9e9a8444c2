/// \file
/// A block of host memory owned by the library.
#pragma once

#include <cstddef>

#include "data_type.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// A block of host memory, such as a serialized engine. Programs may derive from it.
class IHostMemory {
 public:
  virtual ~IHostMemory() = default;

  /// First byte.
  virtual void* data() const = 0;
  /// Size in bytes.
  virtual std::size_t size() const = 0;
  /// Type of the elements; kINT8 for a serialized engine.
  virtual DataType type() const = 0;
  /// Frees the block, as delete does (TensorRT 5-9).
  virtual void destroy() { delete this; }
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
