#include "ir/text_elements.h"

#include <array>
#include <charconv>
#include <cstring>
#include <limits>
#include <optional>
#include <type_traits>

#include "base/error.h"
#include "base/text.h"
#include "ir/fill.h"

namespace ingot::ir {
namespace {

template <class T>
constexpr bool kIsInteger = std::is_integral_v<T> && !std::is_same_v<T, bool>;

/// The whole of `text` as a number.
template <class T>
std::optional<T> parse_number(std::string_view text, int base = 10) {
  T value{};
  const char* end = text.data() + text.size();
  std::from_chars_result result{};
  if constexpr (std::is_integral_v<T>) {
    result = std::from_chars(text.data(), end, value, base);
  } else {
    result = std::from_chars(text.data(), end, value);
  }
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return value;
}

template <class T>
using Bits = std::conditional_t<sizeof(T) == 2, uint16_t, uint32_t>;

/// An element of type T; nullopt when the text is none.
template <class T>
std::optional<T> parse_element(std::string_view text) {
  if constexpr (std::is_same_v<T, bool>) {
    if (text == "true" || text == "1") return true;
    if (text == "false" || text == "0") return false;
    return std::nullopt;
  } else if constexpr (kIsInteger<T>) {
    return parse_number<T>(text);
  } else if (text.starts_with("0x")) {
    const auto bits = parse_number<Bits<T>>(text.substr(2), 16);
    return bits ? std::optional(std::bit_cast<T>(*bits)) : std::nullopt;
  } else {
    const auto number = parse_number<float>(text);
    return number ? std::optional(T(*number)) : std::nullopt;
  }
}

template <class T>
std::string expected_element(DataType type) {
  if constexpr (kIsInteger<T>) {
    using Limits = std::numeric_limits<T>;
    return str(name_of(type), " from ", +Limits::min(), " to ", +Limits::max());
  } else {
    return str("a number of type ", name_of(type));
  }
}

template <class T>
bool reads_back(std::string_view text, T element) {
  const auto read = parse_element<T>(text);
  return read && std::memcmp(&*read, &element, sizeof(T)) == 0;
}

template <class T>
std::string print_float(T element) {
  std::array<char, 48> digits{};
  char* const end = digits.data() + digits.size();
  const auto value = static_cast<float>(element);
  const auto view = [&](std::to_chars_result result) {
    return std::string_view(digits.data(), static_cast<size_t>(result.ptr - digits.data()));
  };
  if constexpr (sizeof(T) == 2) {
    for (int precision = 1; precision < 9; ++precision) {
      const auto text =
          view(std::to_chars(digits.data(), end, value, std::chars_format::general, precision));
      if (reads_back(text, element)) return std::string(text);
    }
  }
  const auto text = view(std::to_chars(digits.data(), end, value));
  if (reads_back(text, element)) return std::string(text);
  return "0x" +
         std::string(view(std::to_chars(digits.data(), end, std::bit_cast<Bits<T>>(element), 16)));
}

template <class T>
std::string print_element(T element) {
  if constexpr (std::is_same_v<T, bool>) {
    return element ? "true" : "false";
  } else if constexpr (kIsInteger<T>) {
    return std::to_string(element);
  } else {
    return print_float(element);
  }
}

bool is_uniform(std::span<const std::byte> bytes, size_t element) {
  return !bytes.empty() &&
         std::memcmp(bytes.data(), bytes.data() + element, bytes.size() - element) == 0;
}

template <class T>
T read_element(TextReader& reader, DataType type) {
  const std::string_view text = reader.number(expected_element<T>(type));
  const auto element = parse_element<T>(text);
  if (!element) reader.fail_at(text, expected_element<T>(type));
  return *element;
}

template <class T>
Tensor read_list(TextReader& reader, const TensorType& type) {
  const size_t count = byte_size(type) / sizeof(T);
  std::vector<std::byte> bytes;  // grows with the text, not with what the type claims
  while (!reader.next_is(']')) {
    if (!bytes.empty()) reader.expect(",");
    if (bytes.size() == count * sizeof(T)) reader.fail(str("']' after ", count, " elements"));
    const T element = read_element<T>(reader, type.data_type);
    const auto* begin = reinterpret_cast<const std::byte*>(&element);
    bytes.insert(bytes.end(), begin, begin + sizeof(T));
  }
  if (bytes.size() != count * sizeof(T)) {
    reader.fail(str(count, " elements for ", type, ", not ", bytes.size() / sizeof(T)));
  }
  reader.expect("]");
  return {type, SharedBytes::copy_of(bytes)};
}

template <class T>
Tensor read_splat(TextReader& reader, const TensorType& type) {
  const T element = read_element<T>(reader, type.data_type);
  Tensor tensor = splat(type, 0);
  auto* bytes = const_cast<std::byte*>(tensor.bytes.data());  // nobody else holds them yet
  for (size_t i = 0; i < tensor.bytes.size(); i += sizeof(T)) {
    std::memcpy(bytes + i, &element, sizeof(T));
  }
  return tensor;
}

uint64_t read_natural(TextReader& reader, std::string_view expected) {
  const std::string_view text = reader.number(expected);
  const auto number = parse_number<uint64_t>(text);
  if (!number) reader.fail_at(text, expected);
  return *number;
}

uint64_t read_seed(TextReader& reader) { return read_natural(reader, "a seed (a number from 0)"); }

size_t known_size(TextReader& reader, const TensorType& type) {
  if (!is_known(type.shape)) reader.fail(str("elements of a type with known extents, not ", type));
  const std::string_view place = reader.here();
  return with_context([&] { return reader.position_of(place); }, [&] { return byte_size(type); });
}

void charge(TextReader& reader, const TensorType& type, size_t& budget) {
  const size_t bytes = known_size(reader, type);
  if (bytes > budget) {
    reader.fail(str("constants of at most ", budget, " more bytes, not ", type, " of ", bytes));
  }
  budget -= bytes;
}

}  // namespace

std::string elements_to_text(const Tensor& tensor) {
  return visit(tensor.type.data_type, [&](auto zero) -> std::string {
    using T = decltype(zero);
    const std::span<const T> elements = tensor.elements<T>();
    if (is_uniform(tensor.bytes.span(), sizeof(T))) return "splat " + print_element(elements[0]);
    std::string text;
    for (const T element : elements) text += (text.empty() ? "" : ", ") + print_element(element);
    return "[" + text + "]";
  });
}

Tensor read_elements(TextReader& reader, const TensorType& type, size_t& budget) {
  charge(reader, type, budget);
  if (reader.take_word("random")) return random_tensor(type, read_seed(reader));
  if (reader.take_word("integers")) return integer_tensor(type, read_seed(reader));
  return visit(type.data_type, [&](auto zero) {
    using T = decltype(zero);
    if (reader.take_word("splat")) return read_splat<T>(reader, type);
    if (!reader.take("[")) reader.fail("'[', splat, random or integers");
    return read_list<T>(reader, type);
  });
}

Tensor read_placed(TextReader& reader, const TensorType& type,
                   const std::function<SharedBytes(uint64_t place, size_t size)>& bytes_at) {
  const size_t size = known_size(reader, type);
  const std::string_view at = reader.here();
  const uint64_t place = read_natural(reader, "a place of bytes (a number from 0)");
  return {type, with_context([&] { return reader.position_of(at); },
                             [&] { return bytes_at(place, size); })};
}

}  // namespace ingot::ir
