#include <NvInfer.h>
#include <cuda_runtime_api.h>
#include <gtest/gtest.h>
#include <ingot/device.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace ingot::test {
namespace {

constexpr const char* kAbsent = "cuda:4000";

/// Runs `body` in a process of its own with INGOT_DEVICE=`setting`: the choice is made once.
template <class Body>
void in_child(const char* setting, const Body& body) {
  const auto run = [&] {
    setenv("INGOT_DEVICE", setting, 1);
    body();
    std::_Exit(testing::Test::HasFailure() ? 1 : 0);
  };
  EXPECT_EXIT(run(), testing::ExitedWithCode(0), "");
}

void expect_memory_of_the_host() {
  void* memory = nullptr;
  ASSERT_EQ(cudaMalloc(&memory, sizeof(int)), cudaSuccess);
  *static_cast<int*>(memory) = 7;
  EXPECT_EQ(*static_cast<int*>(memory), 7);
  EXPECT_EQ(cudaFree(memory), cudaSuccess);
}

class Log : public nvinfer1::ILogger {
 public:
  explicit Log(Severity severity) : severity_(severity) {}
  void log(Severity severity, const char* text) noexcept override {
    if (severity == severity_) texts.emplace_back(text);
  }
  std::vector<std::string> texts;

 private:
  Severity severity_;
};

/// What a builder and a runtime have to say.
std::vector<std::string> said(nvinfer1::ILogger::Severity severity) {
  Log log(severity);
  const std::unique_ptr<nvinfer1::IBuilder> builder(nvinfer1::createInferBuilder(log));
  const std::unique_ptr<nvinfer1::IRuntime> runtime(nvinfer1::createInferRuntime(log));
  return log.texts;
}

TEST(Device, IsTheProcessorWhereThatIsAskedFor) {
  in_child("cpu", [] {
    EXPECT_STREQ(chosenDevice(), "cpu");
    EXPECT_STREQ(whyNoGpu(), "");
    expect_memory_of_the_host();
  });
}

TEST(Device, IsTheProcessorWhereThereIsNoSuchGpu) {
  in_child(kAbsent, [] {
    EXPECT_STREQ(chosenDevice(), "cpu");
    EXPECT_STRNE(whyNoGpu(), "");
    expect_memory_of_the_host();
  });
}

TEST(Device, NamesASettingThatMeansNothing) {
  for (const char* setting :
       {"gpu", "", "cuda:", "cuda:-1", "cuda:1x", "cuda:99999999999", "CPU"}) {
    in_child(setting, [setting] {
      EXPECT_STREQ(chosenDevice(), "cpu");
      const std::string expected =
          std::string("INGOT_DEVICE=") + setting + ": expected one of auto, cpu, cuda, cuda:N";
      EXPECT_EQ(std::string(whyNoGpu()).substr(0, expected.size()), expected);
    });
  }
}

TEST(Device, IsTheProgramsBeforeTheVariables) {
  in_child(kAbsent, [] {
    EXPECT_TRUE(chooseDevice("cpu"));
    EXPECT_STREQ(chosenDevice(), "cpu");
    EXPECT_STREQ(whyNoGpu(), "");
  });
}

TEST(Device, RefusesNamesThatMeanNothing) {
  in_child("cpu", [] {
    for (const char* name : {"gpu", "", "cuda:", "cuda:-1"}) EXPECT_FALSE(chooseDevice(name));
    EXPECT_FALSE(chooseDevice(nullptr));
    EXPECT_TRUE(chooseDevice("cuda:1"));
    EXPECT_TRUE(chooseDevice("cpu"));
  });
}

TEST(Device, IsChosenByTheFirstCall) {
  in_child("cpu", [] {
    ASSERT_EQ(cudaFree(nullptr), cudaSuccess);
    EXPECT_FALSE(chooseDevice("cpu"));
  });
}

TEST(Device, IsSaidOnceWhereItIsNotTheOneAskedFor) {
  in_child(kAbsent, [] {
    const std::vector<std::string> warnings = said(nvinfer1::ILogger::Severity::kWARNING);
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_NE(warnings[0].find(whyNoGpu()), std::string::npos) << warnings[0];
  });
}

TEST(Device, IsNoWarningWhereItIsTheOneAskedFor) {
  in_child("cpu", [] { EXPECT_TRUE(said(nvinfer1::ILogger::Severity::kWARNING).empty()); });
}

TEST(Device, IsSaidOnceWhereItIsTheProcessor) {
  for (const char* setting : {"cpu", "auto"}) {
    in_child(setting, [] {
      if (std::string(chosenDevice()) != "cpu" || *whyNoGpu() != '\0') return;
      const std::vector<std::string> texts = said(nvinfer1::ILogger::Severity::kINFO);
      ASSERT_EQ(texts.size(), 1U);
      EXPECT_NE(texts[0].find("on the processor"), std::string::npos) << texts[0];
    });
  }
}

}  // namespace
}  // namespace ingot::test
