#include "compiler/choose.h"

#include <gtest/gtest.h>

#include <climits>
#include <map>

#include "base/error.h"
#include "compiler/compile.h"
#include "compiler/progress.h"
#include "compiler/timing_cache.h"
#include "runtime/engine.h"
#include "tests/compiler/fake_device.h"

namespace ingot {
namespace {

using test::FakeDevice;
using test::FakeTactic;
using test::settings_on;

ir::Graph one_layer() {
  return ir::from_text(R"(graph {
    %x = input "x" : f32[N,3]
    %y = softmax {axis = 1} (%x) "soft"
    output "y" = %y
  })");
}

std::string chosen(const FakeDevice& device, compiler::Settings settings) {
  settings.device = &device;
  const auto choices = compiler::choose_tactics(one_layer(), settings);
  return std::string(choices.layers.begin()->second.chosen.tactic->name());
}

const FakeTactic kQuick("quick", "", false);
const FakeTactic kOther("other", "", false);
const FakeTactic kUnable("unable", "the moon is not full", false);
const FakeTactic kFallback("fallback", "", true);

TEST(Choose, FallbackOnlyWhereNothingElseWorks) {
  const FakeDevice with({&kUnable, &kQuick, &kFallback});
  EXPECT_EQ(chosen(with, settings_on(with)), "quick");
  EXPECT_EQ(with.num_timings, 0);  // one candidate needs no timing
  const FakeDevice without({&kUnable, &kFallback});
  EXPECT_EQ(chosen(without, settings_on(without)), "fallback");
}

TEST(Choose, WhatTurnsOutNotToBeDoneIsLeftOut) {
  FakeTactic library("library");
  library.set_configurations({{1}, {2}});
  library.refuse({1});
  FakeTactic empty("empty");
  empty.set_configurations({});
  const FakeDevice device({&library, &empty});
  const auto choices = compiler::choose_tactics(one_layer(), settings_on(device));
  const compiler::Choice& choice = choices.layers.begin()->second;
  EXPECT_EQ(choice.chosen.configuration, backend::Configuration{2});
  std::map<std::string, std::string> refusals;
  for (const compiler::Trial& trial : choice.trials) {
    refusals[to_string(trial.candidate)] = trial.refusal;
  }
  EXPECT_EQ(refusals["library [1]"], "the library does not do this");
  EXPECT_EQ(refusals["empty"], "its library has no way to compute this");
  EXPECT_EQ(refusals["library [2]"], "");
}

TEST(Choose, TacticsOfARefusedLibraryAreLeftOut) {
  FakeTactic foreign("foreign", {1});
  foreign.set_library("cuDNN");
  const FakeTactic own("own", {2});
  const FakeDevice device({&foreign, &own});
  compiler::Settings settings = settings_on(device);
  EXPECT_EQ(chosen(device, settings), "foreign");
  settings.refused_libraries = {"cuBLASLt"};
  EXPECT_EQ(chosen(device, settings), "foreign");
  settings.refused_libraries = {"cuDNN"};
  EXPECT_EQ(chosen(device, settings), "own");
}

TEST(Choose, PlansOfAnotherConfigurationAreRefused) {
  FakeTactic library("library");
  library.set_configurations({{7}});
  const FakeDevice device({&library});
  const plan::Plan plan = compiler::compile(one_layer(), settings_on(device));
  EXPECT_NO_THROW(runtime::Engine(plan, device));
  library.refuse({7});
  try {
    const runtime::Engine engine(plan, device);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnsupported);  // so its network is built again
    EXPECT_NE(std::string(error.what()).find("it is of last year"), std::string::npos);
  }
}

TEST(Choose, TimingCacheDecides) {
  const FakeDevice device({&kQuick, &kOther, &kFallback});
  compiler::TimingCache measured;
  auto settings = settings_on(device);
  settings.timing_cache = &measured;
  chosen(device, settings);
  const int timings = device.num_timings;
  EXPECT_GT(timings, 0);
  chosen(device, settings);
  EXPECT_EQ(device.num_timings, timings);
}

TEST(Choose, PreferredTacticIsChosen) {
  const FakeTactic slow("slow", {3e-6});
  const FakeDevice device({&slow, &kQuick});
  compiler::TimingCache cache;
  auto settings = settings_on(device);
  settings.timing_cache = &cache;
  EXPECT_EQ(chosen(device, settings), "quick");
  const compiler::Timings timings = cache.timings();
  const auto& [problem, candidates] = *timings.problems.begin();
  ASSERT_EQ(candidates.size(), 2U);
  EXPECT_TRUE(cache.prefer({problem, compiler::timing_key("", "slow").candidate}, 3e-6));
  EXPECT_EQ(chosen(device, settings), "slow");
}

TEST(Choose, TimingCacheCanBeIgnored) {
  const FakeDevice device({&kQuick, &kOther});
  compiler::TimingCache cache;
  auto settings = settings_on(device);
  settings.timing_cache = &cache;
  settings.timing_cache_use = compiler::TimingCacheUse::kIgnore;
  chosen(device, settings);
  const int timings = device.num_timings;
  EXPECT_GT(timings, 0);
  EXPECT_TRUE(cache.timings().problems.empty());
  chosen(device, settings);
  EXPECT_EQ(device.num_timings, 2 * timings);
}

TEST(Choose, EqualLayersAreTimedOnceUnlessTheCacheIsIgnored) {
  const FakeDevice device({&kQuick, &kOther});
  const ir::Graph twins = ir::from_text(R"(graph {
    %x = input "x" : f32[N,3]
    %y = softmax {axis = 1} (%x) "a"
    %z = softmax {axis = 1} (%y) "b"
    output "z" = %z
  })");
  auto settings = settings_on(device);
  compiler::choose_tactics(twins, settings);
  const int once = device.num_timings;
  settings.timing_cache_use = compiler::TimingCacheUse::kIgnore;
  compiler::choose_tactics(twins, settings);
  EXPECT_EQ(device.num_timings, 3 * once);
}

TEST(Choose, TimingCacheCanBeRequired) {
  const FakeDevice device({&kQuick, &kOther});
  compiler::TimingCache cache;
  auto settings = settings_on(device);
  settings.timing_cache = &cache;
  settings.timing_cache_use = compiler::TimingCacheUse::kRequire;
  try {
    chosen(device, settings);
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "layer soft: the timing cache has no time of quick");
  }
  settings.timing_cache_use = compiler::TimingCacheUse::kExtend;
  chosen(device, settings);
  const int timings = device.num_timings;
  settings.timing_cache_use = compiler::TimingCacheUse::kRequire;
  chosen(device, settings);
  EXPECT_EQ(device.num_timings, timings);
}

TEST(Choose, OptimizationLevelDecidesWhatIsTried) {
  FakeTactic first("first", {5e-6});
  first.set_configurations({{1}, {2}});
  const FakeTactic second("second", {3e-6});
  const FakeDevice device({&first, &second});
  const std::vector<std::string> few{"first [1]"}, some{"first [1]", "second"},
      all{"first [1]", "first [2]", "second"};
  const std::vector<std::vector<std::string>> expected{few, few, some, all, all, all};
  for (int level = 0; level < 6; ++level) {
    auto settings = settings_on(device);
    settings.optimization_level = level;
    device.num_timings = 0;
    const auto choices = compiler::choose_tactics(one_layer(), settings);
    const compiler::Choice& choice = choices.layers.begin()->second;
    std::vector<std::string> tried;
    for (const compiler::Trial& trial : choice.trials) {
      if (trial.refusal.empty()) tried.push_back(to_string(trial.candidate));
    }
    EXPECT_EQ(tried, expected.at(static_cast<size_t>(level))) << level;
    EXPECT_EQ(choice.chosen.tactic->name(), level < 2 ? "first" : "second") << level;
    EXPECT_EQ(device.num_timings > 0, level >= 2) << level;
  }
}

TEST(Choose, ErrorNamesLayerAndReasons) {
  const FakeDevice device({&kUnable});
  try {
    chosen(device, settings_on(device));
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("layer soft"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("the moon is not full"), std::string::npos);
  }
}

TEST(Choose, WorkspaceLimitIsKept) {
  const FakeDevice device({&kQuick});
  auto settings = settings_on(device);
  settings.workspace_limit = 999;
  EXPECT_THROW(chosen(device, settings), Error);
  settings.workspace_limit = 1000;
  EXPECT_EQ(chosen(device, settings), "quick");
}

TEST(Choose, WhatLacksMemoryToMeasureInIsLeftOut) {
  const FakeDevice device({&kQuick, &kOther});
  compiler::Settings settings = settings_on(device);
  int asked = 0;
  int refused = 1;
  settings.memory.allocate = [&](size_t size) {
    require(++asked > refused, ErrorCode::kOutOfMemory, [] { return "the pool is empty"; });
    return device.allocate(size);
  };
  const auto choices = compiler::choose_tactics(one_layer(), settings);
  const compiler::Choice& choice = choices.layers.begin()->second;
  EXPECT_EQ(choice.chosen.tactic->name(), "other");
  EXPECT_EQ(choice.trials.front().refusal, "the pool is empty");
  refused = INT_MAX;
  try {
    compiler::choose_tactics(one_layer(), settings);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kOutOfMemory);
    EXPECT_NE(std::string(error.what()).find("layer soft"), std::string::npos);
  }
}

TEST(Choose, ProgressCanCancelBetweenCandidates) {
  const FakeDevice device({&kQuick, &kOther});
  auto settings = settings_on(device);
  settings.progress = [](std::string_view phase, auto, size_t index, size_t) {
    return phase != compiler::kTimingPhase || index < 1;
  };
  EXPECT_THROW(chosen(device, settings), Error);
  const int cancelled = device.num_timings;
  settings.progress = {};
  chosen(device, settings);
  EXPECT_GT(cancelled, 0);
  EXPECT_LT(cancelled, device.num_timings - cancelled);
}

TEST(Choose, ProgressCanCancel) {
  const FakeDevice device({&kQuick});
  auto settings = settings_on(device);
  settings.progress = [](auto, auto, size_t, size_t) { return false; };
  EXPECT_THROW(chosen(device, settings), Error);
}

}  // namespace
}  // namespace ingot
