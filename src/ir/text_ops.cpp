#include "ir/text_ops.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <type_traits>

#include "base/error.h"
#include "base/text.h"

namespace ingot::ir {
namespace {

constexpr size_t kMaxRank = 16;

template <class T>
T read_number(TextReader& reader, std::string_view expected) {
  const std::string_view text = reader.number(expected);
  T value{};
  const char* end = text.data() + text.size();
  const auto [stop, failure] = std::from_chars(text.data(), end, value);
  if (failure != std::errc() || stop != end) reader.fail_at(text, expected);
  return value;
}

template <class T>
T read_as(TextReader& reader) {
  if constexpr (std::is_same_v<T, bool>) {
    if (reader.take_word("true")) return true;
    if (reader.take_word("false")) return false;
    reader.fail("true or false");
  } else if constexpr (std::is_same_v<T, std::string>) {
    return reader.quoted("a name in double quotes");
  } else if constexpr (std::is_arithmetic_v<T>) {
    return read_number<T>(reader, std::is_integral_v<T> ? "an integer" : "a number");
  } else {
    T values;
    reader.expect("[");
    while (!reader.take("]")) {
      if (!values.empty()) reader.expect(",");
      values.push_back(read_as<typename T::value_type>(reader));
    }
    return values;
  }
}

/// A value of the same kind as `like`.
FieldValue read_value(TextReader& reader, const FieldValue& like) {
  return std::visit(
      [&](const auto& held) -> FieldValue {
        return read_as<std::remove_cvref_t<decltype(held)>>(reader);
      },
      like);
}

using NamedValues = std::vector<std::pair<std::string, FieldValue>>;

const Field& read_field_name(TextReader& reader, const OpDef& def) {
  const std::string_view name = reader.word();
  const auto field = std::ranges::find(def.fields, name, &Field::name);
  if (name.empty()) reader.fail("an attribute's name or '}'");
  if (field != def.fields.end()) return *field;
  std::vector<std::string_view> names;
  for (const Field& known : def.fields) names.push_back(known.name);
  reader.fail_at(name, names.empty() ? str("'}': ", def.name, " has no attributes")
                                     : str("an attribute of ", def.name, " (", join(names), ")"));
}

NamedValues read_fields(TextReader& reader, const OpDef& def) {
  NamedValues values;
  const auto defaults = def.make_default();
  while (!reader.take("}")) {
    if (!values.empty()) reader.expect(",");
    const Field& field = read_field_name(reader, def);
    const bool repeats =
        std::ranges::any_of(values, [&](const auto& value) { return value.first == field.name; });
    if (repeats) reader.fail(str("'", field.name, "' once"));
    reader.expect("=");
    // The kind is checked here, the value where the field is set.
    const std::string_view place = reader.here();
    FieldValue value = read_value(reader, field.get(defaults.get()));
    with_context([&] { return reader.position_of(place); },
                 [&] { field.set(defaults.get(), value); });
    values.emplace_back(field.name, std::move(value));
  }
  return values;
}

template <class Read>
auto read_whole(std::string_view text, Read read) {
  TextReader reader(text);
  auto value = read(reader);
  if (!reader.at_end()) reader.fail("the end of the text");
  return value;
}

Dim read_extent(TextReader& reader) {
  const std::string_view text = reader.extent();
  Dim extent =
      with_context([&] { return reader.position_of(text); }, [&] { return Dim::parse(text); });
  if (extent.is_known() && extent.value() < 0) reader.fail_at(text, "an extent of 0 or more");
  return extent;
}

Op read_plain_op(TextReader& reader) {
  const std::string_view name = reader.word();
  if (name.empty()) reader.fail("an operator's name");
  const OpDef* def = find_op(name);
  if (def == nullptr) reader.fail_at(name, "an operator's name");
  const NamedValues values = reader.take("{") ? read_fields(reader, *def) : NamedValues{};
  return with_context([&] { return reader.position_of(name); }, [&] { return Op(*def, values); });
}

/// After the `|`: an operator and its operands, _ for the result and * for a further input.
Tail read_tail(TextReader& reader) {
  Tail tail{.op = read_plain_op(reader), .num_inputs = 0};
  std::optional<size_t> result;
  reader.expect("(");
  do {
    if (tail.num_inputs == kMaxTailInputs)
      reader.fail(str("at most ", kMaxTailInputs, " operands"));
    if (!result && reader.take_word("_")) {
      result = tail.num_inputs;
    } else {
      reader.expect("*");
    }
    ++tail.num_inputs;
  } while (reader.take(","));
  if (!result) reader.fail("an operand _");
  reader.expect(")");
  tail.result = *result;
  return tail;
}

}  // namespace

Op read_op(TextReader& reader) {
  Op op = read_plain_op(reader);
  while (reader.take("|")) op = op.then(read_tail(reader));
  return op;
}

TensorType read_type(TextReader& reader) {
  const std::string_view name = reader.word();
  if (name.empty()) reader.fail("an element type, such as f32");
  const auto data_type = data_type_of(name);
  if (!data_type) {
    reader.fail_at(name, str("an element type (", join(EnumNames<DataType>::names), ")"));
  }
  TensorType type{*data_type, {}};
  reader.expect("[");
  while (!reader.take("]")) {
    if (!type.shape.empty()) reader.expect(",");
    if (type.shape.size() == kMaxRank) reader.fail(str("']' after ", kMaxRank, " extents"));
    type.shape.push_back(read_extent(reader));
  }
  if (reader.take("/")) {
    const std::string_view format = reader.word();
    const auto known = format_of(format);
    if (!known) {
      reader.fail_at(format,
                     "a format: linear, c8, c16, nhwc8, f16, f16_nhwc8, bf16 or bf16_nhwc8");
    }
    type.format = *known;
  }
  return type;
}

Op op_from_text(std::string_view text) { return read_whole(text, read_op); }
TensorType type_from_text(std::string_view text) { return read_whole(text, read_type); }

}  // namespace ingot::ir
