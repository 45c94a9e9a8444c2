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

void* Allocations::allocate(std::size_t size, cudaMemoryType type, unsigned flags, Origin origin) {
  const std::unique_lock lock(mutex_);
  const std::size_t limit = total_memory();
  if (size > limit || total_ > limit - size) return nullptr;
  void* const memory = aligned_memory(size, kAlignment);
  if (memory == nullptr) return nullptr;
  const Allocation allocation{reinterpret_cast<std::uintptr_t>(memory), size, type, flags, origin};
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
  add({base, size, cudaMemoryTypeHost, flags, Origin::kRegistered});
  return cudaSuccess;
}

void Allocations::add_mapped(std::uintptr_t base, std::size_t size, bool writable) {
  const std::unique_lock lock(mutex_);
  add({base, size, cudaMemoryTypeDevice, 0, Origin::kMapped, writable});
}

void Allocations::remove_mapped(std::uintptr_t base) {
  const std::unique_lock lock(mutex_);
  by_base_.erase(base);
}

std::map<std::uintptr_t, Allocation>::const_iterator Allocations::holder(
    std::uintptr_t address) const {
  const auto after = by_base_.upper_bound(address);
  if (after == by_base_.begin()) return by_base_.end();
  const auto candidate = std::prev(after);
  return candidate->second.contains(address) ? candidate : by_base_.end();
}

std::optional<Allocation> Allocations::find(const void* pointer) const {
  const std::shared_lock lock(mutex_);
  const auto found = holder(reinterpret_cast<std::uintptr_t>(pointer));
  if (found == by_base_.end()) return std::nullopt;
  return found->second;
}

Place Allocations::place(const void* pointer, std::size_t bytes) const {
  const auto begin = reinterpret_cast<std::uintptr_t>(pointer);
  const std::shared_lock lock(mutex_);
  auto part = holder(begin);
  if (part == by_base_.end()) return Place::kNowhere;
  std::size_t left = bytes;
  bool writable = part->second.writable;
  std::size_t here = part->second.size - (begin - part->first);
  while (left > here) {
    const auto next = std::next(part);
    const bool goes_on = next != by_base_.end() && part->second.origin == Origin::kMapped &&
                         next->second.origin == Origin::kMapped &&
                         next->first == part->first + part->second.size;
    if (!goes_on) return Place::kBeyond;
    left -= here;
    part = next;
    here = part->second.size;
    writable = writable && part->second.writable;
  }
  return writable ? Place::kInside : Place::kReadOnly;
}

void Allocations::free(void* pointer, Origin origin) {
  const auto found =
      remove(pointer, [origin](const Allocation& candidate) { return candidate.origin == origin; });
  if (found) free_memory(*found);
}

void Allocations::free_all() {
  const std::unique_lock lock(mutex_);
  for (auto next = by_base_.begin(); next != by_base_.end();) {
    const auto entry = next++;
    const Allocation& allocation = entry->second;
    if (allocation.origin == Origin::kMapped) continue;
    if (allocation.owns_memory()) {
      free_memory(allocation);
      total_ -= allocation.size;
    }
    by_base_.erase(entry);
  }
}

void Allocations::free_memory(const Allocation& allocation) {
  std::free(reinterpret_cast<void*>(allocation.base));  // NOLINT(performance-no-int-to-ptr)
}

}  // namespace ingot::hostcuda
