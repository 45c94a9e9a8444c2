// Layers that one launch computes.
#include <ingot/device.h>
#include <ingot/plan.h>

#include <regex>
#include <string>

#include "tests/gpu/parts.h"

namespace ingot::test {
namespace {

class LayerTimes : public nvinfer1::IProfiler {
 public:
  void reportLayerTime(const char*, float milliseconds) noexcept override {
    ++count;
    sum += milliseconds;
  }
  int count = 0;
  float sum = 0;
};

class LaunchOfSeveral : public testing::Test {
 protected:
  SilentLogger logger_;
  Parts parts_{{1, 3, 5, 1}, 1};
  std::unique_ptr<nvinfer1::IHostMemory> plan_ = parts_.build(0);
  std::unique_ptr<nvinfer1::IRuntime> runtime_ = own(nvinfer1::createInferRuntime(logger_));
  std::unique_ptr<nvinfer1::ICudaEngine> engine_ =
      own(runtime_->deserializeCudaEngine(plan_->data(), plan_->size()));
  std::unique_ptr<nvinfer1::IExecutionContext> context_ = own(engine_->createExecutionContext());
};

TEST_F(LaunchOfSeveral, IsChosenOnAGpu) {
  const auto description = own(describePlan(logger_, plan_->data(), plan_->size()));
  const std::string text(static_cast<const char*>(description->data()), description->size());
  const bool is_there = text.find("\"with_previous\"") != std::string::npos;
  EXPECT_EQ(is_there, std::string(chosenDevice()) != "cpu") << text;
}

TEST_F(LaunchOfSeveral, IsToldByTheInspector) {
  const auto inspector = own(engine_->createEngineInspector());
  const std::string text = inspector->getEngineInformation(nvinfer1::LayerInformationFormat::kJSON);
  const bool is_there = std::regex_search(text, std::regex(R"("IsLaunchedWithPrevious": *true)"));
  EXPECT_EQ(is_there, std::string(chosenDevice()) != "cpu") << text;
}

TEST_F(LaunchOfSeveral, IsRightInAnyBatch) {
  for (const int items : {1, 3, kMostItems, 2}) {
    EXPECT_TRUE(parts_.is_right(*context_, items)) << items;
  }
}

TEST_F(LaunchOfSeveral, IsRightUnderAProfiler) {
  LayerTimes times;
  context_->setProfiler(&times);
  EXPECT_TRUE(parts_.is_right(*context_, 1));
  EXPECT_EQ(times.count % engine_->getNbLayers(), 0);
  EXPECT_GT(times.sum, 0);
}

}  // namespace
}  // namespace ingot::test
