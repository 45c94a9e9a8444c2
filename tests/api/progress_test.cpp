#include "api/progress.h"

#include "tests/api/build_fixture.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::BuilderFlag;
using nvinfer1::IBuilder;
using nvinfer1::IProgressMonitor;

constexpr const char* kFirstLayer = "layer (Unnamed Layer* 0) [Convolution]";
constexpr const char* kSecondLayer = "layer (Unnamed Layer* 1) [Convolution]";

/// Checks the order of what it hears, and cancels at a step.
class Monitor final : public IProgressMonitor {
 public:
  explicit Monitor(int last_step = std::numeric_limits<int>::max()) : last_step_(last_step) {}

  void phaseStart(const char* name, const char* parent, int32_t count) override {
    EXPECT_EQ(parent == nullptr ? "" : std::string(parent), open.empty() ? "" : open.back().name);
    EXPECT_GT(count, 0);
    open.push_back({name, count});
    phases.emplace_back(name);
  }
  bool stepComplete(const char* name, int32_t step) override {
    EXPECT_FALSE(cancelled());
    EXPECT_EQ(open.back().name, name);
    EXPECT_GT(step, open.back().step);
    EXPECT_LT(step, open.back().count);
    open.back().step = step;
    return ++num_steps < last_step_;
  }
  void phaseFinish(const char* name) override {
    ASSERT_FALSE(open.empty());
    EXPECT_EQ(open.back().name, name);
    EXPECT_TRUE(cancelled() || fails || open.back().step == open.back().count - 1) << name;
    open.pop_back();
  }
  bool cancelled() const { return num_steps >= last_step_; }

  struct Phase {
    std::string name;
    int32_t count;
    int32_t step = -1;
  };
  std::vector<Phase> open;
  std::vector<std::string> phases;
  int num_steps = 0;
  bool fails = false;  ///< the build; phases then end early

 private:
  int last_step_;
};

class ProgressTest : public BuildTest {
 protected:
  ProgressTest() { two_convolutions(); }

  std::string build_with(IProgressMonitor* monitor) {
    const Config config = make_config();
    EXPECT_EQ(config->getProgressMonitor(), nullptr);
    config->setProgressMonitor(monitor);
    EXPECT_EQ(config->getProgressMonitor(), monitor);
    return build(*config);
  }
};

TEST_F(ProgressTest, PhasesAreNestedAndComplete) {
  Monitor monitor;
  EXPECT_NE(build_with(&monitor), "");
  EXPECT_EQ(monitor.phases, (std::vector<std::string>{"building the engine", "optimising the graph",
                                                      "choosing tactics", kFirstLayer, kSecondLayer,
                                                      "writing the plan"}));
  EXPECT_TRUE(monitor.open.empty());
}

TEST_F(ProgressTest, EveryStepCanCancel) {
  Monitor whole;
  EXPECT_NE(build_with(&whole), "");
  ASSERT_GT(whole.num_steps, 5);
  for (int last = 1; last <= whole.num_steps; ++last) {
    Monitor monitor(last);
    EXPECT_EQ(build_with(&monitor), "") << last;
    EXPECT_EQ(error(), "IBuilder::buildSerializedNetwork: the build was cancelled");
    EXPECT_EQ(monitor.num_steps, last);
    EXPECT_TRUE(monitor.open.empty());
  }
  EXPECT_NE(build_with(nullptr), "");
  EXPECT_EQ(error(), "");
}

TEST_F(ProgressTest, PhasesFinishAfterAnError) {
  Monitor monitor;
  monitor.fails = true;
  const Config config = make_config();
  config->setFlag(BuilderFlag::kERROR_ON_TIMING_CACHE_MISS);
  config->setProgressMonitor(&monitor);
  EXPECT_EQ(build(*config), "");
  EXPECT_EQ(monitor.phases.back(), kFirstLayer);
  EXPECT_EQ(monitor.open.size(), 0U);
}

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
