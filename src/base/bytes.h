#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace ingot {

/// Alignment of every tensor, packed weight and arena: a cache line, and the widest vector.
inline constexpr size_t kAlignment = 64;

constexpr size_t align_up(size_t size, size_t alignment = kAlignment) {
  return (size + alignment - 1) / alignment * alignment;
}

/// Immutable bytes that are kept alive by whoever holds them: a heap block, a mapped file, or
/// memory of the caller (then the caller answers for its life).
class SharedBytes {
 public:
  SharedBytes() = default;
  SharedBytes(std::shared_ptr<const void> owner, std::span<const std::byte> bytes)
      : owner_(std::move(owner)), bytes_(bytes) {}

  static SharedBytes borrowed(const void* data, size_t size) {
    return {nullptr, {static_cast<const std::byte*>(data), size}};
  }
  /// A copy, aligned to kAlignment. Throws std::bad_alloc.
  static SharedBytes copy_of(std::span<const std::byte> bytes);

  const std::byte* data() const { return bytes_.data(); }
  size_t size() const { return bytes_.size(); }
  std::span<const std::byte> span() const { return bytes_; }
  SharedBytes part(size_t offset, size_t size) const {
    return {owner_, bytes_.subspan(offset, size)};
  }

 private:
  std::shared_ptr<const void> owner_;
  std::span<const std::byte> bytes_;
};

struct AlignedDelete {
  void operator()(std::byte* bytes) const;
};
using AlignedBytes = std::unique_ptr<std::byte[], AlignedDelete>;

/// Uninitialised bytes aligned to kAlignment, on huge pages where there are some and they fill
/// them. Throws std::bad_alloc.
AlignedBytes allocate_aligned(size_t size);

/// The first `size` of the bytes, which change no more.
SharedBytes share(AlignedBytes bytes, size_t size);

}  // namespace ingot
