#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace ingot {

enum class ErrorCode {
  kInvalidArgument,  ///< the caller's input is wrong
  kInvalidState,     ///< the call is right, its moment is not
  kUnsupported,      ///< valid, but nothing here can do it
  kOutOfMemory,
  kCorrupt,  ///< foreign bytes are damaged or hostile
  kIo,
  kInternal,  ///< a fault of Ingot's own
};

/// "invalid argument", "out of memory" …
std::string_view name_of(ErrorCode code);

struct SourceLocation {
  const char* file;
  int line;

  static constexpr SourceLocation current(const char* file = __builtin_FILE(),
                                          int line = __builtin_LINE()) {
    return {file, line};
  }
};

/// A failure on its way to whoever can report it. Thrown in build and load paths, caught only at
/// the API's guard; enqueue never throws.
class Error : public std::exception {
 public:
  Error(ErrorCode code, std::string message, SourceLocation where = SourceLocation::current());

  ErrorCode code() const { return code_; }
  const std::string& message() const { return message_; }
  const SourceLocation& where() const { return where_; }
  /// Innermost first: "layer conv1", "pass fold_scale".
  const std::vector<std::string>& trail() const { return trail_; }

  Error& add_context(std::string context);

  /// "pass fold_scale: layer conv1: message".
  const char* what() const noexcept override { return what_.c_str(); }

 private:
  void rebuild();

  ErrorCode code_;
  std::string message_;
  SourceLocation where_;
  std::vector<std::string> trail_;
  std::string what_;
};

/// Runs `body`; an Error that leaves it carries `context()` as its next outer context.
template <class Context, class Body>
decltype(auto) with_context(Context&& context, Body&& body) {
  try {
    return body();
  } catch (Error& error) {
    error.add_context(context());
    throw;
  }
}

/// Throws an Error of `code` unless `condition` holds; `message()` is made only then.
template <class Message>
void require(bool condition, ErrorCode code, Message&& message,
             SourceLocation where = SourceLocation::current()) {
  if (!condition) throw Error(code, message(), where);
}

}  // namespace ingot
