#include "ir/field.h"

#include <algorithm>
#include <bit>
#include <charconv>

namespace ingot::ir {
namespace {

std::string print(bool value) { return value ? "true" : "false"; }
std::string print(int64_t value) { return std::to_string(value); }
std::string print(const std::string& value) { return quoted(value); }

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

bool same_bits(double a, double b) {
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

}  // namespace

bool same_value(const FieldValue& a, const FieldValue& b) {
  if (a.index() != b.index()) return false;
  if (const auto* number = std::get_if<double>(&a)) return same_bits(*number, std::get<double>(b));
  if (const auto* numbers = std::get_if<std::vector<double>>(&a)) {
    return std::ranges::equal(*numbers, std::get<std::vector<double>>(b), same_bits);
  }
  return a == b;
}

std::string_view kind_of(const FieldValue& value) {
  constexpr std::array<std::string_view, 6> kKinds{"a boolean",          "an integer",
                                                   "a number",           "a quoted name",
                                                   "a list of integers", "a list of numbers"};
  static_assert(kKinds.size() == std::variant_size_v<FieldValue>);
  return kKinds.at(value.index());
}

std::string to_string(const FieldValue& value) {
  return std::visit([](const auto& held) { return print(held); }, value);
}

}  // namespace ingot::ir
