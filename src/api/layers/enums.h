#pragma once

#include <ingot/tensorrt/level.h>

#include <string_view>

#include "base/text.h"
#include "ir/field.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// The operator's enumerator with the same number: enumerations of the interface and of the
/// operators list the same things in the same order. Throws Error kInvalidArgument where there is
/// none.
template <class To, class From>
To to_op(From value, std::string_view what) {
  constexpr auto kCount = static_cast<int64_t>(ir::EnumNames<To>::names.size());
  const auto number = static_cast<int64_t>(value);
  require(number >= 0 && number < kCount, ErrorCode::kInvalidArgument,
          [&] { return str("there is no ", what, " ", number, "; they are 0 to ", kCount - 1); });
  return static_cast<To>(number);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
