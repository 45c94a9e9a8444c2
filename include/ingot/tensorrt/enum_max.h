/// \file
/// EnumMax<T>(): one more than the largest number of an enumeration.
#pragma once

#include <cstdint>

#include "level.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
namespace impl {
template <typename T>
struct EnumMaxImpl;
}  // namespace impl

/// One more than the largest number that enumeration T uses.
template <typename T>
constexpr int32_t EnumMax() noexcept {
  return impl::EnumMaxImpl<T>::kVALUE;
}
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1

/// Gives EnumMax<T>(); used inside nvinfer1, after the enumeration.
#define INGOT_ENUM_MAX(T, count)             \
  namespace impl {                           \
  template <>                                \
  struct EnumMaxImpl<T> {                    \
    static constexpr int32_t kVALUE = count; \
  };                                         \
  }
