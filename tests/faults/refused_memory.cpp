#include "tests/faults/refused_memory.h"

#include <atomic>
#include <cstdlib>
#include <new>

#ifdef INGOT_CAN_REFUSE_MEMORY

namespace {

std::atomic<size_t> in_use = 0;
std::atomic<size_t> until_refusal = 0;  ///< 0: nothing is refused
std::atomic<bool> goes_on = false;
std::atomic<bool> has_refused = false;

bool is_refused() {
  size_t left = until_refusal.load();
  while (left > 1) {
    if (until_refusal.compare_exchange_weak(left, left - 1)) return false;
  }
  if (left == 0) return false;
  if (!goes_on.load() && !until_refusal.compare_exchange_strong(left, 0)) return false;
  has_refused = true;
  return true;
}

void* counted(void* block) {
  if (block != nullptr) ++in_use;
  return block;
}

}  // namespace

// The program's own, which the libraries use too.
extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier): the C library's names
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* block, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
void __libc_free(void* block);
// NOLINTEND(bugprone-reserved-identifier)

void* malloc(size_t size) { return counted(__libc_malloc(size)); }
void* calloc(size_t count, size_t size) { return counted(__libc_calloc(count, size)); }
void* realloc(void* block, size_t size) {
  return block == nullptr ? malloc(size) : __libc_realloc(block, size);
}
void* aligned_alloc(size_t alignment, size_t size) {
  return is_refused() ? nullptr : counted(__libc_memalign(alignment, size));
}
void free(void* block) {
  if (block != nullptr) --in_use;
  __libc_free(block);
}
}

void* operator new(size_t size) {
  void* const block = is_refused() ? nullptr : std::malloc(size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, size_t) noexcept { std::free(block); }

void* operator new(size_t size, std::align_val_t alignment) {
  void* const block = aligned_alloc(static_cast<size_t>(alignment), size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}
void operator delete(void* block, std::align_val_t) noexcept { std::free(block); }
void operator delete(void* block, size_t, std::align_val_t) noexcept { std::free(block); }

namespace ingot::test {

void refuse_memory(size_t number, Refusal refusal) {
  goes_on = refusal == Refusal::kFromThenOn;
  has_refused = false;
  until_refusal = number;
}

bool grant_memory() {
  until_refusal = 0;
  return has_refused;
}

size_t blocks_in_use() { return in_use; }

}  // namespace ingot::test

#endif
