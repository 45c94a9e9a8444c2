// The table of memory that the runtime gave out or was told of.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>

#include "driver_types.h"

namespace ingot::hostcuda {

enum class Origin {
  kAllocated,
  kFreed,       // to be freed where a stream comes to it
  kGraph,       // a graph's own
  kRegistered,  // the user's own memory
  kMapped       // the driver interface's
};

struct Allocation {
  std::uintptr_t base = 0;
  std::size_t size = 0;
  cudaMemoryType type = cudaMemoryTypeUnregistered;
  unsigned flags = 0;
  Origin origin = Origin::kAllocated;
  bool writable = true;

  bool owns_memory() const { return origin != Origin::kRegistered && origin != Origin::kMapped; }
  bool contains(std::uintptr_t address) const { return address - base < size; }
};

/// Where a range lies.
enum class Place {
  kNowhere,   // it begins in no allocation
  kInside,    // in one allocation, or in mappings that follow each other
  kReadOnly,  // inside, where some of it may not be written
  kBeyond     // it begins in an allocation and leaves it
};

class Allocations {
 public:
  static Allocations& instance();

  /// Memory aligned to 256 bytes. Null where the machine has no such amount left.
  void* allocate(std::size_t size, cudaMemoryType type, unsigned flags,
                 Origin origin = Origin::kAllocated);
  /// Takes the entry that begins at `pointer` out of the table, if `accept` agrees to it.
  template <class Accept>
  std::optional<Allocation> remove(const void* pointer, const Accept& accept);
  /// Frees memory that was marked so, or that is a graph's.
  void free(void* pointer, Origin origin);
  /// What `accept` agrees to can be freed by `free` alone from then on.
  template <class Accept>
  bool mark_freed(const void* pointer, const Accept& accept);
  /// Frees all that was allocated and forgets what was registered.
  void free_all();
  cudaError_t register_host(void* pointer, std::size_t size, unsigned flags);
  void add_mapped(std::uintptr_t base, std::size_t size, bool writable);
  void remove_mapped(std::uintptr_t base);

  /// The allocation that holds the byte at `pointer`.
  std::optional<Allocation> find(const void* pointer) const;
  Place place(const void* pointer, std::size_t bytes) const;

  /// Returns memory that `remove` took out.
  static void free_memory(const Allocation& allocation);

 private:
  static constexpr std::size_t kAlignment = 256;

  // mutex_ is held.
  void add(const Allocation& allocation) { by_base_[allocation.base] = allocation; }
  std::map<std::uintptr_t, Allocation>::const_iterator holder(std::uintptr_t address) const;

  mutable std::shared_mutex mutex_;
  std::map<std::uintptr_t, Allocation> by_base_;
  std::size_t total_ = 0;  // bytes given out
};

template <class Accept>
std::optional<Allocation> Allocations::remove(const void* pointer, const Accept& accept) {
  const std::unique_lock lock(mutex_);
  const auto found = by_base_.find(reinterpret_cast<std::uintptr_t>(pointer));
  if (found == by_base_.end() || !accept(found->second)) return std::nullopt;
  const Allocation allocation = found->second;
  by_base_.erase(found);
  if (allocation.owns_memory()) total_ -= allocation.size;
  return allocation;
}

template <class Accept>
bool Allocations::mark_freed(const void* pointer, const Accept& accept) {
  const std::unique_lock lock(mutex_);
  const auto found = by_base_.find(reinterpret_cast<std::uintptr_t>(pointer));
  if (found == by_base_.end() || !accept(found->second)) return false;
  found->second.origin = Origin::kFreed;
  return true;
}

}  // namespace ingot::hostcuda
