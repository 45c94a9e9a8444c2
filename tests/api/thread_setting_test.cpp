// INGOT_THREADS: what it may be, and what it is to builders and runtimes.
#include <cstdlib>
#include <filesystem>

#include "api/engine.h"
#include "api/runtime.h"
#include "base/file.h"
#include "base/settings.h"
#include "tests/api/build_fixture.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

class ThreadSetting : public BuildTest {
 protected:
  ThreadSetting() {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    two_convolutions();
  }
  ~ThreadSetting() override {
    if (before_) {
      set(before_->c_str());
    } else {
      ::unsetenv("INGOT_THREADS");
    }
  }

  static void set(const char* value) { ::setenv("INGOT_THREADS", value, 1); }

  static bool has(const char* value) { return found() == value; }

  std::unique_ptr<nvinfer1::ICudaEngine> built() {
    const Config config = make_config();
    config->setBuilderOptimizationLevel(0);
    return std::unique_ptr<nvinfer1::ICudaEngine>(
        builder_.buildEngineWithConfig(*network_, *config));
  }

 private:
  static std::optional<std::string> found() {
    const char* const value = std::getenv("INGOT_THREADS");
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  }

  const std::optional<std::string> before_ = found();
};

constexpr const char* kWrong = "INGOT_THREADS=many: expected a number in 1…256";

std::string threads_of(const nvinfer1::ICudaEngine& engine) {
  return dynamic_cast<const Engine&>(engine).core().device().info().timing;
}

TEST_F(ThreadSetting, IsANumberUpTo256AlsoBeyondTheCores) {
  for (const auto& [text, threads] : {std::pair{"1", 1}, {"2", 2}, {"002", 2}, {"256", 256}}) {
    set(text);
    EXPECT_EQ(thread_count(), threads) << text;
  }
}

TEST_F(ThreadSetting, AnythingElseIsAnError) {
  for (const std::string text :
       {"0", "-1", "257", "99999999999", "two", "", " 2", "2 ", "2x", "+2", "1.5", "0x2"}) {
    set(text.c_str());
    try {
      thread_count();
      FAIL() << "accepted '" << text << "'";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
      EXPECT_EQ(error.message(),
                "INGOT_THREADS=" + text + ": expected a number in 1…256; correct it or unset it");
    }
  }
}

/// In a process of its own, for a process reads the variable once.
#define EXPECT_THERE(condition) \
  EXPECT_EXIT(std::exit((condition) ? 0 : 1), testing::ExitedWithCode(0), "")

TEST_F(ThreadSetting, IsWhatEnginesAreBuiltFor) {
  for (const std::string text : {"1", "2", "5"}) {
    set(text.c_str());
    EXPECT_THERE(threads_of(*built()) == text + " threads" && error().empty());
  }
}

TEST_F(ThreadSetting, FailsBuildingUntilItIsRight) {
  set("many");
  EXPECT_THERE(built() == nullptr && error().find(kWrong) != std::string::npos);
  const auto builds_later = [&] {
    const bool fails = built() == nullptr;
    set("2");
    return fails && built() != nullptr;
  };
  EXPECT_THERE(builds_later());
}

TEST_F(ThreadSetting, FailsLoadingWhereItIsWrong) {
  const std::string path =
      testing::TempDir() + "threads." + std::to_string(INGOT_TENSORRT_LEVEL) + ".plan";
  if (!has("many")) {  // unlike in the process that loads
    const auto engine = built();
    ASSERT_NE(engine, nullptr) << error();
    const std::string plan = bytes_of(*Memory(engine->serialize()));
    replace_file(path, std::as_bytes(std::span(plan)));
  }
  set("many");
  const auto fails = [&] {
    const SharedBytes plan = map_file(path);
    Runtime runtime(messages_);
    return runtime.deserializeCudaEngine(plan.data(), plan.size(), nullptr) == nullptr &&
           error().find(kWrong) != std::string::npos;
  };
  EXPECT_THERE(fails());
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
