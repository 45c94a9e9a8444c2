#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/text.h"

namespace ingot::ir {

/// What an attribute can hold once its C++ type is forgotten. Enumerations travel as their names.
using FieldValue =
    std::variant<bool, int64_t, double, std::string, std::vector<int64_t>, std::vector<double>>;

/// One attribute of an operator, without its C++ type. Equality, printing, hashing and saving of
/// operators all go through these.
struct Field {
  std::string_view name;
  std::function<FieldValue(const void* attributes)> get;
  /// Throws Error kInvalidArgument when the value is of another kind or no such enumerator.
  std::function<void(void* attributes, const FieldValue& value)> set;
};

/// Specialise with `static constexpr std::array names{"max", "average"}` in enumerator order to
/// use an enumeration as an attribute.
template <class E>
struct EnumNames;

template <class E>
std::string_view enum_name(E value) {
  return EnumNames<E>::names.at(static_cast<size_t>(value));
}

template <class E>
E enum_of(std::string_view name) {
  const auto& names = EnumNames<E>::names;
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<E>(i);
  }
  throw Error(ErrorCode::kInvalidArgument, str("'", name, "' is none of: ", join(names)));
}

namespace detail {

template <class T>
FieldValue to_field(const T& value) {
  if constexpr (std::is_enum_v<T>) {
    return std::string(enum_name(value));
  } else if constexpr (std::is_same_v<T, bool>) {
    return value;
  } else if constexpr (std::is_integral_v<T>) {
    return static_cast<int64_t>(value);
  } else if constexpr (std::is_floating_point_v<T>) {
    return static_cast<double>(value);
  } else {
    return value;
  }
}

/// The alternative of FieldValue that holds a `T`.
template <class T>
using Stored = std::conditional_t<
    std::is_enum_v<T>, std::string,
    std::conditional_t<
        std::is_same_v<T, bool>, bool,
        std::conditional_t<std::is_integral_v<T>, int64_t,
                           std::conditional_t<std::is_floating_point_v<T>, double, T>>>>;

template <class T>
T from_field(std::string_view name, const FieldValue& value) {
  const Stored<T>* stored = std::get_if<Stored<T>>(&value);
  require(stored != nullptr, ErrorCode::kInvalidArgument,
          [&] { return str("attribute '", name, "' has a value of the wrong kind"); });
  if constexpr (std::is_enum_v<T>) {
    return enum_of<T>(*stored);
  } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    require(std::in_range<T>(*stored), ErrorCode::kInvalidArgument,
            [&] { return str("attribute '", name, "' cannot hold ", *stored); });
    return static_cast<T>(*stored);
  } else {
    return static_cast<T>(*stored);
  }
}

}  // namespace detail

/// The field that is member `member` of an attribute struct.
template <class Owner, class T>
Field field(std::string_view name, T Owner::*member) {
  return {name,
          [member](const void* attributes) {
            return detail::to_field(static_cast<const Owner*>(attributes)->*member);
          },
          [name, member](void* attributes, const FieldValue& value) {
            static_cast<Owner*>(attributes)->*member = detail::from_field<T>(name, value);
          }};
}

/// Same kind and same bits: NaN equals itself, 0.0 is not -0.0.
bool same_value(const FieldValue& a, const FieldValue& b);

/// "a boolean", "an integer", "a list of numbers" … of the alternative that a value holds.
std::string_view kind_of(const FieldValue& value);

/// The text form of a value: true, 3, 0.5, "text", [1, 2], [0.5, 1.0]. Reads back exactly.
std::string to_string(const FieldValue& value);

}  // namespace ingot::ir
