#pragma once

#include <sstream>
#include <string>
#include <string_view>

namespace ingot {

/// Concatenates the streamed forms of all arguments.
template <class... Args>
std::string str(const Args&... args) {
  std::ostringstream out;
  (out << ... << args);
  return out.str();
}

/// "a, b, c" of a range whose elements can be streamed.
template <class Range>
std::string join(const Range& range, std::string_view separator = ", ") {
  std::ostringstream out;
  bool first = true;
  for (const auto& item : range) {
    if (!first) out << separator;
    out << item;
    first = false;
  }
  return out.str();
}

/// The text in double quotes, with \" \\ \n and \xHH for what cannot stand between them.
std::string quoted(std::string_view text);

}  // namespace ingot
