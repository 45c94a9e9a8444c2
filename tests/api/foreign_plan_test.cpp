// Plans that were built for a device other than the one at hand.
#include "tests/support/foreign_plan.h"

#include <ingot/ingot.h>
#include <ingot/plan.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "api/engine.h"
#include "api/runtime.h"
#include "api/tactic_sources.h"
#include "plan/serialize.h"
#include "tests/api/build_fixture.h"
#include "tests/api/monitor.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

testing::AssertionResult contains(const std::string& text, const std::string& part) {
  return (text.find(part) != std::string::npos ? testing::AssertionSuccess()
                                               : testing::AssertionFailure())
         << "'" << text << "'";
}

class ForeignPlanTest : public BuildTest {
 protected:
  ForeignPlanTest() {
    two_convolutions();
    const Config config = make_config();
    own_ = build(*config);
  }
  ~ForeignPlanTest() override {
    unsetenv("INGOT_PLANS");
    unsetenv("INGOT_TIMING_CACHE");
  }

  plan::Plan plan() const {
    return plan::read(SharedBytes::copy_of(std::as_bytes(std::span(own_))));
  }
  plan::Plan foreign() const { return test::foreign(plan()); }

  using Loaded = std::unique_ptr<nvinfer1::ICudaEngine>;
  Loaded load(const plan::Plan& plan) {
    const SharedBytes file = plan::write(plan);
    return Loaded(runtime_.deserializeCudaEngine(file.data(), file.size(), nullptr));
  }
  std::string warning() const { return join(messages_.warnings, "\n"); }

  static std::vector<float> run(nvinfer1::ICudaEngine& engine) {
    const std::unique_ptr<nvinfer1::IExecutionContext> context(engine.createExecutionContext());
    std::vector<float> x(16 * 12 * 12);
    for (size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i % 7);
    std::vector<float> y(16 * 8 * 8);
    std::array<void*, 2> addresses{x.data(), y.data()};
    EXPECT_TRUE(context->executeV2(addresses.data()));
    return y;
  }

  std::string own_;
  Runtime runtime_{messages_};
};

TEST_F(ForeignPlanTest, IsBuiltAgainWithAWarning) {
  const Loaded expected = load(plan());
  EXPECT_EQ(warning(), "");
  const Loaded engine = load(foreign());
  ASSERT_NE(engine, nullptr) << error();
  EXPECT_TRUE(contains(warning(), "was built for abacus"));
  EXPECT_TRUE(contains(warning(), "no tactic 'beads'"));
  const std::vector<float> wanted = run(*expected);
  const std::vector<float> given = run(*engine);
  for (size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(given[i], wanted[i], 1e-5F * wanted[i]);
}

TEST_F(ForeignPlanTest, IsOfThisDeviceOnceItIsSaved) {
  const Loaded engine = load(foreign());
  ASSERT_NE(engine, nullptr) << error();
  messages_.warnings.clear();
  const Memory saved(engine->serialize());
  const Loaded again(runtime_.deserializeCudaEngine(saved->data(), saved->size(), nullptr));
  EXPECT_NE(again, nullptr);
  EXPECT_EQ(warning(), "");
}

TEST_F(ForeignPlanTest, KeepsWhatWasTunedBefore) {
  const Loaded engine = load(foreign());
  ASSERT_NE(engine, nullptr) << error();
  const plan::Plan& tuned = dynamic_cast<Engine&>(*engine).core().plan();
  ASSERT_EQ(tuned.others.size(), 1U);
  EXPECT_EQ(plan::device_of(tuned.others[0]), "abacus");
  EXPECT_EQ(plan::read(tuned.others[0]).steps.front().tactic, "beads");
}

TEST_F(ForeignPlanTest, KeepsWhatItWasBuiltWith) {
  const Config config = make_config();
  network_->getLayer(1)->setName("second");
  network_->getLayer(1)->setPrecision(nvinfer1::DataType::kFLOAT);
  network_->getLayer(1)->setOutputType(0, nvinfer1::DataType::kHALF);
  EXPECT_TRUE(config->setTacticSources(0));
  own_ = build(*config);
  EXPECT_EQ(plan().network.wishes, plan::Wishes());
  config->setFlag(nvinfer1::BuilderFlag::kOBEY_PRECISION_CONSTRAINTS);
  own_ = build(*config);
  const Loaded engine = load(foreign());
  ASSERT_NE(engine, nullptr) << error();
  const plan::Network& kept = dynamic_cast<Engine&>(*engine).core().plan().network;
  EXPECT_EQ(kept.wishes.at("second"), (plan::Wish{ir::DataType::kFloat32, ir::DataType::kFloat16}));
  EXPECT_TRUE(kept.has_demands);
  EXPECT_EQ(kept.refused_libraries,
            refused_libraries(dynamic_cast<const BuilderConfig&>(*config).allowed_sources()));
  EXPECT_EQ(kept.wishes, plan().network.wishes);
}

TEST_F(ForeignPlanTest, RunsAsOneOfItsOthers) {
  plan::Plan family = foreign();
  family.others = {plan::tuned_of(foreign()), plan::tuned_of(plan())};
  EXPECT_TRUE(setStrictPlans(runtime_, true));
  const Loaded engine = load(family);
  ASSERT_NE(engine, nullptr) << error();
  EXPECT_EQ(warning(), "");
  EXPECT_EQ(run(*engine), run(*load(plan())));
  const SharedBytes file = plan::write(family);
  const std::string saved = bytes_of(*Memory(engine->serialize()));
  EXPECT_TRUE(std::ranges::equal(std::as_bytes(std::span(saved)), file.span()));
  const Memory description(describePlan(messages_, file.data(), file.size()));
  const std::string here = plan().device;
  EXPECT_TRUE(contains(bytes_of(*description), "\"device\":\"" + here + "\""));
  EXPECT_TRUE(contains(bytes_of(*description), "\"other_devices\":[\"abacus\",\"abacus\"]"));
}

TEST_F(ForeignPlanTest, RunsWhatIsForThisDeviceBeforeWhatCouldRun) {
  plan::Plan family = plan();
  family.device = "cpu of another kind";
  plan::Plan own = plan();
  own.name = "own";
  family.others = {plan::tuned_of(own)};
  const Loaded engine = load(family);
  ASSERT_NE(engine, nullptr) << error();
  EXPECT_STREQ(engine->getName(), "own");
}

TEST_F(ForeignPlanTest, HasOneOfEachDevice) {
  plan::Plan family = foreign();
  plan::Plan stale = foreign();
  stale.device = plan().device;
  family.others.assign(plan::kMaxOthers, plan::tuned_of(foreign()));
  family.others.front() = plan::tuned_of(stale);
  const Loaded engine = load(family);
  ASSERT_NE(engine, nullptr) << error();
  const plan::Plan& tuned = dynamic_cast<Engine&>(*engine).core().plan();
  EXPECT_EQ(tuned.others.size(), plan::kMaxOthers);
  for (const plan::Tuned& other : tuned.others) EXPECT_EQ(plan::device_of(other), "abacus");
}

TEST_F(ForeignPlanTest, IsRefusedWhereTheRuntimeIsStrict) {
  EXPECT_TRUE(setStrictPlans(runtime_, true));
  EXPECT_EQ(load(foreign()), nullptr);
  EXPECT_TRUE(contains(error(), "no tactic 'beads'"));
  EXPECT_NE(load(plan()), nullptr);
  EXPECT_TRUE(setStrictPlans(runtime_, false));
  EXPECT_NE(load(foreign()), nullptr);
}

TEST_F(ForeignPlanTest, IsRefusedWhereTheEnvironmentIsStrict) {
  setenv("INGOT_PLANS", "strict", 1);
  EXPECT_EQ(load(foreign()), nullptr);
  EXPECT_TRUE(contains(error(), "no tactic 'beads'"));
  setenv("INGOT_PLANS", "lenient", 1);
  EXPECT_EQ(load(foreign()), nullptr);
  EXPECT_TRUE(contains(error(), "INGOT_PLANS=lenient: expected one of tune, strict"));
}

TEST_F(ForeignPlanTest, TellsOfItsProgress) {
  Monitor whole;
  EXPECT_TRUE(setProgressMonitor(runtime_, &whole));
  EXPECT_NE(load(plan()), nullptr);
  EXPECT_EQ(whole.num_steps, 0);
  EXPECT_NE(load(foreign()), nullptr);
  EXPECT_EQ(whole.phases.front(), "tuning the plan");
  EXPECT_TRUE(whole.open.empty());
  Monitor some(whole.num_steps / 2);
  EXPECT_TRUE(setProgressMonitor(runtime_, &some));
  EXPECT_EQ(load(foreign()), nullptr);
  EXPECT_TRUE(contains(error(), "the build was cancelled"));
  EXPECT_TRUE(some.open.empty());
  EXPECT_TRUE(setProgressMonitor(runtime_, nullptr));
  EXPECT_NE(load(foreign()), nullptr);
}

TEST_F(ForeignPlanTest, IsRefusedWithoutItsNetwork) {
  plan::Plan bare = foreign();
  bare.network = {};
  EXPECT_EQ(load(bare), nullptr);
  EXPECT_TRUE(contains(error(), "no tactic 'beads'"));
}

TEST_F(ForeignPlanTest, IsRefusedWhereItsNetworkIsDamaged) {
  plan::Plan hostile = foreign();
  const std::string text = "graph { %0 = constant : f32[4096] = bytes 1048576 }";
  hostile.network.text = SharedBytes::copy_of(std::as_bytes(std::span(text)));
  EXPECT_EQ(load(hostile), nullptr);
  EXPECT_TRUE(contains(error(), "16384 bytes at 1048576"));
}

TEST_F(ForeignPlanTest, TakesTimesFromTheFileAndAddsToIt) {
  const std::string path = testing::TempDir() + "foreign_times." +
                           testing::UnitTest::GetInstance()->current_test_info()->name() +
                           std::to_string(INGOT_TENSORRT_LEVEL);
  std::remove(path.c_str());
  setenv("INGOT_TIMING_CACHE", path.c_str(), 1);
  ASSERT_NE(load(foreign()), nullptr) << error();
  ASSERT_TRUE(std::filesystem::exists(path));
  const auto saved = [&](const Loaded& engine) { return bytes_of(*Memory(engine->serialize())); };
  EXPECT_EQ(saved(load(foreign())), saved(load(foreign())));
  std::filesystem::resize_file(path, 10);
  messages_.warnings.clear();
  EXPECT_NE(load(foreign()), nullptr);
  EXPECT_TRUE(contains(warning(), "INGOT_TIMING_CACHE: " + path + " is not used"));
  EXPECT_EQ(std::filesystem::file_size(path), 10U);
  std::remove(path.c_str());
}

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
