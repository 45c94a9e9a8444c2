#include "compiler/declared_types.h"

#include <gtest/gtest.h>

#include "compiler/compile.h"
#include "ir/text.h"
#include "tests/compiler/fake_device.h"

namespace ingot {
namespace {

constexpr auto kFloat = ir::DataType::kFloat32;

compiler::Settings heeded(std::string_view network) {
  compiler::Settings settings;
  compiler::heed_declared_types(ir::from_text(std::string(network)), settings);
  return settings;
}

TEST(DeclaredTypes, HalvesMayBeKeptAndFloatsStay) {
  const auto settings = heeded(R"(graph {
    %x = input "x" : f16[N,4]
    %a = activation (%x) "first"
    %b = cast (%a) "cast"
    %y = softmax {axis = 1} (%b) "second"
    output "y" = %y
  })");
  EXPECT_TRUE(settings.allows_half);
  EXPECT_FALSE(settings.allows_bfloat);
  EXPECT_EQ(settings.wishes, (plan::Wishes{{"second", {kFloat, kFloat}}}));
}

TEST(DeclaredTypes, BindingsAloneSayNothing) {
  const auto settings = heeded(R"(graph {
    %x = input "x" : bf16[N,4]
    %a = cast (%x) "x.cast"
    %b = activation (%a) "layer"
    %y = cast {to = "f16"} (%b) "y.cast"
    output "y" = %y
  })");
  EXPECT_FALSE(settings.allows_half);
  EXPECT_FALSE(settings.allows_bfloat);
  EXPECT_TRUE(settings.wishes.empty());
}

TEST(DeclaredTypes, NeitherHalfIsKeptAsTheOther) {
  const auto settings = heeded(R"(graph {
    %x = input "x" : f16[N,4]
    %y = input "y" : bf16[N,4]
    %a = activation (%x) "a"
    %b = activation (%y) "b"
    output "a" = %a
    output "b" = %b
  })");
  EXPECT_TRUE(settings.allows_half);
  EXPECT_FALSE(settings.allows_bfloat);
  EXPECT_EQ(settings.wishes, (plan::Wishes{{"b", {kFloat, kFloat}}}));
}

TEST(DeclaredTypes, ConversionsOfIntegersStayAndEachLayerOfAName) {
  const auto settings = heeded(R"(graph {
    %x = input "x" : f16[N,4]
    %i = input "i" : i32[N,4]
    %a = activation (%x) "a"
    %f = cast (%i) "to float"
    %g = activation (%f) "add + norm"
    %j = cast {to = "i32"} (%g) "back"
    output "a" = %a
    output "j" = %j
  })");
  const plan::Wish wish{kFloat, kFloat};
  EXPECT_EQ(settings.wishes,
            (plan::Wishes{{"to float", wish}, {"add", wish}, {"norm", wish}, {"back", wish}}));
}

TEST(DeclaredTypes, WhatNobodyReadsSaysNothing) {
  const auto settings = heeded(R"(graph {
    %x = input "x" : f16[N,4]
    %a = activation (%x) "dead"
    %y = cast (%x) "y"
    output "y" = %y
  })");
  EXPECT_FALSE(settings.allows_half);
}

TEST(DeclaredTypes, TheProcessorComputesHalvesInItsKernels) {
  const ir::Graph network = ir::from_text(R"(graph {
    %x = input "x" : f16[N,16,8,8]
    %k = constant : f16[16,16,3,3] = splat 0.25
    %a = convolution {stride = [1, 1], dilation = [1, 1], pad_begin = [1, 1], pad_end = [1, 1]} (%x, %k)
          "convolution"
    %y = activation (%a) "relu"
    output "y" = %y
  })");
  compiler::Settings settings = test::batch_settings(2);
  settings.device = &backend::cpu::device();
  const plan::Plan plan = compiler::compile(network, settings);
  EXPECT_TRUE(plan.network.allows_half);
  for (const plan::Step& step : plan.steps) {
    EXPECT_FALSE(step.op.name() == "convolution" && step.tactic == "reference");
  }
  EXPECT_EQ(plan.tensors[plan.bindings[1].tensor].type.data_type, ir::DataType::kFloat16);
}

}  // namespace
}  // namespace ingot
