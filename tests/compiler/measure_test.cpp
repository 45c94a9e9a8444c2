#include "compiler/measure.h"

#include <gtest/gtest.h>

#include "tests/compiler/fake_device.h"

namespace ingot::compiler {
namespace {

using test::FakeDevice;
using test::FakeTactic;

/// A problem with a computed input and a constant one of `constant_size` bytes.
class Measure : public testing::Test {
 protected:
  double seconds_of(const FakeTactic& tactic, const Settings& settings,
                    const Sampling& sampling = {},
                    double best = std::numeric_limits<double>::infinity()) {
    const ir::Shape shape = ir::shape_of({constant_size / 4});
    const ir::TensorType type{ir::DataType::kFloat32, shape};
    const backend::Problem problem{.op = ir::identity_op(),
                                   .inputs = {type, type},
                                   .outputs = {type},
                                   .is_constant = {false, true},
                                   .device = "fake"};
    const ir::Tensor constant = ir::splat(type, 1);
    const std::vector<const ir::Tensor*> constants{nullptr, &constant};
    const PackedConstants packed({&tactic, {}}, problem, constants, settings);
    return measure({&tactic, {}}, problem, packed, settings, sampling, best);
  }

  int64_t constant_size = 1024;
};

TEST_F(Measure, TakesTheLeastOfTheSamples) {
  const FakeTactic tactic("t", {9, 5e-6, 7e-6, 3e-6, 4e-6});
  const FakeDevice device({&tactic});
  EXPECT_DOUBLE_EQ(seconds_of(tactic, settings_on(device)), 3e-6);
  EXPECT_EQ(tactic.num_launches(), 1 + Sampling{}.most);
}

TEST_F(Measure, ASampleIsTheMeanOfItsLaunches) {
  const FakeTactic tactic("t", {9, 2e-6, 4e-6, 4e-6, 6e-6, 9e-6});
  const FakeDevice device({&tactic});
  auto settings = settings_on(device);
  settings.average_timing_iterations = 2;
  EXPECT_DOUBLE_EQ(seconds_of(tactic, settings, {.most = 2, .seconds = 1}), 3e-6);
  EXPECT_EQ(tactic.num_launches(), 1 + 2 * 2);
}

TEST_F(Measure, TakesAsManySamplesAsAskedFor) {
  const FakeTactic tactic("t", {1e-2});
  const FakeDevice device({&tactic});
  auto settings = settings_on(device);
  settings.min_timing_iterations = 100;
  settings.average_timing_iterations = 7;
  seconds_of(tactic, settings, {}, 1e-9);  // neither the time nor a better one cuts that short
  EXPECT_EQ(tactic.num_launches(), 1 + 100 * 7);
  EXPECT_EQ(device.num_timings, 100);
}

TEST_F(Measure, EndsWhenTheTimeIsOver) {
  const FakeTactic tactic("t", {8e-3});
  const FakeDevice device({&tactic});
  seconds_of(tactic, settings_on(device), {.most = 32, .seconds = 20e-3});
  EXPECT_EQ(device.num_timings, 3);
}

TEST_F(Measure, GivesUpAfterThreeSamplesAboveTwiceTheBest) {
  const FakeTactic slow("slow", {1e-6}), close("close", {1e-6});
  const FakeDevice device({&slow, &close});
  EXPECT_DOUBLE_EQ(seconds_of(slow, settings_on(device), {}, 0.4e-6), 1e-6);
  EXPECT_EQ(slow.num_launches(), 1 + 3);
  seconds_of(close, settings_on(device), {}, 0.6e-6);
  EXPECT_EQ(close.num_launches(), 1 + Sampling{}.most);
}

TEST_F(Measure, DisturbedSamplesCountOnlyWhereThereAreNoOthers) {
  const FakeTactic tactic("t", {9, 1e-6, 5e-6, 1e-6, 4e-6, 6e-6});
  FakeDevice device({&tactic});
  device.is_disturbed = [](int number) { return number % 2 == 1; };
  EXPECT_DOUBLE_EQ(seconds_of(tactic, settings_on(device)), 4e-6);
  EXPECT_EQ(tactic.num_launches(), 1 + 2 * Sampling{}.most);

  const FakeTactic other("other", {9, 3e-6, 2e-6, 7e-6});
  device.is_disturbed = [](int) { return true; };
  EXPECT_DOUBLE_EQ(seconds_of(other, settings_on(device)), 2e-6);
  EXPECT_EQ(other.num_launches(), 1 + 5 * Sampling{}.most);
}

TEST_F(Measure, LogTellsWhatWasMeasured) {
  const FakeTactic tactic("t", {2e-6});
  const FakeDevice device({&tactic});
  auto settings = settings_on(device);
  std::string text;
  settings.log = Log([&](Severity, const std::string& message) { text += message; });
  settings.min_timing_iterations = 40;
  settings.average_timing_iterations = 3;
  seconds_of(tactic, settings);
  EXPECT_TRUE(text.starts_with("measured t, key 0x")) << text;
  EXPECT_TRUE(text.ends_with(" us, the least of 40 samples of 3 launches")) << text;
}

TEST_F(Measure, ColdConstantsTakeTurnsOverMoreThanTheCache) {
  const auto copies = [&](uint64_t cache_size, bool is_cold) {
    const FakeTactic tactic("t");
    const FakeDevice device({&tactic}, cache_size);
    auto settings = settings_on(device);
    settings.cold_weights = is_cold;
    seconds_of(tactic, settings, {.most = 200, .seconds = 1});
    EXPECT_EQ(tactic.addresses(0).size(), 1U);  // the computed input stays warm
    return tactic.addresses(1).size();
  };
  EXPECT_EQ(copies(4000, false), 1U);
  EXPECT_EQ(copies(4000, true), 5U);  // 4 x 1024 bytes beside the one in use
  EXPECT_EQ(copies(1024, true), 1U);  // pushes itself out
  EXPECT_EQ(copies(1 << 30, true), 64U);
}

TEST_F(Measure, KeyTellsColdFromWarmAndThreadsApart) {
  const FakeTactic a("a"), b("b");
  const FakeDevice one({&a, &b}), two({&a, &b}, 0, "2 threads");
  const backend::Problem problem{.op = ir::identity_op(), .device = "fake"};
  const Settings warm = settings_on(one);
  Settings cold = warm;
  cold.cold_weights = true;
  const auto key = [&](const FakeTactic& tactic, const Settings& settings) {
    return key_of({&tactic, {}}, problem, settings);
  };
  EXPECT_EQ(key(a, warm).problem, key(b, warm).problem);
  EXPECT_NE(key(a, warm).candidate, key(b, warm).candidate);
  EXPECT_NE(key(a, warm).problem, key(a, cold).problem);
  EXPECT_NE(key(a, warm).problem, key(a, settings_on(two)).problem);
}

}  // namespace
}  // namespace ingot::compiler
