#pragma once

#include <cstddef>
#include <cstdint>

namespace ingot::backend::cuda::kernels {

/// The type that elements of a tensor have in memory.
enum class Element : uint8_t { kFloat32, kFloat16, kBFloat16 };

/// Bytes of one.
constexpr size_t size_of(Element element) { return element == Element::kFloat32 ? 4 : 2; }

}  // namespace ingot::backend::cuda::kernels
