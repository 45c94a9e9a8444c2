#include "base/bytes.h"

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <limits>
#include <new>

namespace ingot {

void AlignedDelete::operator()(std::byte* bytes) const { std::free(bytes); }

AlignedBytes allocate_aligned(size_t size) {
  constexpr size_t kHugePage = size_t{2} << 20U;
  if (size > std::numeric_limits<size_t>::max() - kHugePage) throw std::bad_alloc();
  const bool is_large = size >= kHugePage;
  const size_t alignment = is_large ? kHugePage : kAlignment;
  void* bytes = std::aligned_alloc(alignment, align_up(size == 0 ? 1 : size, alignment));
  if (bytes == nullptr) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  // Advice, which a system may not follow: fewer page faults, and translations that fit.
  if (is_large) madvise(bytes, align_up(size, kHugePage), MADV_HUGEPAGE);
#endif
  return AlignedBytes(static_cast<std::byte*>(bytes));
}

SharedBytes share(AlignedBytes bytes, size_t size) {
  std::shared_ptr<std::byte[]> owner = std::move(bytes);
  const std::span<const std::byte> view(owner.get(), size);
  return {std::move(owner), view};
}

SharedBytes SharedBytes::copy_of(std::span<const std::byte> bytes) {
  AlignedBytes copy = allocate_aligned(bytes.size());
  if (!bytes.empty()) std::memcpy(copy.get(), bytes.data(), bytes.size());
  return share(std::move(copy), bytes.size());
}

}  // namespace ingot
