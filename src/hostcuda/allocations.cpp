#include "hostcuda/allocations.h"

#include <sys/mman.h>

#include <cstdlib>
#include <iterator>
#include <new>

#include "hostcuda/host_info.h"

namespace ingot::hostcuda {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

std::size_t round_up(std::size_t size, std::size_t multiple) {
  return (size + multiple - 1) / multiple * multiple;
}

// Large blocks start on a huge page, so that the kernel can back them with such pages.
void* aligned_memory(std::size_t size, std::size_t alignment) {
  if (size < kHugePage) return std::aligned_alloc(alignment, round_up(size, alignment));
  void* const memory = std::aligned_alloc(kHugePage, round_up(size, kHugePage));
  if (memory != nullptr) madvise(memory, size, MADV_HUGEPAGE);
  return memory;
}

}  // namespace

Allocations& Allocations::instance() {
  static Allocations& allocations = *new Allocations;
  return allocations;
}

void* Allocations::allocate(std::size_t size, cudaMemoryType type, unsigned flags) {
  const std::unique_lock lock(mutex_);
  const std::size_t limit = total_memory();
  if (size > limit || total_ > limit - size) return nullptr;
  void* const memory = aligned_memory(size, kAlignment);
  if (memory == nullptr) return nullptr;
  const Allocation allocation{reinterpret_cast<std::uintptr_t>(memory), size, type, flags, false};
  try {
    add(allocation);
  } catch (const std::bad_alloc&) {
    free_memory(allocation);
    return nullptr;
  }
  total_ += size;
  return memory;
}

cudaError_t Allocations::register_host(void* pointer, std::size_t size, unsigned flags) {
  const auto base = reinterpret_cast<std::uintptr_t>(pointer);
  if (size > UINTPTR_MAX - base) return cudaErrorInvalidValue;
  const std::unique_lock lock(mutex_);
  const auto after = by_base_.lower_bound(base + size);
  if (after != by_base_.begin()) {
    const Allocation& before = std::prev(after)->second;
    if (before.base + before.size > base) return cudaErrorHostMemoryAlreadyRegistered;
  }
  add({base, size, cudaMemoryTypeHost, flags, true});
  return cudaSuccess;
}

void Allocations::add(const Allocation& allocation) { by_base_[allocation.base] = allocation; }

std::optional<Allocation> Allocations::find(const void* pointer) const {
  const auto address = reinterpret_cast<std::uintptr_t>(pointer);
  const std::shared_lock lock(mutex_);
  const auto after = by_base_.upper_bound(address);
  if (after == by_base_.begin()) return std::nullopt;
  const Allocation& candidate = std::prev(after)->second;
  if (!candidate.contains(address, 1)) return std::nullopt;
  return candidate;
}

void Allocations::free_memory(const Allocation& allocation) {
  std::free(reinterpret_cast<void*>(allocation.base));  // NOLINT(performance-no-int-to-ptr)
}

}  // namespace ingot::hostcuda
