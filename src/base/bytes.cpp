#include "base/bytes.h"

#include <cstring>
#include <limits>
#include <new>

namespace ingot {

void AlignedDelete::operator()(std::byte* bytes) const {
  ::operator delete[](bytes, std::align_val_t{kAlignment});
}

AlignedBytes allocate_aligned(size_t size) {
  if (size > std::numeric_limits<size_t>::max() - kAlignment) throw std::bad_alloc();
  void* bytes =
      ::operator new[](align_up(size == 0 ? 1 : size), std::align_val_t{kAlignment}, std::nothrow);
  if (bytes == nullptr) throw std::bad_alloc();
  return AlignedBytes(static_cast<std::byte*>(bytes));
}

SharedBytes SharedBytes::copy_of(std::span<const std::byte> bytes) {
  std::shared_ptr<std::byte[]> copy = allocate_aligned(bytes.size());
  if (!bytes.empty()) std::memcpy(copy.get(), bytes.data(), bytes.size());
  const std::span<const std::byte> view(copy.get(), bytes.size());
  return {std::move(copy), view};
}

}  // namespace ingot
