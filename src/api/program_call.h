#pragma once

#include <ingot/tensorrt/level.h>

#include "base/error.h"
#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// Runs `body`, which calls `method` of a class that the program wrote. What that throws becomes an
/// Error of `code`.
template <class Body>
decltype(auto) call_program(const char* method, Body&& body,
                            ErrorCode code = ErrorCode::kInvalidState) {
  try {
    return body();
  } catch (const std::exception& exception) {
    throw Error(code, str("the program's ", method, " threw an exception: ", exception.what()));
  } catch (...) {
    throw Error(code, str("the program's ", method, " threw an exception"));
  }
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
