#pragma once

#include <ingot/tensorrt/level.h>

#include <string_view>

#include "base/error.h"
#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// The object as our own class. Throws Error kInvalidArgument where another library made it, and
/// for null, of which a program may have made a reference.
template <class Ours, class Interface>
const Ours& made_here(const Interface* object, std::string_view what, std::string_view maker) {
  require(object != nullptr, ErrorCode::kInvalidArgument,
          [&] { return str("the ", what, " is null"); });
  const auto* ours = dynamic_cast<const Ours*>(object);
  require(ours != nullptr, ErrorCode::kInvalidArgument,
          [&] { return str("expected a ", what, " made by ", maker); });
  return *ours;
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
