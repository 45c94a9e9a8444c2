#include "api/layers/kernel.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

int64_t checked_count(int64_t count, std::string_view what) {
  require(count >= 1, ErrorCode::kInvalidArgument,
          [&] { return str("expected at least one of ", what, ", got ", count); });
  return count;
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
