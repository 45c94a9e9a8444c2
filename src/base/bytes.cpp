#include "base/bytes.h"

#include <cstring>
#include <new>

namespace ingot {

void AlignedDelete::operator()(std::byte* bytes) const {
  ::operator delete[](bytes, std::align_val_t{kAlignment});
}

AlignedBytes allocate_aligned(size_t size) {
  return AlignedBytes(static_cast<std::byte*>(
      ::operator new[](align_up(size == 0 ? 1 : size), std::align_val_t{kAlignment})));
}

SharedBytes SharedBytes::copy_of(std::span<const std::byte> bytes) {
  std::shared_ptr<std::byte[]> copy = allocate_aligned(bytes.size());
  if (!bytes.empty()) std::memcpy(copy.get(), bytes.data(), bytes.size());
  const std::span<const std::byte> view(copy.get(), bytes.size());
  return {std::move(copy), view};
}

}  // namespace ingot
