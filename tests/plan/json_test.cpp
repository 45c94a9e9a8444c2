#include "plan/json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "plan/serialize.h"
#include "tests/support/engines.h"

namespace ingot {
namespace {

using nlohmann::json;

json described(const plan::Plan& plan) { return json::parse(plan::to_json(plan)); }

class PlanJson : public testing::Test {
 protected:
  static plan::Plan small_plan() {
    return compiler::compile(ir::from_text(test::kSmallNetwork), test::batch_settings(2));
  }

  const plan::Plan plan_ = small_plan();
  const json json_ = described(plan_);
};

TEST_F(PlanJson, NamesBindingsAndProfiles) {
  ASSERT_EQ(json_["bindings"].size(), 3U);
  EXPECT_EQ(json_["bindings"][0], json::parse(R"({"name": "data", "direction": "input",
      "type": "f32", "shape": ["N", 2, 6, 6], "tensor": 0})"));
  EXPECT_EQ(json_["bindings"][1]["direction"], "output");
  EXPECT_EQ(json_["profiles"], json::parse(R"([{"N": {"min": 1, "opt": 2, "max": 2}}])"));
}

TEST_F(PlanJson, NamesTheVerbosity) {
  plan::Plan plan = plan_;
  EXPECT_EQ(described(plan)["verbosity"], "layer_names_only");
  plan.verbosity = plan::Verbosity::kDetailed;
  EXPECT_EQ(described(plan)["verbosity"], "detailed");
  plan.verbosity = plan::Verbosity::kNone;
  EXPECT_EQ(described(plan)["verbosity"], "none");
}

TEST_F(PlanJson, DescribesEveryStep) {
  ASSERT_EQ(json_["steps"].size(), plan_.steps.size());
  for (size_t i = 0; i < plan_.steps.size(); ++i) {
    const plan::Step& step = plan_.steps[i];
    const json& described = json_["steps"][i];
    EXPECT_EQ(described["layers"], step.name);
    EXPECT_EQ(described["tactic"], step.tactic);
    EXPECT_EQ(described["operator"]["name"], std::string(step.op.name()));
    EXPECT_EQ(described["operator"]["text"], ir::to_string(step.op));
    EXPECT_EQ(described["operator"]["attributes"].size(), step.op.def().fields.size());
    EXPECT_EQ(described["inputs"].get<std::vector<uint32_t>>(), step.inputs);
    EXPECT_EQ(described["workspace_size"], step.workspace_size);
  }
}

TEST_F(PlanJson, TheFirstTrialIsTheChosenOneAndNoneIsLost) {
  size_t num_trials = 0;
  size_t num_refusals = 0;
  for (const json& step : json_["steps"]) {
    ASSERT_FALSE(step["trials"].empty()) << step["layers"];
    EXPECT_EQ(step["trials"][0]["tactic"], step["tactic"]);
    EXPECT_EQ(step["trials"][0]["configuration"], step["configuration"]);
    EXPECT_EQ(step["trials"][0]["seconds"], step["seconds"]);
    num_trials += step["trials"].size();
    for (const json& trial : step["trials"]) {
      EXPECT_NE(trial.contains("seconds"), trial.contains("refusal"));
      num_refusals += trial.value("refusal", "").empty() ? 0 : 1;
    }
  }
  EXPECT_GT(num_trials, plan_.steps.size());
  EXPECT_GT(num_refusals, 0U);
}

TEST_F(PlanJson, TheLargestLiveSetFitsIntoTheArena) {
  uint64_t largest = 0;
  for (const json& step : json_["steps"]) {
    largest = std::max(largest, step["live_bytes"].get<uint64_t>());
  }
  EXPECT_GT(largest, 0U);
  EXPECT_EQ(json_["memory"]["largest_live_set"], largest);
  EXPECT_EQ(json_["memory"]["arena_size"], plan_.arena_size);
  EXPECT_GE(plan_.arena_size, largest);
  EXPECT_DOUBLE_EQ(json_["memory"]["arena_percent"].get<double>(),
                   100.0 * static_cast<double>(plan_.arena_size) / static_cast<double>(largest));
}

TEST_F(PlanJson, NamesMayHoldAnyBytes) {
  plan::Plan plan = plan_;
  plan.device = "another \"device\"";
  plan.steps[0].name = "a\xFF\n";
  plan.others = {plan::tuned_of(plan)};
  EXPECT_EQ(described(plan)["device"], "another \"device\"");
  EXPECT_EQ(described(plan)["other_devices"], nlohmann::json::array({"another \"device\""}));
  EXPECT_EQ(described(plan)["steps"][0]["layers"], "a\xEF\xBF\xBD\n");
}

}  // namespace
}  // namespace ingot
