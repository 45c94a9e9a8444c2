#include "ir/text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "base/error.h"
#include "ir/fill.h"
#include "ir/text_elements.h"
#include "ir/text_ops.h"
#include "ops/concatenation.h"
#include "ops/elementwise.h"
#include "ops/identity.h"

namespace ingot::ir {
namespace {

constexpr const char* kText = R"(graph {
  %0 = input "data" : f32[N,2,(H+1)/2]
  %1 = constant "w" : f32[2,1] = [0.5, -1e-30]
  %2 = elementwise {operation = "product"} (%0, %1) "scaled" : f32[N,2,((H+1)/(2))]
  %3 = constant : f32[] = splat inf
  %4 = elementwise {operation = "min"} (%2, %3) : f32[N,2,((H+1)/(2))]
  output "prob" = %4
  output "scaled \"twice\"" = %2
}
)";

TEST(Text, PrintsAsItReads) {
  std::string expected = kText;
  expected.replace(expected.find("(H+1)/2]"), 8, "((H+1)/(2))]");
  EXPECT_EQ(to_text(from_text(kText)), expected);
  EXPECT_EQ(to_text(from_text(expected)), expected);
}

TEST(Text, CommentsBlanksAndTypesAreOptional) {
  const Graph graph = from_text(R"(
    # a comment
    graph{ // another
      %in=input "x":f32[ N , 3 ]# with a blank
      %a=activation{}(%in)   %b = activation {kind="tanh"} (%a.0)
    output "y"=%b})");
  EXPECT_EQ(graph.size(), 3U);
  EXPECT_EQ(graph.type(graph.outputs()[0].value), type_from_text("f32[N,3]"));
}

TEST(Text, DependsOnTheGraphNotOnItsIds) {
  const auto build = [](bool reversed) {
    Graph graph;
    const TensorType type{DataType::kFloat32, {Dim::symbol("N")}};
    const Value x = graph.add_input("x", type);
    std::array<Value, 2> parts;
    for (const size_t i : {reversed ? 1 : 0, reversed ? 0 : 1}) {
      const Value c = graph.add_constant(splat({DataType::kFloat32, {1}}, static_cast<double>(i)));
      parts[i] = graph.apply(Op(ops::Elementwise{}), {x, c}, i == 0 ? "first" : "second");
    }
    graph.add_output("y", graph.apply(Op(ops::Concatenation{.axis = 0}), {parts[0], parts[1]}));
    return to_text(graph);
  };
  EXPECT_EQ(build(false), build(true));
}

TEST(Text, KeepsDeadNodesAndUnreadInputs) {
  const std::string text = R"(graph {
  %0 = input "a" : f32[N]
  %1 = input "b" : f32[M]
  %2 = identity (%1) "dead" : f32[M]
}
)";
  EXPECT_EQ(to_text(from_text(text)), text);
}

/// Tensors whose elements are random bits, or every 16-bit pattern.
Tensor random_bits(DataType type, uint32_t seed) {
  const int64_t count = size_of(type) == 2 ? 65536 : 4096;
  std::mt19937 random(seed);
  std::vector<std::byte> bytes(static_cast<size_t>(count) * size_of(type));
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
  if (type == DataType::kBool) {
    for (std::byte& byte : bytes) byte &= std::byte{1};
  }
  if (size_of(type) == 2) {
    for (uint32_t i = 0; i < 65536; ++i) {
      const auto pattern = static_cast<uint16_t>(i);
      std::memcpy(bytes.data() + 2 * i, &pattern, 2);
    }
  }
  return {{type, {count}}, SharedBytes::copy_of(bytes)};
}

TEST(Text, ConstantsReadBackBitForBit) {
  for (const std::string_view name : EnumNames<DataType>::names) {
    const Tensor tensor = random_bits(*data_type_of(name), 7);
    const std::string text = elements_to_text(tensor);
    TextReader reader(text);
    size_t budget = tensor.bytes.size();
    EXPECT_TRUE(read_elements(reader, tensor.type, budget) == tensor) << name;
    EXPECT_TRUE(reader.at_end());
    EXPECT_EQ(budget, 0U);
  }
}

std::string elements(const char* type, const char* text) {
  TextReader reader(text);
  size_t budget = 1000;
  return elements_to_text(read_elements(reader, type_from_text(type), budget));
}

TEST(Text, PrintsTheShortestDigits) {
  EXPECT_EQ(elements("f32[2]", "[0.1, 1e10]"), "[0.1, 1e+10]");
  EXPECT_EQ(elements("f16[2]", "[0.1, 65504]"), "[0.1, 6.55e+04]");
  EXPECT_EQ(elements("bf16[2]", "[0.1, 3]"), "[0.1, 3]");
  EXPECT_EQ(elements("f32[3]", "[nan, inf, -inf]"), "[nan, inf, -inf]");
  EXPECT_EQ(elements("f32[2]", "[0x7fc00001, -0]"), "[0x7fc00001, -0]");
  EXPECT_EQ(elements("i64[2]", "[-9223372036854775808, 9223372036854775807]"),
            "[-9223372036854775808, 9223372036854775807]");
  EXPECT_EQ(elements("bool[2]", "[true, 0]"), "[true, false]");
  EXPECT_EQ(elements("f32[2]", "[2, 2]"), "splat 2");
  EXPECT_EQ(elements("f32[0]", "[]"), "[]");
  EXPECT_EQ(elements("f32[2,0]", "splat 3"), "[]");
}

TEST(Text, FillsAreTheSameEverywhere) {
  EXPECT_EQ(elements("i32[8]", "integers 1"), elements("i32[8]", "random 1"));
  EXPECT_NE(elements("i32[8]", "integers 1"), elements("i32[8]", "integers 2"));
  EXPECT_EQ(elements("i8[6]", "integers 1"), "[3, -2, 3, -1, 2, -4]");
  EXPECT_EQ(elements("f32[2]", "random 1"), "[-0.52846074, -0.29594982]");
}

TEST(Text, FillsKeepTheirRange) {
  for (const std::string_view name : EnumNames<DataType>::names) {
    const TensorType type{*data_type_of(name), {1000}};
    const Tensor integers = integer_tensor(type, 3);
    const Tensor random = random_tensor(type, 3);
    double sum = 0;
    for (int64_t i = 0; i < 1000; ++i) {
      const double integer = load(ConstTensorView(integers), i);
      EXPECT_EQ(integer, std::round(integer));
      EXPECT_LE(std::abs(integer), 4);
      const double value = load(ConstTensorView(random), i);
      EXPECT_LE(std::abs(value), is_floating(type.data_type) ? 1 : 4) << name;
      sum += value;
    }
    if (is_floating(type.data_type)) {
      EXPECT_NEAR(sum / 1000, 0, 0.1) << name;
    }
  }
}

TEST(Text, ElidesLongConstants) {
  Graph graph;
  graph.add_output("y", graph.add_constant(random_tensor({DataType::kFloat32, {100}}, 1)));
  const std::string text = to_text(graph, {.elide_above = 99});
  EXPECT_NE(text.find("= ...\n"), std::string::npos) << text;
  EXPECT_THROW(from_text(text), Error);
  EXPECT_EQ(to_text(graph, {.elide_above = 100}), to_text(graph));
}

TEST(Text, NamesMayHoldAnything) {
  std::string name;
  for (int c = 1; c < 256; ++c) name += static_cast<char>(c);
  Graph graph;
  const Value x = graph.add_input(name, {DataType::kFloat32, {1}});
  graph.add_output(name, graph.apply(Op(ops::Identity{}), {x}, name));
  const Graph again = from_text(to_text(graph));
  EXPECT_EQ(again.outputs()[0].name, name);
  EXPECT_EQ(again.node(again.inputs()[0]).name(), name);
  EXPECT_EQ(to_text(again), to_text(graph));
}

TEST(Text, ConstantsMayLieBesideIt) {
  const Graph graph = from_text(R"(graph {
  %w = constant : f32[3] = [1, 2, 3]
  %x = input "x" : f32[3]
  %y = elementwise {operation = "sum"} (%x, %w)
  output "y" = %y
})");
  SharedBytes kept;
  const auto place = [&](const Tensor& tensor) -> std::optional<uint64_t> {
    kept = tensor.bytes;
    return 64;
  };
  const std::string text = to_text(graph, {.place = place});
  EXPECT_NE(text.find("= bytes 64\n"), std::string::npos);
  const auto bytes_at = [&](uint64_t, size_t size) { return kept.part(0, size); };
  EXPECT_EQ(to_text(from_text(text, {.bytes_at = bytes_at})), to_text(graph));
  EXPECT_THROW(from_text(text), Error);
}

}  // namespace
}  // namespace ingot::ir
