// Concatenations in place where the channels lie last.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "compiler/compile.h"
#include "plan/serialize.h"
#include "tests/compiler/pitch_device.h"

namespace ingot {
namespace {

using test::PitchTactic;

constexpr int64_t kChannels = 64;
constexpr uint64_t kPart = 32 * sizeof(Half);

class PixelJoins : public test::PitchDevice {
 protected:
  /// x, two parts, the second of them made of `source`, their concatenation, and what reads that.
  static ir::Graph network(int channels = 32, int axis = 1, const char* source = "%x") {
    return ir::from_text(str(R"(graph {
      %x = input "x" : f32[N,)",
                             channels, R"(,4,H]
      %a = activation {kind = "tanh"} (%x) "a"
      %b = activation {kind = "sigmoid"} ()",
                             source, R"() "b"
      %i = concatenation {axis = )",
                             axis, R"(} (%a, %b) "joined"
      %y = activation {kind = "softsign"} (%i) "y"
      output "y" = %y
    })"));
  }

  plan::Plan plan_of(const ir::Graph& graph) {
    settings_.profiles = {{{{"N", 1, 2, 3}, {"H", 1, 4, 5}}}};
    return plan::read(plan::write(compiler::compile(graph, settings_)));
  }
};

const plan::Step& step_of(const plan::Plan& plan, std::string_view name) {
  return *std::ranges::find(plan.steps, name, &plan::Step::name);
}

/// The pitch of each input of the step.
std::vector<int64_t> input_pitches(const plan::Plan& plan, std::string_view name) {
  std::vector<int64_t> pitches;
  for (const uint32_t input : step_of(plan, name).inputs) {
    pitches.push_back(plan.tensors[input].pitch);
  }
  return pitches;
}

/// Whether input `index` of the step lies `offset` bytes from the start of its output.
bool is_at(const plan::Plan& plan, std::string_view name, size_t index, uint64_t offset) {
  const plan::Step& step = step_of(plan, name);
  return plan.tensors[step.inputs[index]].offset == plan.tensors[step.outputs[0]].offset + offset;
}

TEST_F(PixelJoins, PartsAreWrittenInPlaceAtAnyBatch) {
  const plan::Plan plan = plan_of(network());
  EXPECT_EQ(input_pitches(plan, "joined"), (std::vector<int64_t>{kChannels, kChannels}));
  EXPECT_TRUE(is_at(plan, "joined", 0, 0));
  EXPECT_TRUE(is_at(plan, "joined", 1, kPart));
  EXPECT_EQ(input_pitches(plan, "y"), (std::vector<int64_t>{0}));
  for (const uint32_t input : step_of(plan, "joined").inputs) {
    EXPECT_EQ(plan.tensors[input].size, (3 * 4 * 5 - 1) * kChannels * sizeof(Half) + kPart);
  }
}

TEST_F(PixelJoins, TheStepReservesWhatItTakesWithAPitch) {
  const plan::Plan plan = plan_of(network());
  EXPECT_EQ(step_of(plan, "a").workspace_size, PitchTactic::kWorkspaceWithPitch);
  EXPECT_EQ(step_of(plan, "y").workspace_size, PitchTactic::kWorkspace);
}

TEST_F(PixelJoins, TheFastestConfigurationWithAPitchIsTaken) {
  tactic_.seconds_with_pitch = [](const backend::Configuration& configuration) {
    return configuration[0] == 1 ? PitchTactic::kSeconds : 2 * PitchTactic::kSeconds;
  };
  const plan::Plan plan = plan_of(network());
  EXPECT_EQ(step_of(plan, "a").configuration, std::vector<int64_t>{1});
  EXPECT_EQ(step_of(plan, "y").configuration, std::vector<int64_t>{0});
}

/// A part is half of what the concatenation copies.
TEST_F(PixelJoins, APartIsCopiedWhereThatIsFaster) {
  tactic_.seconds_with_pitch = [](const auto&) { return 1.4 * PitchTactic::kSeconds; };
  EXPECT_EQ(input_pitches(plan_of(network()), "joined"),
            (std::vector<int64_t>{kChannels, kChannels}));
  tactic_.seconds_with_pitch = [](const auto&) { return 1.6 * PitchTactic::kSeconds; };
  EXPECT_EQ(input_pitches(plan_of(network()), "joined"), (std::vector<int64_t>{0, 0}));
}

TEST_F(PixelJoins, AnOnlyCandidateIsTimedToo) {
  tactic_.is_only = true;
  tactic_.seconds_with_pitch = [](const auto&) { return 1.6 * PitchTactic::kSeconds; };
  EXPECT_EQ(input_pitches(plan_of(network()), "joined"), (std::vector<int64_t>{0, 0}));
}

TEST_F(PixelJoins, APartIsCopiedWhoseTacticWritesNoPitch) {
  tactic_.supports_pitch = [](const ir::Op& op) { return !test::is_kind(op, "sigmoid"); };
  const plan::Plan plan = plan_of(network());
  EXPECT_EQ(input_pitches(plan, "joined"), (std::vector<int64_t>{kChannels, 0}));
  EXPECT_TRUE(is_at(plan, "joined", 0, 0));
  EXPECT_FALSE(is_at(plan, "joined", 1, kPart));
}

TEST_F(PixelJoins, APartIsCopiedWhoseConfigurationWritesNoPitch) {
  tactic_.prepares_pitch = [](const ir::Op& op) { return !test::is_kind(op, "tanh"); };
  EXPECT_EQ(input_pitches(plan_of(network()), "joined"), (std::vector<int64_t>{0, kChannels}));
}

TEST_F(PixelJoins, APartIsCopiedWhereItsWorkspaceIsAboveTheLimit) {
  settings_.workspace_limit = PitchTactic::kWorkspace;
  EXPECT_EQ(input_pitches(plan_of(network()), "joined"), (std::vector<int64_t>{0, 0}));
}

TEST_F(PixelJoins, APartIsCopiedThatOthersRead) {
  const plan::Plan plan = plan_of(network(32, 1, "%a"));
  EXPECT_EQ(input_pitches(plan, "joined"), (std::vector<int64_t>{0, kChannels}));
}

TEST_F(PixelJoins, APartIsCopiedThatWouldNotBeAligned) {
  const plan::Plan plan = plan_of(network(8));
  EXPECT_EQ(input_pitches(plan, "joined"), (std::vector<int64_t>{16, 0}));
}

TEST_F(PixelJoins, NotAlongAnotherAxis) {
  const plan::Plan plan = plan_of(network(32, 2));
  EXPECT_EQ(input_pitches(plan, "joined"), (std::vector<int64_t>{0, 0}));
}

}  // namespace
}  // namespace ingot
