// Operators that one launch computes: which, in what order, and where they lie.
#include "compiler/launches.h"

#include "compiler/emit.h"
#include "compiler/progress.h"
#include "compiler/timing_cache.h"
#include "plan/serialize.h"
#include "tests/compiler/together_device.h"

namespace ingot {
namespace {

using test::TogetherTactic;

/// Four branches as GoogLeNet has them.
constexpr std::string_view kBranches = R"(graph {
  %x = input "x" : f32[1,16,4,4]
  %a = activation {kind = "tanh"} (%x) "a"
  %b1 = activation {kind = "tanh"} (%x) "b1"
  %b2 = activation {kind = "tanh"} (%b1) "b2"
  %c1 = activation {kind = "tanh"} (%x) "c1"
  %c2 = activation {kind = "tanh"} (%c1) "c2"
  %d1 = activation {kind = "sigmoid"} (%x) "d1"
  %d2 = activation {kind = "tanh"} (%d1) "d2"
  %o = concatenation {axis = 1} (%a, %b2, %c2, %d2) "o"
  %y = activation {kind = "sigmoid"} (%o) "y"
  output "y" = %y
})";

class Launches : public test::TogetherDevice {
 protected:
  /// Without the passes, which leave one operator of equal ones.
  plan::Plan plan_of(std::string_view text) {
    const ir::Graph graph = ir::from_text(text);
    plan::Plan plan =
        compiler::emit(graph, graph, compiler::choose_tactics(graph, settings_), settings_);
    plan::verify(plan);
    return plan;
  }

  void allow_half() {
    device_.set_formats({ir::Format::kLinear, ir::Format::kHalfChannelsLast});
    settings_.allows_half = true;
  }

  /// "a + b1, b2": the steps, those of one launch with a plus between them.
  std::string steps_of(std::string_view text) {
    std::string names;
    for (const plan::Step& step : plan_of(text).steps) {
      names += names.empty() ? "" : step.is_with_previous ? " + " : ", ";
      names += step.name;
    }
    return names;
  }
};

TEST_F(Launches, SiblingsShareOne) {
  EXPECT_EQ(steps_of(kBranches), "d1, a + b1 + c1 + d2, b2 + c2, o, y");
}

TEST_F(Launches, HaveNoMoreStepsThanTheTacticTakes) {
  tactic_.most = 3;
  EXPECT_EQ(steps_of(kBranches), "a + b1 + c1, d1, b2 + c2 + d2, o, y");
}

TEST_F(Launches, TheOrderStaysWhereNoneIsFaster) {
  tactic_.seconds_of = [](size_t count) {
    return TogetherTactic::kSeconds * static_cast<double>(count);
  };
  EXPECT_EQ(steps_of(kBranches), "a, b1, b2, c1, c2, d1, d2, o, y");
}

TEST_F(Launches, AreComparedWithWhatOneOfFewerStepsTakes) {
  tactic_.seconds_of = [](size_t count) {
    return TogetherTactic::kSeconds * (count < 3 ? 1.5 : 2.6);
  };
  EXPECT_EQ(steps_of(kBranches), "a + b1, b2 + c1, d1, c2 + d2, o, y");
}

TEST_F(Launches, StepsWithAWorkspaceAreAlone) {
  tactic_.workspace = 64;
  EXPECT_EQ(steps_of(kBranches), "a, b1, b2, c1, c2, d1, d2, o, y");
}

TEST_F(Launches, StepsThatWereNotTimedAreAlone) {
  settings_.optimization_level = 0;
  EXPECT_EQ(steps_of(kBranches), "a, b1, b2, c1, c2, d1, d2, o, y");
}

constexpr std::string_view kChain = R"(graph {
  %x = input "x" : f32[1,16,4,4]
  %a = activation {kind = "tanh"} (%x) "a"
  %b = activation {kind = "tanh"} (%a) "b"
  %c = activation {kind = "tanh"} (%b) "c"
  %d = activation {kind = "tanh"} (%c) "d"
  output "d" = %d
})";

TEST_F(Launches, TakeWhatAloneReadsTheLastResult) {
  EXPECT_EQ(steps_of(kChain), "a, b, c, d");
  tactic_.most_next = 1;
  EXPECT_EQ(steps_of(kChain), "a + b, c + d");
  tactic_.most_next = 2;
  EXPECT_EQ(steps_of(kChain), "a + b + c, d");
}

TEST_F(Launches, TakeNoReaderThatSavesNothing) {
  tactic_.most_next = 2;
  tactic_.seconds_with_next = 2 * TogetherTactic::kSeconds;
  EXPECT_EQ(steps_of(kChain), "a, b, c, d");
}

TEST_F(Launches, TakeNoReaderOfWhatOthersReadToo) {
  tactic_.most_next = 2;
  EXPECT_EQ(steps_of(R"(graph {
    %x = input "x" : f32[1,16,4,4]
    %a = activation {kind = "tanh"} (%x) "a"
    %b = activation {kind = "tanh"} (%a) "b"
    %c = activation {kind = "tanh"} (%x) "c"
    %d = activation {kind = "tanh"} (%c) "d"
    %e = activation {kind = "elu", alpha = 1} (%c) "e"
    output "a" = %a
    output "b" = %b
    output "d" = %d
    output "e" = %e
  })"),
            "a + c, b + d, e");
}

TEST_F(Launches, TakeNoReaderInAnotherFormat) {
  tactic_.most_next = 2;
  allow_half();
  settings_.wishes["a"] = {ir::DataType::kFloat32, ir::DataType::kFloat32};
  settings_.wishes["b"] = {ir::DataType::kFloat16, ir::DataType::kFloat16};
  EXPECT_EQ(steps_of(R"(graph {
    %x = input "x" : f32[1,16,4,4]
    %a = activation {kind = "tanh"} (%x) "a"
    %b = activation {kind = "tanh"} (%a) "b"
    output "b" = %b
  })"),
            "a, a in f16_nhwc8, b, b in linear");
}

TEST_F(Launches, KnowTheTimesOfChainsFromTheCache) {
  tactic_.most_next = 2;
  compiler::TimingCache cache;
  settings_.timing_cache = &cache;
  EXPECT_EQ(steps_of(kChain), "a + b + c, d");
  tactic_.seconds_with_next = 1;
  settings_.timing_cache_use = compiler::TimingCacheUse::kRequire;
  EXPECT_EQ(steps_of(kChain), "a + b + c, d");
}

/// `i` holds `b` in its memory, which `s` reads before it.
TEST_F(Launches, WhatJoinsItsInputsKeepsItsPlace) {
  EXPECT_EQ(steps_of(R"(graph {
    %x = input "x" : f32[1,16,4,4]
    %a = activation {kind = "tanh"} (%x) "a"
    %b = activation {kind = "sigmoid"} (%x) "b"
    %s = activation {kind = "elu", alpha = 1} (%b) "s"
    %d = activation {kind = "softsign"} (%x) "d"
    %i = concatenation {axis = 1} (%b, %d) "i"
    %c = activation {kind = "tanh"} (%i) "c"
    output "a" = %a
    output "s" = %s
    output "c" = %c
  })"),
            "a, b, s, d, i, c");
}

TEST_F(Launches, CopiesBetweenFormatsComeBeforeAndBehind) {
  allow_half();
  settings_.wishes["a"] = settings_.wishes["b"] = {ir::DataType::kFloat16, ir::DataType::kFloat16};
  EXPECT_EQ(steps_of(R"(graph {
    %x = input "x" : f32[1,16,4,4]
    %a = activation {kind = "tanh"} (%x) "a"
    %b = activation {kind = "tanh"} (%x) "b"
    output "a" = %a
    output "b" = %b
  })"),
            "x in f16_nhwc8, a + b, a in linear, b in linear");
}

/// The inputs of all steps live until the launch ends, and their outputs from its begin.
TEST_F(Launches, MemoryIsInUseDuringTheWholeLaunch) {
  constexpr std::string_view kPairs = R"(graph {
    %x = input "x" : f32[1,16,4,4]
    %p = activation {kind = "sigmoid"} (%x) "p"
    %q = activation {kind = "sigmoid"} (%x) "q"
    %a = activation {kind = "tanh"} (%p) "a"
    %b = activation {kind = "tanh"} (%q) "b"
    %s = elementwise {operation = "sum"} (%a, %b) "s"
    output "s" = %s
  })";
  constexpr uint64_t kTensor = 16 * 4 * 4 * sizeof(float);
  EXPECT_EQ(steps_of(kPairs), "p, q, a + b, s");
  EXPECT_EQ(plan_of(kPairs).arena_size, 4 * kTensor);
}

TEST_F(Launches, ATimingCacheGivesTheSamePlan) {
  compiler::TimingCache cache;
  settings_.timing_cache = &cache;
  const SharedBytes first = plan::write(plan_of(kBranches));
  tactic_.seconds_of = [](size_t) { return 1.0; };
  settings_.timing_cache_use = compiler::TimingCacheUse::kRequire;
  const int num_timings = device_.num_timings;
  EXPECT_TRUE(std::ranges::equal(first.span(), plan::write(plan_of(kBranches)).span()));
  EXPECT_EQ(device_.num_timings, num_timings);
}

TEST_F(Launches, ATimeThatTheCacheLacksIsAnErrorWhereItIsRequired) {
  compiler::TimingCache cache;
  settings_.timing_cache = &cache;
  tactic_.most = 1;
  plan_of(kBranches);
  tactic_.most = 2;
  settings_.timing_cache_use = compiler::TimingCacheUse::kRequire;
  EXPECT_THROW(plan_of(kBranches), Error);
}

TEST_F(Launches, ABuildIsCancelledBeforeOneIsTimed) {
  settings_.progress = [](std::string_view phase, std::string_view, size_t, size_t count) {
    return phase != compiler::kTimingPhase || count > 1;
  };
  EXPECT_THROW(plan_of(kBranches), Error);
  tactic_.most = 1;
  EXPECT_NO_THROW(plan_of(kBranches));
}

}  // namespace
}  // namespace ingot
