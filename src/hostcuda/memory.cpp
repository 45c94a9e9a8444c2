// Allocation calls.
#include <cstdint>
#include <memory>

#include "cuda_runtime_api.h"
#include "hostcuda/allocations.h"
#include "hostcuda/dispatch.h"
#include "hostcuda/enqueue.h"
#include "hostcuda/host_info.h"

namespace ingot::hostcuda {
namespace {

constexpr std::size_t kPitchAlignment = 512;

cudaError_t allocate(void** pointer, std::size_t size, cudaMemoryType type, unsigned flags) {
  if (pointer == nullptr) return cudaErrorInvalidValue;
  const cudaError_t refused = check_unsafe_call();
  if (refused != cudaSuccess) return refused;
  *pointer = nullptr;
  if (size == 0) return cudaSuccess;
  void* const memory = Allocations::instance().allocate(size, type, flags);
  if (memory == nullptr) return cudaErrorMemoryAllocation;
  *pointer = memory;
  return cudaSuccess;
}

cudaError_t allocate_device(void** pointer, std::size_t size) {
  return allocate(pointer, size, cudaMemoryTypeDevice, 0);
}

cudaError_t allocate_pitch(void** pointer, std::size_t* pitch, std::size_t width,
                           std::size_t height) {
  if (pointer == nullptr || pitch == nullptr) return cudaErrorInvalidValue;
  if (width > SIZE_MAX - kPitchAlignment) return cudaErrorMemoryAllocation;
  const std::size_t row = (width + kPitchAlignment - 1) / kPitchAlignment * kPitchAlignment;
  std::size_t size = 0;
  if (__builtin_mul_overflow(row, height, &size)) return cudaErrorMemoryAllocation;
  const cudaError_t result = allocate_device(pointer, size);
  if (result == cudaSuccess) *pitch = row;
  return result;
}

cudaError_t allocate_planes(cudaPitchedPtr* planes, cudaExtent extent) {
  if (planes == nullptr) return cudaErrorInvalidValue;
  std::size_t rows = 0;
  if (__builtin_mul_overflow(extent.height, extent.depth, &rows)) return cudaErrorMemoryAllocation;
  void* pointer = nullptr;
  std::size_t pitch = 0;
  const cudaError_t result = allocate_pitch(&pointer, &pitch, extent.width, rows);
  if (result == cudaSuccess) *planes = {pointer, pitch, extent.width, extent.height};
  return result;
}

cudaError_t allocate_managed(void** pointer, std::size_t size, unsigned flags) {
  if (flags != cudaMemAttachGlobal && flags != cudaMemAttachHost) return cudaErrorInvalidValue;
  return allocate(pointer, size, cudaMemoryTypeManaged, flags);
}

// With one address space, pinned memory is always mapped.
cudaError_t allocate_host(void** pointer, std::size_t size, unsigned flags) {
  constexpr unsigned kKnown =
      cudaHostAllocPortable | cudaHostAllocMapped | cudaHostAllocWriteCombined;
  if ((flags & ~kKnown) != 0) return cudaErrorInvalidValue;
  return allocate(pointer, size, cudaMemoryTypeHost, flags | cudaHostAllocMapped);
}

constexpr auto nothing = [] {};

// The memory belongs to the graph, at an address that is the same in every launch.
cudaError_t allocate_in_graph(void** pointer, std::size_t size, Stream& stream) {
  if (pointer == nullptr) return cudaErrorInvalidValue;
  *pointer = nullptr;
  if (size == 0) return cudaSuccess;
  void* const memory =
      Allocations::instance().allocate(size, cudaMemoryTypeDevice, 0, Origin::kGraph);
  if (memory == nullptr) return cudaErrorMemoryAllocation;
  const std::shared_ptr<void> owner(
      memory, [](void* owned) { Allocations::instance().free(owned, Origin::kGraph); });
  const cudaError_t result =
      capture_node(stream, {cudaGraphNodeTypeMemAlloc, make_task(nothing), owner, {}});
  if (result == cudaSuccess) *pointer = memory;
  return result;
}

// The memory itself is there at once, which no order of the stream can tell from later.
cudaError_t allocate_async(void** pointer, std::size_t size, cudaStream_t handle) {
  Stream* const stream = find_stream(handle);
  if (stream == nullptr) return cudaErrorInvalidResourceHandle;
  if (captured(*stream)) return allocate_in_graph(pointer, size, *stream);
  const cudaError_t refused = check_stream_call(*stream);
  return refused != cudaSuccess ? refused : allocate_device(pointer, size);
}

bool is_device(const Allocation& allocation) {
  return allocation.type == cudaMemoryTypeDevice && allocation.origin == Origin::kAllocated;
}

bool is_device_or_managed(const Allocation& allocation) {
  return is_device(allocation) || allocation.type == cudaMemoryTypeManaged;
}

bool is_host(const Allocation& allocation) {
  return allocation.type == cudaMemoryTypeHost && allocation.origin == Origin::kAllocated;
}

template <class Accept>
cudaError_t free_after_all_work(void* pointer, const Accept& accept) {
  const cudaError_t refused = check_unsafe_call();
  if (refused != cudaSuccess) return refused;
  if (pointer == nullptr) return cudaSuccess;
  Allocations& table = Allocations::instance();
  if (!table.mark_freed(pointer, accept)) return cudaErrorInvalidValue;
  synchronize_all();
  table.free(pointer, Origin::kFreed);
  return cudaSuccess;
}

cudaError_t free_device(void* pointer) {
  return free_after_all_work(pointer, is_device_or_managed);
}

cudaError_t free_host(void* pointer) { return free_after_all_work(pointer, is_host); }

bool is_of_graph(const Allocation& allocation) { return allocation.origin == Origin::kGraph; }

cudaError_t free_async(void* pointer, cudaStream_t handle) {
  Stream* const stream = find_stream(handle);
  if (stream == nullptr) return cudaErrorInvalidResourceHandle;
  if (pointer == nullptr) return cudaSuccess;
  Allocations& table = Allocations::instance();
  const auto found = table.find(pointer);
  if (found && found->type == cudaMemoryTypeManaged) return cudaErrorNotSupported;
  if (captured(*stream)) {
    if (!found || !is_of_graph(*found)) return cudaErrorInvalidValue;
    return capture_node(*stream, {cudaGraphNodeTypeMemFree, make_task(nothing), nullptr, {}});
  }
  const cudaError_t refused = check_stream_call(*stream);
  if (refused != cudaSuccess) return refused;
  if (!table.mark_freed(pointer, is_device)) return cudaErrorInvalidValue;
  return enqueue_short(
      *stream, [pointer] { Allocations::instance().free(pointer, Origin::kFreed); },
      cudaGraphNodeTypeMemFree);
}

cudaError_t register_host(void* pointer, std::size_t size, unsigned flags) {
  constexpr unsigned kKnown =
      cudaHostRegisterPortable | cudaHostRegisterMapped | cudaHostRegisterReadOnly;
  if (pointer == nullptr || size == 0 || (flags & ~kKnown) != 0) return cudaErrorInvalidValue;
  return Allocations::instance().register_host(pointer, size, flags | cudaHostRegisterMapped);
}

cudaError_t unregister_host(void* pointer) {
  if (pointer == nullptr) return cudaErrorInvalidValue;
  synchronize_all();
  const auto removed = Allocations::instance().remove(pointer, [](const Allocation& allocation) {
    return allocation.origin == Origin::kRegistered;
  });
  return removed ? cudaSuccess : cudaErrorHostMemoryNotRegistered;
}

std::optional<Allocation> find_host(const void* pointer) {
  auto found = Allocations::instance().find(pointer);
  if (found && found->type != cudaMemoryTypeHost) found.reset();
  return found;
}

cudaError_t host_device_pointer(void** device, void* host, unsigned flags) {
  if (device == nullptr || flags != 0 || !find_host(host)) return cudaErrorInvalidValue;
  *device = host;
  return cudaSuccess;
}

cudaError_t host_flags(unsigned* flags, void* host) {
  if (flags == nullptr) return cudaErrorInvalidValue;
  const auto found = find_host(host);
  if (!found) return cudaErrorInvalidValue;
  *flags = found->flags;
  return cudaSuccess;
}

cudaError_t pointer_attributes(cudaPointerAttributes* attributes, const void* pointer) {
  if (attributes == nullptr) return cudaErrorInvalidValue;
  void* const address = const_cast<void*>(pointer);
  *attributes = {cudaMemoryTypeUnregistered, cudaInvalidDeviceId, nullptr, address};
  const auto found = Allocations::instance().find(pointer);
  if (!found) return cudaSuccess;
  const bool host_sees_it = found->type != cudaMemoryTypeDevice;
  *attributes = {found->type, 0, address, host_sees_it ? address : nullptr};
  return cudaSuccess;
}

cudaError_t memory_info(std::size_t* free, std::size_t* total) {
  if (free != nullptr) *free = available_memory();
  if (total != nullptr) *total = total_memory();
  return cudaSuccess;
}

}  // namespace
}  // namespace ingot::hostcuda

using namespace ingot::hostcuda;

cudaError_t cudaMalloc(void** devPtr, size_t size) {
  INGOT_ON_GPU(cudaMalloc(devPtr, size));
  return dispatch<allocate_device>(devPtr, size);
}
cudaError_t cudaMallocPitch(void** devPtr, size_t* pitch, size_t width, size_t height) {
  INGOT_ON_GPU(cudaMallocPitch(devPtr, pitch, width, height));
  return dispatch<allocate_pitch>(devPtr, pitch, width, height);
}
cudaError_t cudaMalloc3D(cudaPitchedPtr* pitchedDevPtr, cudaExtent extent) {
  INGOT_ON_GPU(cudaMalloc3D(pitchedDevPtr, extent));
  return dispatch<allocate_planes>(pitchedDevPtr, extent);
}
cudaError_t cudaMallocManaged(void** devPtr, size_t size, unsigned flags) {
  INGOT_ON_GPU(cudaMallocManaged(devPtr, size, flags));
  return dispatch<allocate_managed>(devPtr, size, flags);
}
cudaError_t cudaMallocHost(void** ptr, size_t size) {
  INGOT_ON_GPU(cudaMallocHost(ptr, size));
  return dispatch<allocate_host>(ptr, size, unsigned{cudaHostAllocDefault});
}
cudaError_t cudaHostAlloc(void** pHost, size_t size, unsigned flags) {
  INGOT_ON_GPU(cudaHostAlloc(pHost, size, flags));
  return dispatch<allocate_host>(pHost, size, flags);
}
cudaError_t cudaMallocAsync(void** devPtr, size_t size, cudaStream_t stream) {
  INGOT_ON_GPU(cudaMallocAsync(devPtr, size, stream));
  return dispatch<allocate_async>(devPtr, size, stream);
}
cudaError_t cudaFree(void* devPtr) {
  INGOT_ON_GPU(cudaFree(devPtr));
  return dispatch<free_device>(devPtr);
}
cudaError_t cudaFreeHost(void* ptr) {
  INGOT_ON_GPU(cudaFreeHost(ptr));
  return dispatch<free_host>(ptr);
}
cudaError_t cudaFreeAsync(void* devPtr, cudaStream_t stream) {
  INGOT_ON_GPU(cudaFreeAsync(devPtr, stream));
  return dispatch<free_async>(devPtr, stream);
}
cudaError_t cudaHostRegister(void* ptr, size_t size, unsigned flags) {
  INGOT_ON_GPU(cudaHostRegister(ptr, size, flags));
  return dispatch<register_host>(ptr, size, flags);
}
cudaError_t cudaHostUnregister(void* ptr) {
  INGOT_ON_GPU(cudaHostUnregister(ptr));
  return dispatch<unregister_host>(ptr);
}
cudaError_t cudaHostGetDevicePointer(void** pDevice, void* pHost, unsigned flags) {
  INGOT_ON_GPU(cudaHostGetDevicePointer(pDevice, pHost, flags));
  return dispatch<host_device_pointer>(pDevice, pHost, flags);
}
cudaError_t cudaHostGetFlags(unsigned* pFlags, void* pHost) {
  INGOT_ON_GPU(cudaHostGetFlags(pFlags, pHost));
  return dispatch<host_flags>(pFlags, pHost);
}
cudaError_t cudaPointerGetAttributes(cudaPointerAttributes* attributes, const void* ptr) {
  INGOT_ON_GPU(cudaPointerGetAttributes(attributes, ptr));
  return dispatch<pointer_attributes>(attributes, ptr);
}
cudaError_t cudaMemGetInfo(size_t* free, size_t* total) {
  INGOT_ON_GPU(cudaMemGetInfo(free, total));
  return dispatch<memory_info>(free, total);
}
