/// \file
/// What libingot_cuda offers to the libraries that load it. They are built together: a version
/// that differs is another build's.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ingot {

inline constexpr uint32_t kCudaLibraryVersion = 1;
inline constexpr const char* kCudaLibraryEntry = "ingot_cuda_library";

/// A GPU that was opened, for the life of the process.
struct CudaLibrary {
  uint32_t version = 0;
  int ordinal = 0;
  const void* device = nullptr;  ///< a backend::Device
  /// The CUDA runtime's or driver's function of that name; null where it has none.
  void* (*function)(const char* name) = nullptr;
};

/// Opens GPU number `ordinal` and fills `library`; or writes why it cannot, in at most `size`
/// bytes, and returns false.
using OpenCudaLibrary = bool (*)(int ordinal, CudaLibrary* library, char* reason, size_t size);

/// The backend::Device of the GPU that libingot_cudart chose; null where the processor serves.
/// Makes the choice where it is not made yet.
__attribute__((visibility("default"))) const void* chosen_gpu();

}  // namespace ingot
