#include "ir/field.h"

#include <gtest/gtest.h>

#include <cmath>

#include "ir/text_ops.h"
#include "ops/activation.h"
#include "ops/padding.h"
#include "ops/pooling.h"
#include "ops/softmax.h"

namespace ingot::ir {
namespace {

enum class Colour : uint8_t { kRed, kGreen };

struct Attributes {
  bool flag = false;
  int8_t small = 0;
  double number = 0;
  Colour colour = Colour::kRed;
  std::vector<int64_t> list;
};

}  // namespace

template <>
struct EnumNames<Colour> {
  static constexpr std::array<std::string_view, 2> names{"red", "green"};
};

namespace {

template <class Body>
std::string error_of(Body body) {
  try {
    body();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Field, GetsAndSetsEachKind) {
  Attributes attributes;
  const auto set_and_get = [&](const Field& field, const FieldValue& value) {
    field.set(&attributes, value);
    return field.get(&attributes) == value;
  };
  EXPECT_TRUE(set_and_get(field("flag", &Attributes::flag), true));
  EXPECT_TRUE(set_and_get(field("small", &Attributes::small), int64_t{-128}));
  EXPECT_TRUE(set_and_get(field("number", &Attributes::number), 0.5));
  EXPECT_TRUE(set_and_get(field("colour", &Attributes::colour), std::string("green")));
  EXPECT_TRUE(set_and_get(field("list", &Attributes::list), std::vector<int64_t>{1, 2}));
  EXPECT_EQ(attributes.small, -128);
  EXPECT_EQ(attributes.colour, Colour::kGreen);
}

TEST(Field, RefusesWhatDoesNotFit) {
  Attributes attributes;
  EXPECT_EQ(error_of([&] { field("flag", &Attributes::flag).set(&attributes, int64_t{1}); }),
            "attribute 'flag' has a value of the wrong kind");
  EXPECT_EQ(error_of([&] { field("small", &Attributes::small).set(&attributes, int64_t{128}); }),
            "attribute 'small' cannot hold 128");
  EXPECT_EQ(
      error_of([&] { field("colour", &Attributes::colour).set(&attributes, std::string("blue")); }),
      "'blue' is none of: red, green");
}

TEST(Field, PrintsWhatReadsBack) {
  EXPECT_EQ(to_string(FieldValue(true)), "true");
  EXPECT_EQ(to_string(FieldValue(int64_t{-3})), "-3");
  EXPECT_EQ(to_string(FieldValue(1.0)), "1.0");
  EXPECT_EQ(to_string(FieldValue(0.1)), "0.1");
  EXPECT_EQ(to_string(FieldValue(1e300)), "1e+300");
  EXPECT_EQ(to_string(FieldValue(-INFINITY)), "-inf");
  EXPECT_EQ(to_string(FieldValue(std::string("a\"b\\\n\x01"))), R"("a\"b\\\n\x01")");
  EXPECT_EQ(to_string(FieldValue(std::vector<int64_t>{1, 2})), "[1, 2]");
  EXPECT_EQ(to_string(FieldValue(std::vector<double>{0.5, 2})), "[0.5, 2.0]");
}

TEST(Op, ComparesByAttributes) {
  EXPECT_EQ(Op(ops::Softmax{.axis = 2}), Op(ops::Softmax{.axis = 2}));
  EXPECT_FALSE(Op(ops::Softmax{.axis = 2}) == Op(ops::Softmax{.axis = 1}));
  EXPECT_FALSE(Op(ops::Softmax{}) == Op(ops::Activation{}));
  const auto blend = [](double value) {
    ops::Pooling pooling;
    pooling.blend = value;
    return Op(pooling);
  };
  EXPECT_EQ(blend(NAN), blend(NAN));
  EXPECT_FALSE(blend(-0.0) == blend(0.0));
}

TEST(Op, IsNothingElse) {
  const Op op(ops::Softmax{.axis = 3});
  ASSERT_NE(op.as<ops::Softmax>(), nullptr);
  EXPECT_EQ(op.as<ops::Softmax>()->axis, 3);
  EXPECT_EQ(op.as<ops::Activation>(), nullptr);
}

TEST(Op, UnknownNames) {
  EXPECT_EQ(find_op("nonsense"), nullptr);
  EXPECT_EQ(error_of([] { get_op("nonsense"); }), "there is no operator 'nonsense'");
  const std::pair<std::string, FieldValue> wrong{"axes", int64_t{1}};
  EXPECT_EQ(error_of([&] {
              Op(get_op("softmax"), {&wrong, 1});
            }),
            "softmax has no attribute 'axes'");
}

TEST(Op, EveryOperatorReadsBackItsDefaults) {
  ASSERT_FALSE(all_ops().empty());
  for (const OpDef* def : all_ops()) {
    std::vector<std::pair<std::string, FieldValue>> fields;
    std::string text;
    const auto defaults = def->make_default();
    for (const Field& field : def->fields) {
      text +=
          str(text.empty() ? "" : ", ", field.name, " = ", to_string(field.get(defaults.get())));
    }
    const Op op(*def, fields);
    EXPECT_EQ(to_string(op), def->name);
    EXPECT_EQ(op_from_text(to_string(op)), op);
    EXPECT_EQ(op_from_text(str(def->name, " {", text, "}")), op);
  }
}

TEST(Op, ReadsBackItsAttributes) {
  const Op padding(
      ops::Padding{.axes = {1, -1}, .begin = {0, 3}, .end = {-2, 0}, .value = -INFINITY});
  EXPECT_EQ(to_string(padding),
            "padding {axes = [1, -1], begin = [0, 3], end = [-2, 0], value = -inf}");
  EXPECT_EQ(op_from_text(to_string(padding)), padding);
  const Op activation(ops::Activation{.kind = ops::ActivationKind::kElu, .alpha = 0.1});
  EXPECT_EQ(to_string(activation), R"(activation {kind = "elu", alpha = 0.1})");
  EXPECT_EQ(op_from_text(to_string(activation)), activation);
  EXPECT_EQ(op_from_text("activation{kind=\"elu\" , alpha = 1}"),
            Op(ops::Activation{.kind = ops::ActivationKind::kElu, .alpha = 1}));
}

}  // namespace
}  // namespace ingot::ir
