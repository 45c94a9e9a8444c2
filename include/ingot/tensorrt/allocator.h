/// \file
/// Memory that the program provides.
#pragma once

#include <cuda_runtime_api.h>

#include "dims.h"
#include "versioned_interface.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Property of an allocation (TensorRT 8 on).
enum class AllocatorFlag : int32_t {
  kRESIZABLE = 0  ///< IGpuAllocator::reallocate may be called on it.
};
INGOT_ENUM_MAX(AllocatorFlag, 1)

/// Set of properties: bit i stands for the AllocatorFlag with number i.
using AllocatorFlags = uint32_t;

/// Gives device memory; implemented by the program. Several threads may call it at once. Override
/// allocate and one of free and deallocate: each of the two calls the other by default.
class IGpuAllocator : public IVersionedInterface {
 public:
  /// Returns size bytes at an address that is a multiple of alignment (a power of two), or null if
  /// there are none. A size of 0 gives null.
  virtual void* allocate(uint64_t size, uint64_t alignment, AllocatorFlags flags) = 0;

  /// Gives an allocation back (TensorRT 5-9). Null is allowed.
  virtual void free(void* memory) { deallocate(memory); }

  /// Gives an allocation back; returns whether that worked (TensorRT 8 on). Null is allowed.
  virtual bool deallocate(void* memory) {
    free(memory);
    return true;
  }

  /// Resizes an allocation made with kRESIZABLE and keeps its content; returns the new address, or
  /// null if it cannot, in which case the old one stays valid (TensorRT 8 on).
  virtual void* reallocate(void* /*baseAddr*/, uint64_t /*alignment*/, uint64_t /*newSize*/) {
    return nullptr;
  }

  /// As allocate, for use in stream order (TensorRT 10 on).
  virtual void* allocateAsync(uint64_t size, uint64_t alignment, AllocatorFlags flags,
                              cudaStream_t /*stream*/) {
    return allocate(size, alignment, flags);
  }

  /// As deallocate, once the work queued on the stream is done (TensorRT 10 on).
  virtual bool deallocateAsync(void* memory, cudaStream_t /*stream*/) { return deallocate(memory); }
};

/// Gives the memory of an output when its size becomes known; implemented by the program (TensorRT
/// 8.5 on). Override one of the two reallocate methods, and notifyShape.
class IOutputAllocator : public IVersionedInterface {
 public:
  /// Returns memory of at least size bytes at a multiple of alignment, or null if there is none.
  /// currentMemory is the address set for the tensor and may be returned if it is large enough.
  virtual void* reallocateOutput(const char* /*tensorName*/, void* /*currentMemory*/,
                                 uint64_t /*size*/, uint64_t /*alignment*/) {
    return nullptr;
  }

  /// As reallocateOutput, in the order of the stream of the run (TensorRT 10 on).
  virtual void* reallocateOutputAsync(const char* tensorName, void* currentMemory, uint64_t size,
                                      uint64_t alignment, cudaStream_t /*stream*/) {
    return reallocateOutput(tensorName, currentMemory, size, alignment);
  }

  /// Takes the shape of the output, before the data is complete.
  virtual void notifyShape(const char* tensorName, const Dims& dims) = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
