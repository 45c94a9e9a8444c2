#pragma once

#include <new>

#include "api/reporter.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// Runs `body`; where it throws, reports the error as that of the method `where` and returns
/// `fallback`, which is what TensorRT returns then.
template <class Fallback, class Body>
auto guard(const Reporter& reporter, const char* where, Fallback fallback, Body&& body) noexcept
    -> decltype(body()) {
  try {
    return body();
  } catch (const Error& error) {
    reporter.report(where, error.code(), error.what());
  } catch (const std::bad_alloc&) {
    reporter.report(where, ErrorCode::kOutOfMemory, "out of memory");
  } catch (const std::exception& exception) {
    reporter.report(where, ErrorCode::kInternal, exception.what());
  } catch (...) {
    reporter.report(where, ErrorCode::kInternal, "an unknown exception");
  }
  return fallback;
}

/// As guard, for methods that return nothing.
template <class Body>
void guard_void(const Reporter& reporter, const char* where, Body&& body) noexcept {
  guard(reporter, where, false, [&] {
    body();
    return true;
  });
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
