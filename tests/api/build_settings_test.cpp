#include <regex>

#include "tests/api/build_fixture.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using namespace nvinfer1;  // NOLINT(google-build-using-namespace): as users write it

/// Keeps what the builder tells of measurements.
class Measurements final : public ILogger {
 public:
  void log(Severity, const char* message) override {
    const std::string text = message;
    if (text.rfind("measured ", 0) == 0) lines.push_back(text);
  }
  /// How many lines there are, all of at least so many samples of so many launches.
  size_t count(int samples, int launches) const {
    const std::regex expected("the least of (\\d+) samples of (\\d+) launches$");
    for (const std::string& line : lines) {
      std::smatch found;
      EXPECT_TRUE(std::regex_search(line, found, expected)) << line;
      if (found.empty()) continue;
      EXPECT_GE(std::stoi(found[1]), samples) << line;
      EXPECT_EQ(std::stoi(found[2]), launches) << line;
    }
    return lines.size();
  }
  std::vector<std::string> lines;
};

class BuildSettings : public BuildTest {
 protected:
  BuildSettings() { two_convolutions(); }

  Measurements log_;
  Builder logged_{log_, INGOT_TENSORRT_LEVEL};
};

TEST_F(BuildSettings, IterationsOfTheConfigurationAreKept) {
  const Config config(logged_.createBuilderConfig());
  config->setMinTimingIterations(70);
  config->setAvgTimingIterations(3);
  EXPECT_NE(Memory(logged_.buildSerializedNetwork(*network_, *config)), nullptr);
  EXPECT_GT(log_.count(70, 3), 0U);
}

TEST_F(BuildSettings, IterationsOfTheBuilderAreKept) {
  logged_.setMinFindIterations(80);
  logged_.setAverageFindIterations(2);
  EXPECT_EQ(logged_.getMinFindIterations(), 80);
  EXPECT_EQ(logged_.getAverageFindIterations(), 2);
  EXPECT_NE(std::unique_ptr<ICudaEngine>(logged_.buildCudaEngine(*network_)), nullptr);
  EXPECT_GT(log_.count(80, 2), 0U);
}

TEST_F(BuildSettings, OptimizationLevelsMeasureMoreAndMore) {
  size_t before = 0;
  for (int level = 0; level <= 3; ++level) {
    const Config config(logged_.createBuilderConfig());
    config->setBuilderOptimizationLevel(level);
    log_.lines.clear();
    EXPECT_NE(Memory(logged_.buildSerializedNetwork(*network_, *config)), nullptr);
    EXPECT_EQ(log_.lines.empty(), level == 0);
    EXPECT_GE(log_.lines.size(), before) << level;
    before = log_.lines.size();
  }
  EXPECT_GT(before, 0U);
}

TEST_F(BuildSettings, NegativeLevelIsRefused) {
  const Config config = make_config();
  EXPECT_EQ(config->getBuilderOptimizationLevel(), 3);
  config->setBuilderOptimizationLevel(-1);
  EXPECT_EQ(error(),
            "IBuilderConfig::setBuilderOptimizationLevel: expected a level from 0 to 5, got -1");
  EXPECT_EQ(config->getBuilderOptimizationLevel(), 3);
}

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
