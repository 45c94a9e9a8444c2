// Steps that one launch may compute.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "compiler/choose.h"
#include "compiler/emit.h"
#include "plan/json.h"
#include "plan/serialize.h"
#include "tests/plan/edited_plan.h"
#include "tests/support/engines.h"

namespace ingot {
namespace {

/// Two chains, a and c, b and d, and their sum.
class PlanLaunch : public testing::Test, protected test::EditedPlan {
 protected:
  PlanLaunch() {
    compiler::Settings settings = test::batch_settings(1);
    settings.profiles = {{}};
    settings.optimization_level = 0;
    const ir::Graph graph = ir::from_text(R"(graph {
      %x = input "x" : f32[1,64]
      %a = activation {kind = "tanh"} (%x) "a"
      %c = activation {kind = "sigmoid"} (%a) "c"
      %b = activation {kind = "sigmoid"} (%x) "b"
      %d = activation {kind = "tanh"} (%b) "d"
      %y = elementwise {operation = "sum"} (%c, %d) "y"
      output "y" = %y
    })");
    plan_ = compiler::emit(graph, graph, compiler::choose_tactics(graph, settings), settings);
    for (const std::string_view name : {"a", "c", "b", "d"}) own_memory(output_of(name));
  }

  void own_memory(plan::Tensor& tensor) {
    tensor.offset = plan_.arena_size;
    plan_.arena_size += tensor.size;
  }
  bool is_refused_for(const char* reason) const {
    return message().find(reason) != std::string::npos;
  }
};

TEST_F(PlanLaunch, IsKept) {
  step("b").is_with_previous = true;
  EXPECT_EQ(message(), "valid");
  const plan::Plan read = plan::read(plan::write(plan_));
  for (size_t i = 0; i < plan_.steps.size(); ++i) {
    EXPECT_EQ(read.steps[i].is_with_previous, plan_.steps[i].name == "b");
  }
  const auto json = nlohmann::json::parse(plan::to_json(plan_));
  for (const auto& told : json["steps"]) {
    EXPECT_EQ(told.value("with_previous", false), told["layers"] == "b");
  }
}

TEST_F(PlanLaunch, HasAFirstStep) {
  step("a").is_with_previous = true;
  EXPECT_TRUE(is_refused_for("there is no step before it")) << message();
}

TEST_F(PlanLaunch, StepsDoNotReadWhatOthersWrite) {
  step("b").is_with_previous = step("d").is_with_previous = true;
  EXPECT_TRUE(is_refused_for("reads tensor b, which another one writes")) << message();
}

TEST_F(PlanLaunch, StepsMayEachReadWhatTheOneBeforeWrites) {
  step("c").is_with_previous = true;
  EXPECT_EQ(message(), "valid");
  step("b").is_with_previous = true;
  EXPECT_TRUE(is_refused_for("step b does not read what c alone writes")) << message();
}

TEST_F(PlanLaunch, NobodyElseReadsWhatIsPassedOn) {
  step("c").is_with_previous = true;
  step("b").inputs = step("a").outputs;
  EXPECT_TRUE(is_refused_for("tensor a between its steps is read 2 times")) << message();
}

TEST_F(PlanLaunch, WhatIsPassedOnIsReadOnce) {
  step("y").is_with_previous = true;
  step("y").inputs[0] = step("y").inputs[1];
  EXPECT_TRUE(is_refused_for("step y does not read what d alone writes")) << message();
}

TEST_F(PlanLaunch, StepsDoNotWriteOverWhatOthersRead) {
  output_of("b").offset = output_of("a").offset;
  EXPECT_EQ(message(), "valid");
  step("b").is_with_previous = true;
  EXPECT_TRUE(is_refused_for("writes over tensor a")) << message();
}

TEST_F(PlanLaunch, StepsDoNotWriteOverEachOther) {
  output_of("b").offset = output_of("c").offset;
  step("b").is_with_previous = true;
  EXPECT_TRUE(is_refused_for("writes over tensor c")) << message();
}

TEST_F(PlanLaunch, StepsHaveNoWorkspace) {
  step("b").is_with_previous = true;
  for (const char* name : {"c", "b"}) {
    step(name).workspace_size = kAlignment;
    step(name).workspace_offset = plan_.arena_size;
    plan_.arena_size += kAlignment;
    EXPECT_TRUE(is_refused_for("has a workspace")) << message();
    step(name).workspace_size = 0;
  }
}

/// This device launches them one by one.
TEST_F(PlanLaunch, RunsWhereTheDeviceHasNone) {
  const ir::Tensor x = ir::random_tensor({ir::DataType::kFloat32, ir::shape_of({1, 64})}, 1);
  auto apart = test::context_of(plan_);
  step("b").is_with_previous = true;
  auto together = test::context_of(plan_);
  EXPECT_EQ(test::run(together, {&x, 1}), test::run(apart, {&x, 1}));
}

}  // namespace
}  // namespace ingot
