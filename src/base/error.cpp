#include "base/error.h"

#include <utility>

namespace ingot {

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument: return "invalid argument";
    case ErrorCode::kInvalidState: return "invalid state";
    case ErrorCode::kUnsupported: return "unsupported";
    case ErrorCode::kOutOfMemory: return "out of memory";
    case ErrorCode::kCorrupt: return "corrupt data";
    case ErrorCode::kIo: return "input/output error";
    case ErrorCode::kInternal: return "internal error";
  }
  return "unknown error";
}

Error::Error(ErrorCode code, std::string message, SourceLocation where)
    : code_(code), message_(std::move(message)), where_(where) {
  rebuild();
}

Error& Error::add_context(std::string context) {
  trail_.push_back(std::move(context));
  rebuild();
  return *this;
}

void Error::rebuild() {
  what_.clear();
  for (auto context = trail_.rbegin(); context != trail_.rend(); ++context) {
    what_ += *context + ": ";
  }
  what_ += message_;
}

}  // namespace ingot
