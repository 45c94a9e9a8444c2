#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace ingot {

/// Writes one JSON text (RFC 8259), value by value; the caller's calls must balance. Any bytes may
/// come as text: what is no UTF-8 becomes U+FFFD.
class JsonWriter {
 public:
  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  /// The name of the object's next value.
  void key(std::string_view name);

  void value(std::string_view text);
  void value(const char* text) { value(std::string_view(text)); }
  void value(bool value);
  /// The shortest digits that read back the same; null where the number is not finite.
  void value(double value);
  void value(float value);
  template <class Integer>
  requires std::is_integral_v<Integer>
  void value(Integer number) { item(std::to_string(number)); }

  template <class Value>
  void member(std::string_view name, const Value& of_name) {
    key(name);
    value(of_name);
  }
  /// An array of a range's elements.
  template <class Range>
  void values(const Range& range) {
    begin_array();
    for (const auto& element : range) value(element);
    end_array();
  }

  std::string finish() { return std::move(text_); }

 private:
  void open(char bracket);
  void close(char bracket);
  void item(std::string_view text);
  void separate();

  std::string text_;
  bool needs_comma_ = false;
};

}  // namespace ingot
