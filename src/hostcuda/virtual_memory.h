// Memory that is made, and mapped into reserved address ranges, in separate steps.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "cuda.h"

namespace ingot::hostcuda {

/// Memory that exists apart from an address: a file of the kernel's without a name.
class PhysicalMemory {
 public:
  /// Null where the machine has no such amount.
  static std::shared_ptr<PhysicalMemory> create(std::size_t size, const CUmemAllocationProp& prop);
  PhysicalMemory(const PhysicalMemory&) = delete;
  PhysicalMemory& operator=(const PhysicalMemory&) = delete;
  ~PhysicalMemory();

  std::size_t size() const { return size_; }
  const CUmemAllocationProp& properties() const { return properties_; }
  bool map(std::uintptr_t address, std::size_t size) const;

 private:
  PhysicalMemory(int file, std::size_t size, const CUmemAllocationProp& prop)
      : file_(file), size_(size), properties_(prop) {}

  int file_;
  std::size_t size_;
  CUmemAllocationProp properties_;
};

/// The calls of cuda.h, for arguments that are multiples of the granularity.
class VirtualMemory {
 public:
  static constexpr std::size_t kGranularity = std::size_t{2} << 20;
  using Handle = CUmemGenericAllocationHandle;

  static VirtualMemory& instance();

  CUresult reserve(std::uintptr_t& address, std::size_t size, std::size_t alignment,
                   std::uintptr_t wish);
  CUresult unreserve(std::uintptr_t address, std::size_t size);
  CUresult create(Handle& handle, std::size_t size, const CUmemAllocationProp& prop);
  CUresult release(Handle handle);
  CUresult map(std::uintptr_t address, std::size_t size, Handle handle);
  /// Takes away the mappings that make up the range, each of them whole.
  CUresult unmap(std::uintptr_t address, std::size_t size);
  CUresult set_access(std::uintptr_t address, std::size_t size, CUmemAccess_flags access);
  CUresult get_access(unsigned long long& access, std::uintptr_t address);
  CUresult retain(Handle& handle, std::uintptr_t address);
  CUresult properties(CUmemAllocationProp& prop, Handle handle);

 private:
  struct Mapping {
    std::size_t size;
    std::shared_ptr<PhysicalMemory> memory;
    Handle handle;
    CUmemAccess_flags access;
  };
  struct Named {
    std::shared_ptr<PhysicalMemory> memory;
    unsigned references;
  };
  using Mappings = std::map<std::uintptr_t, Mapping>;

  // mutex_ is held in all of these.
  bool is_reserved(std::uintptr_t address, std::size_t size) const;
  bool is_unmapped(std::uintptr_t address, std::size_t size) const;
  /// The mappings that make up exactly this range; an empty one if there are none such.
  std::pair<Mappings::iterator, Mappings::iterator> whole(std::uintptr_t address, std::size_t size);
  Mappings::iterator find(std::uintptr_t address);

  std::mutex mutex_;
  std::map<std::uintptr_t, std::size_t> reserved_;  // sizes
  Mappings mappings_;
  std::map<Handle, Named> handles_;
  Handle last_handle_ = 0;
};

}  // namespace ingot::hostcuda
