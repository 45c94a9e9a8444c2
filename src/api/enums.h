#pragma once

#include <ingot/tensorrt/enum_max.h>

#include <bit>
#include <string_view>

#include "base/error.h"
#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// Throws Error kInvalidArgument unless the enumeration has the value.
template <class Enum>
void check_enum(Enum value, std::string_view what) {
  constexpr int32_t kCount = nvinfer1::EnumMax<Enum>();
  const auto number = static_cast<int64_t>(value);
  require(number >= 0 && number < kCount, ErrorCode::kInvalidArgument,
          [&] { return str("there is no ", what, " ", number, "; they are 0 to ", kCount - 1); });
}

/// Throws Error kInvalidArgument unless every bit that is set stands for an enumerator.
template <class Enum>
void check_bits(uint32_t bits, std::string_view what) {
  const int highest = std::bit_width(bits) - 1;
  if (highest >= 0) check_enum(static_cast<Enum>(highest), what);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
