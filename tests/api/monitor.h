#pragma once

#include <NvInfer.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// Checks the order of what it hears, and cancels at a step.
class Monitor final : public nvinfer1::IProgressMonitor {
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

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
