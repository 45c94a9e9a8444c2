#include "api/progress.h"

#include "tests/api/build_fixture.h"
#include "tests/api/monitor.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::BuilderFlag;
using nvinfer1::IProgressMonitor;

constexpr const char* kFirstLayer = "layer (Unnamed Layer* 0) [Convolution]";
constexpr const char* kSecondLayer = "layer (Unnamed Layer* 1) [Convolution]";

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
  EXPECT_GE(std::erase(monitor.phases, "timing tactics"), 2U);
  EXPECT_EQ(monitor.phases, (std::vector<std::string>{"building the engine", "optimising the graph",
                                                      "choosing tactics", kFirstLayer, kSecondLayer,
                                                      "writing the plan"}));
  EXPECT_TRUE(monitor.open.empty());
}

TEST_F(ProgressTest, EveryStepCanCancel) {
  Monitor whole;
  EXPECT_NE(build_with(&whole), "");
  ASSERT_GT(whole.num_steps, 12);  // candidates are steps
  for (int last = 1; last <= whole.num_steps; ++last) {
    Monitor monitor(last);
    EXPECT_EQ(build_with(&monitor), "") << last;
    EXPECT_TRUE(error().ends_with("the build was cancelled")) << error();
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
  EXPECT_EQ(monitor.phases.back(), "timing tactics");
  EXPECT_EQ(*(monitor.phases.end() - 2), kFirstLayer);
  EXPECT_EQ(monitor.open.size(), 0U);
}

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
