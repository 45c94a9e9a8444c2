#include "ir/graph.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "ir/fill.h"
#include "ir/text.h"
#include "ir/text_ops.h"
#include "ops/activation.h"
#include "ops/concatenation.h"
#include "ops/elementwise.h"
#include "ops/identity.h"

namespace ingot::ir {
namespace {

Op identity() { return Op(ops::Identity{}); }
Op sum() { return Op(ops::Elementwise{}); }

TensorType type(const char* text) { return type_from_text(text); }

template <class Body>
std::string error_of(Body body) {
  try {
    body();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Graph, InfersTypesOnEveryEdit) {
  Graph graph;
  const Value x = graph.add_input("x", type("f32[N,3]"));
  const Value wide = graph.add_input("wide", type("f32[N,5]"));
  const Value a = graph.apply(identity(), {x}, "a");
  const Value b = graph.apply(Op(ops::Concatenation{}), {a, a}, "b");
  const Value c = graph.apply(sum(), {b, b}, "c");
  EXPECT_EQ(graph.type(c), type("f32[N,6]"));
  graph.set_input(a.node, 0, wide);
  EXPECT_EQ(graph.type(c), type("f32[N,10]"));
  verify(graph);
}

TEST(Graph, BranchesThatMeetAgainChangeTogether) {
  Graph graph;
  const Value x = graph.add_input("x", type("f32[N,3]"));
  const Value wide = graph.add_input("wide", type("f32[N,5]"));
  const Value a = graph.apply(identity(), {x}, "a");
  const Value b = graph.apply(identity(), {x}, "b");
  const Value both = graph.apply(sum(), {a, b}, "sum");
  graph.add_output("y", both);
  graph.replace_uses(x, wide);
  EXPECT_EQ(graph.type(both), type("f32[N,5]"));
  verify(graph);
}

TEST(Graph, AnInsertedNodeGoesOnReadingWhatItReplaces) {
  Graph graph;
  const Value x = graph.add_input("x", type("f32[N]"));
  const Value a = graph.apply(identity(), {x}, "a");
  graph.add_output("y", a);
  const Value inserted = graph.apply(Op(ops::Activation{}), {a}, "inserted");
  graph.replace_uses(a, inserted);
  EXPECT_EQ(graph.node(inserted.node).inputs()[0], a);
  EXPECT_EQ(graph.outputs()[0].value, inserted);
  verify(graph);
}

TEST(Graph, UsersAndOutputs) {
  Graph graph;
  const Value x = graph.add_input("x", type("f32[N]"));
  const Value a = graph.apply(sum(), {x, x}, "a");
  const Value b = graph.apply(sum(), {x, a}, "b");
  graph.add_output("a", a);
  EXPECT_EQ(graph.users(x), (std::vector<NodeId>{a.node, b.node}));
  EXPECT_EQ(graph.users(a), std::vector<NodeId>{b.node});
  EXPECT_FALSE(graph.is_only_used_by(a, b.node));
  EXPECT_TRUE(graph.is_output(a));
  EXPECT_FALSE(graph.is_output(b));
}

TEST(Graph, ErasesOnlyWhatNothingReads) {
  Graph graph;
  const Value x = graph.add_input("x", type("f32[N]"));
  const Value a = graph.apply(identity(), {x}, "a");
  const Value b = graph.apply(identity(), {a}, "b");
  EXPECT_EQ(error_of([&] { graph.erase(a.node); }), "cannot erase a: it is still read");
  EXPECT_EQ(error_of([&] { graph.erase(x.node); }), "cannot erase x: it is an input");
  graph.erase(b.node);
  EXPECT_FALSE(graph.contains(b.node));
  EXPECT_EQ(graph.erase_dead(), 1U);
  EXPECT_EQ(graph.size(), 1U);
}

TEST(Graph, RefusesValuesThatItDoesNotHave) {
  Graph graph;
  const Value x = graph.add_input("x", type("f32[N]"));
  EXPECT_EQ(error_of([&] {
              graph.apply(identity(), {{99, 0}}, "a");
            }),
            "layer a: the graph has no node #99");
  EXPECT_EQ(error_of([&] {
              graph.apply(identity(), {{x.node, 3}}, "a");
            }),
            "layer a: x has 1 outputs, none at 3");
  const Value a = graph.apply(identity(), {x}, "a");
  EXPECT_EQ(error_of([&] { graph.set_input(a.node, 1, x); }), "a has 1 inputs, none at 1");
  EXPECT_EQ(error_of([&] { graph.set_input(a.node, 0, {99, 0}); }), "the graph has no node #99");
  EXPECT_EQ(graph.node(a.node).inputs()[0], x);
}

TEST(Graph, ErrorsNameTheLayer) {
  Graph graph;
  const Value x = graph.add_input("x", type("f32[2]"));
  const Value y = graph.add_input("y", type("f32[3]"));
  EXPECT_EQ(error_of([&] {
              graph.apply(sum(), {x, y}, "sum1");
            }).find("layer sum1: elementwise: "),
            0U);
}

TEST(Graph, OrderPutsSourcesFirst) {
  Graph graph;
  const Value x = graph.add_input("x", type("f32[N]"));
  const Value a = graph.apply(identity(), {x}, "a");
  const Value b = graph.apply(identity(), {a}, "b");
  const Value late = graph.apply(identity(), {x}, "late");
  graph.add_output("y", b);
  graph.set_input(a.node, 0, late);
  EXPECT_EQ(graph.topological_order(), (std::vector<NodeId>{x.node, late.node, a.node, b.node}));
}

TEST(Graph, CyclesAreFound) {
  Graph graph;
  const Value x = graph.add_input("x", type("f32[N]"));
  const Value a = graph.apply(identity(), {x}, "a");
  const Value b = graph.apply(identity(), {a}, "b");
  EXPECT_NE(error_of([&] {
              graph.set_input(a.node, 0, b);
              verify(graph);
            }).find("depends on its own output"),
            std::string::npos);
}

TEST(Verify, FindsBrokenRules) {
  Graph doubled;
  const Value x = doubled.add_input("x", type("f32[N]"));
  doubled.add_output("y", x);
  doubled.add_output("y", x);
  EXPECT_EQ(error_of([&] { verify(doubled); }), "two outputs are named 'y'");

  Graph inputs;
  inputs.add_input("x", type("f32[N]"));
  inputs.add_input("x", type("f32[N]"));
  EXPECT_EQ(error_of([&] { verify(inputs); }), "two inputs are named 'x'");

  Graph missing;
  missing.add_output("y", {5, 0});
  EXPECT_NE(error_of([&] { verify(missing); }), "no error");

  Graph shorter;
  Tensor tensor = splat(type("f32[2]"), 1);
  tensor.bytes = tensor.bytes.part(0, 4);
  shorter.add_constant(tensor, "c");
  EXPECT_EQ(error_of([&] { verify(shorter); }), "c holds 4 bytes, its type f32[2] needs 8");

  Graph negative;
  negative.add_input("x", {DataType::kFloat32, {-2, -3}});
  EXPECT_EQ(error_of([&] { verify(negative); }), "x has a negative extent in f32[-2,-3]");
}

TEST(Types, Broadcast) {
  const auto of = [](const char* a, const char* b) -> std::string {
    const auto shape = broadcast(type(a).shape, type(b).shape);
    return shape ? to_string(*shape) : "none";
  };
  EXPECT_EQ(of("f32[2,3]", "f32[3]"), "[2,3]");
  EXPECT_EQ(of("f32[1,3]", "f32[N,1]"), "[N,3]");
  EXPECT_EQ(of("f32[2]", "f32[3]"), "none");
  EXPECT_EQ(of("f32[]", "f32[0]"), "[0]");
  EXPECT_EQ(of("f32[N]", "f32[M]"), "[max(N,M)]");
}

TEST(Types, SizesThatDoNotFit) {
  EXPECT_EQ(byte_size(type("f16[3,5]")), 30U);
  EXPECT_EQ(byte_size(type("f32[]")), 4U);
  EXPECT_THROW(byte_size(type("f32[2305843009213693952]")), Error);
  EXPECT_THROW(byte_size(type("f32[N]")), Error);
}

TEST(Tensors, ConversionsRoundAndSaturate) {
  const std::array<float, 6> values{1.5F, -1.5F, 300.0F, -300.0F, NAN, 0.0F};
  const Tensor tensor = make_tensor({6}, values);
  const auto as = [&](DataType type) {
    const Tensor converted = convert(tensor, type);
    std::vector<double> elements;
    for (int64_t i = 0; i < 6; ++i) elements.push_back(load(ConstTensorView(converted), i));
    return elements;
  };
  EXPECT_EQ(as(DataType::kInt8), (std::vector<double>{1, -1, 127, -128, 0, 0}));
  EXPECT_EQ(as(DataType::kUInt8), (std::vector<double>{1, 0, 255, 0, 0, 0}));
  EXPECT_EQ(as(DataType::kInt64), (std::vector<double>{1, -1, 300, -300, 0, 0}));
  EXPECT_EQ(as(DataType::kBool), (std::vector<double>{1, 1, 1, 1, 1, 0}));
}

TEST(Tensors, SixtyFourBitExtremes) {
  const Tensor floats = make_tensor({2}, std::array{1e30F, -1e30F});
  const Tensor integers = convert(floats, DataType::kInt64);
  EXPECT_EQ(integers.elements<int64_t>()[0], std::numeric_limits<int64_t>::max());
  EXPECT_EQ(integers.elements<int64_t>()[1], std::numeric_limits<int64_t>::min());
}

}  // namespace
}  // namespace ingot::ir
