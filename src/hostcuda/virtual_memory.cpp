#include "hostcuda/virtual_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <iterator>
#include <utility>

#include "hostcuda/allocations.h"
#include "hostcuda/host_info.h"

namespace ingot::hostcuda {
namespace {

std::atomic<std::size_t> physical_bytes{0};

void* pointer_to(std::uintptr_t address) { return reinterpret_cast<void*>(address); }

// Addresses without memory behind them; at `address` if it is not 0.
void* claim_addresses(std::uintptr_t address, std::size_t size, int flags) {
  return mmap(pointer_to(address), size, PROT_NONE,
              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags, -1, 0);
}

int protection(CUmemAccess_flags access) {
  switch (access) {
    case CU_MEM_ACCESS_FLAGS_PROT_NONE: break;
    case CU_MEM_ACCESS_FLAGS_PROT_READ: return PROT_READ;
    case CU_MEM_ACCESS_FLAGS_PROT_READWRITE: return PROT_READ | PROT_WRITE;
  }
  return PROT_NONE;
}

// The table of device memory holds what is mapped and may be read.
void publish(std::uintptr_t address, std::size_t size, CUmemAccess_flags access) {
  Allocations& table = Allocations::instance();
  table.remove_mapped(address);
  if (access == CU_MEM_ACCESS_FLAGS_PROT_NONE) return;
  table.add_mapped(address, size, access == CU_MEM_ACCESS_FLAGS_PROT_READWRITE);
}

}  // namespace

std::shared_ptr<PhysicalMemory> PhysicalMemory::create(std::size_t size,
                                                       const CUmemAllocationProp& prop) {
  const std::size_t limit = total_memory();
  if (size > limit || physical_bytes.fetch_add(size) > limit - size) {
    if (size <= limit) physical_bytes.fetch_sub(size);
    return nullptr;
  }
  const int file = memfd_create("device memory", MFD_CLOEXEC);
  if (file < 0 || ftruncate(file, static_cast<off_t>(size)) != 0) {
    if (file >= 0) close(file);
    physical_bytes.fetch_sub(size);
    return nullptr;
  }
  return std::shared_ptr<PhysicalMemory>(new PhysicalMemory(file, size, prop));
}

PhysicalMemory::~PhysicalMemory() {
  close(file_);
  physical_bytes.fetch_sub(size_);
}

bool PhysicalMemory::map(std::uintptr_t address, std::size_t size) const {
  void* const place = mmap(pointer_to(address), size, PROT_NONE, MAP_SHARED | MAP_FIXED, file_, 0);
  return place != MAP_FAILED;
}

VirtualMemory& VirtualMemory::instance() {
  static VirtualMemory& memory = *new VirtualMemory;
  return memory;
}

CUresult VirtualMemory::reserve(std::uintptr_t& address, std::size_t size, std::size_t alignment,
                                std::uintptr_t wish) {
  if (size > SIZE_MAX - alignment) return CUDA_ERROR_OUT_OF_MEMORY;
  void* const place = claim_addresses(wish, size + alignment, 0);
  if (place == MAP_FAILED) return CUDA_ERROR_OUT_OF_MEMORY;
  const auto begin = reinterpret_cast<std::uintptr_t>(place);
  address = (begin + alignment - 1) / alignment * alignment;
  const std::size_t before = address - begin;
  if (before > 0) munmap(place, before);
  munmap(pointer_to(address + size), alignment - before);
  const std::lock_guard lock(mutex_);
  reserved_.emplace(address, size);
  return CUDA_SUCCESS;
}

CUresult VirtualMemory::unreserve(std::uintptr_t address, std::size_t size) {
  const std::lock_guard lock(mutex_);
  const auto found = reserved_.find(address);
  if (found == reserved_.end() || found->second != size || !is_unmapped(address, size)) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  munmap(pointer_to(address), size);
  reserved_.erase(found);
  return CUDA_SUCCESS;
}

CUresult VirtualMemory::create(Handle& handle, std::size_t size, const CUmemAllocationProp& prop) {
  auto memory = PhysicalMemory::create(size, prop);
  if (memory == nullptr) return CUDA_ERROR_OUT_OF_MEMORY;
  const std::lock_guard lock(mutex_);
  handle = ++last_handle_;
  handles_.emplace(handle, Named{std::move(memory), 1});
  return CUDA_SUCCESS;
}

CUresult VirtualMemory::release(Handle handle) {
  const std::lock_guard lock(mutex_);
  const auto found = handles_.find(handle);
  if (found == handles_.end()) return CUDA_ERROR_INVALID_VALUE;
  if (--found->second.references == 0) handles_.erase(found);
  return CUDA_SUCCESS;
}

bool VirtualMemory::is_reserved(std::uintptr_t address, std::size_t size) const {
  const auto after = reserved_.upper_bound(address);
  if (after == reserved_.begin()) return false;
  const auto& [base, bytes] = *std::prev(after);
  return address - base <= bytes && size <= bytes - (address - base);
}

bool VirtualMemory::is_unmapped(std::uintptr_t address, std::size_t size) const {
  const auto after = mappings_.lower_bound(address + size);
  if (after == mappings_.begin()) return true;
  const auto& [base, mapping] = *std::prev(after);
  return base + mapping.size <= address;
}

CUresult VirtualMemory::map(std::uintptr_t address, std::size_t size, Handle handle) {
  const std::lock_guard lock(mutex_);
  const auto named = handles_.find(handle);
  if (named == handles_.end() || size > named->second.memory->size() ||
      !is_reserved(address, size) || !is_unmapped(address, size)) {
    return CUDA_ERROR_INVALID_VALUE;
  }
  if (!named->second.memory->map(address, size)) return CUDA_ERROR_OUT_OF_MEMORY;
  mappings_.emplace(address,
                    Mapping{size, named->second.memory, handle, CU_MEM_ACCESS_FLAGS_PROT_NONE});
  return CUDA_SUCCESS;
}

std::pair<VirtualMemory::Mappings::iterator, VirtualMemory::Mappings::iterator>
VirtualMemory::whole(std::uintptr_t address, std::size_t size) {
  const auto first = mappings_.find(address);
  std::uintptr_t next = address;
  auto last = first;
  while (last != mappings_.end() && last->first == next && next < address + size) {
    next += last->second.size;
    ++last;
  }
  if (next != address + size) return {mappings_.end(), mappings_.end()};
  return {first, last};
}

CUresult VirtualMemory::unmap(std::uintptr_t address, std::size_t size) {
  const std::lock_guard lock(mutex_);
  const auto [first, last] = whole(address, size);
  if (first == last) return CUDA_ERROR_INVALID_VALUE;
  for (auto mapping = first; mapping != last; ++mapping) {
    publish(mapping->first, mapping->second.size, CU_MEM_ACCESS_FLAGS_PROT_NONE);
  }
  mappings_.erase(first, last);
  return claim_addresses(address, size, MAP_FIXED) == MAP_FAILED ? CUDA_ERROR_OUT_OF_MEMORY
                                                                 : CUDA_SUCCESS;
}

CUresult VirtualMemory::set_access(std::uintptr_t address, std::size_t size,
                                   CUmemAccess_flags access) {
  const std::lock_guard lock(mutex_);
  const auto [first, last] = whole(address, size);
  if (first == last) return CUDA_ERROR_INVALID_VALUE;
  if (mprotect(pointer_to(address), size, protection(access)) != 0) {
    return CUDA_ERROR_OUT_OF_MEMORY;
  }
  for (auto mapping = first; mapping != last; ++mapping) {
    mapping->second.access = access;
    publish(mapping->first, mapping->second.size, access);
  }
  return CUDA_SUCCESS;
}

VirtualMemory::Mappings::iterator VirtualMemory::find(std::uintptr_t address) {
  const auto after = mappings_.upper_bound(address);
  if (after == mappings_.begin()) return mappings_.end();
  const auto found = std::prev(after);
  return address - found->first < found->second.size ? found : mappings_.end();
}

CUresult VirtualMemory::get_access(unsigned long long& access, std::uintptr_t address) {
  const std::lock_guard lock(mutex_);
  const auto found = find(address);
  if (found == mappings_.end()) return CUDA_ERROR_INVALID_VALUE;
  access = found->second.access;
  return CUDA_SUCCESS;
}

CUresult VirtualMemory::retain(Handle& handle, std::uintptr_t address) {
  const std::lock_guard lock(mutex_);
  const auto found = find(address);
  if (found == mappings_.end()) return CUDA_ERROR_INVALID_VALUE;
  handle = found->second.handle;
  const auto named = handles_.try_emplace(handle, Named{found->second.memory, 0}).first;
  ++named->second.references;
  return CUDA_SUCCESS;
}

CUresult VirtualMemory::properties(CUmemAllocationProp& prop, Handle handle) {
  const std::lock_guard lock(mutex_);
  const auto found = handles_.find(handle);
  if (found == handles_.end()) return CUDA_ERROR_INVALID_VALUE;
  prop = found->second.memory->properties();
  return CUDA_SUCCESS;
}

}  // namespace ingot::hostcuda
