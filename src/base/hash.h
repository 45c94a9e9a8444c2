#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace ingot {

/// 64-bit hash of bytes (XXH3): the same on every machine, so it may be stored.
uint64_t hash_bytes(std::span<const std::byte> bytes, uint64_t seed = 0);

inline uint64_t hash_text(std::string_view text, uint64_t seed = 0) {
  return hash_bytes(std::as_bytes(std::span(text.data(), text.size())), seed);
}

}  // namespace ingot
