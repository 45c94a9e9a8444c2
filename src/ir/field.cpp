#include "ir/field.h"

#include <charconv>

namespace ingot::ir {
namespace {

std::string print(bool value) { return value ? "true" : "false"; }
std::string print(int64_t value) { return std::to_string(value); }
std::string print(const std::string& value) { return '"' + value + '"'; }

/// The shortest digits that read back exactly, always recognisable as floating point.
std::string print(double value) {
  std::array<char, 32> digits{};
  const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  std::string text(digits.data(), result.ptr);
  if (text.find_first_of(".einf") == std::string::npos) text += ".0";
  return text;
}

template <class T>
std::string print(const std::vector<T>& values) {
  std::string text;
  for (const T& value : values) text += (text.empty() ? "" : ", ") + print(value);
  return "[" + text + "]";
}

}  // namespace

std::string to_string(const FieldValue& value) {
  return std::visit([](const auto& held) { return print(held); }, value);
}

}  // namespace ingot::ir
