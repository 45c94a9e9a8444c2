#include <regex>

#include "api/engine.h"
#include "api/runtime.h"
#include "api/tactic_sources.h"
#include "base/settings.h"
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

TEST_F(BuildSettings, LayersOnADlaNeedAFallback) {
  const Config config = make_config();
  network_->getLayer(1)->setName("second");
  config->setDeviceType(network_->getLayer(1), DeviceType::kDLA);
  EXPECT_EQ(build(*config), "");
  EXPECT_NE(error().find("layer second is to run on a DLA core, and there is none"),
            std::string::npos);
  config->setFlag(BuilderFlag::kGPU_FALLBACK);
  EXPECT_NE(build(*config), "");
  config->clearFlag(BuilderFlag::kGPU_FALLBACK);
  config->resetDeviceType(network_->getLayer(1));
  EXPECT_NE(build(*config), "");
  config->setDefaultDeviceType(DeviceType::kDLA);
  EXPECT_EQ(build(*config), "");
  EXPECT_NE(error(), "");
  config->setDefaultDeviceType(DeviceType::kGPU);
  config->setEngineCapability(EngineCapability::kDLA_STANDALONE);
  EXPECT_EQ(build(*config), "");
  EXPECT_NE(error().find("there is no DLA"), std::string::npos);
}

TEST_F(BuildSettings, RefitIsWarnedOf) {
  const Config config = make_config();
  config->setFlag(BuilderFlag::kREFIT);
  EXPECT_NE(build(*config), "");
  ASSERT_EQ(messages_.warnings.size(), 1U);
  EXPECT_NE(messages_.warnings[0].find("cannot be replaced"), std::string::npos);
}

TEST_F(BuildSettings, AllTacticSourcesAreAllowedAndOwnTacticsAreOfNone) {
  const Config config = make_config();
  EXPECT_EQ(config->getTacticSources(), (1U << EnumMax<TacticSource>()) - 1);
  EXPECT_TRUE(config->setTacticSources(0));
  EXPECT_EQ(config->getTacticSources(), 0U);
  const std::unique_ptr<ICudaEngine> engine(builder_.buildEngineWithConfig(*network_, *config));
  ASSERT_NE(engine, nullptr);
  EXPECT_EQ(engine->getTacticSources(), 0U);
}

/// A tactic that says whose it is, and no more.
class LibraryTactic final : public backend::Tactic {
 public:
  explicit LibraryTactic(std::string_view library) : library_(library) {}
  std::string_view name() const override { return "library"; }
  std::string_view library() const override { return library_; }
  backend::Support supports(const backend::Problem&) const override {
    return backend::Support::yes();
  }
  std::unique_ptr<backend::Kernel> prepare(const backend::Problem&,
                                           const backend::Configuration&) const override {
    return nullptr;
  }

 private:
  std::string_view library_;
};

TEST(TacticSources, AreLibraries) {
  using Names = std::set<std::string, std::less<>>;
  const auto bit = [](TacticSource source) { return 1U << static_cast<uint32_t>(source); };
  EXPECT_EQ(refused_libraries(0), (Names{"cuBLASLt", "cuDNN"}));
  EXPECT_EQ(refused_libraries(bit(TacticSource::kCUBLAS)), Names{"cuDNN"});
  EXPECT_EQ(refused_libraries(bit(TacticSource::kCUBLAS_LT)), Names{"cuDNN"});
  EXPECT_EQ(refused_libraries(bit(TacticSource::kCUDNN)), Names{"cuBLASLt"});
  EXPECT_EQ(refused_libraries(bit(TacticSource::kCUDNN) | bit(TacticSource::kCUBLAS)), Names{});
  EXPECT_EQ(source_of(LibraryTactic("cuBLASLt")), bit(TacticSource::kCUBLAS_LT));
  EXPECT_EQ(source_of(LibraryTactic("cuDNN")), bit(TacticSource::kCUDNN));
  EXPECT_EQ(source_of(LibraryTactic("")), 0U);
  EXPECT_EQ(refused_libraries(unnamed_sources(5)), Names{});
  EXPECT_EQ(refused_libraries(unnamed_sources(7)), Names{"cuBLASLt"});
  EXPECT_EQ(refused_libraries(unnamed_sources(8)), (Names{"cuBLASLt", "cuDNN"}));
  EXPECT_EQ(refused_libraries(unnamed_sources(11)), Names{});
}

/// Threads that the device of an engine works in.
std::string threads_of(const std::unique_ptr<ICudaEngine>& engine) {
  return dynamic_cast<const Engine&>(*engine).core().device().info().timing;
}

TEST_F(BuildSettings, ThreadsAreLimited) {
  const Config config = make_config();
  EXPECT_EQ(builder_.getMaxThreads(), thread_count());
  EXPECT_TRUE(builder_.setMaxThreads(1));
  EXPECT_EQ(builder_.getMaxThreads(), 1);
  const std::unique_ptr<ICudaEngine> built(builder_.buildEngineWithConfig(*network_, *config));
  EXPECT_EQ(threads_of(built), "1 threads");
  const Memory plan(built->serialize());
  Runtime runtime(messages_);
  EXPECT_EQ(runtime.getMaxThreads(), thread_count());
  const auto load = [&] {
    return std::unique_ptr<ICudaEngine>(
        runtime.deserializeCudaEngine(plan->data(), plan->size(), nullptr));
  };
  EXPECT_EQ(threads_of(load()), str(thread_count(), " threads"));
  EXPECT_TRUE(runtime.setMaxThreads(1));
  EXPECT_EQ(threads_of(load()), "1 threads");
  EXPECT_TRUE(runtime.setMaxThreads(thread_count() + 1));
  EXPECT_EQ(threads_of(load()), str(thread_count(), " threads"));
  EXPECT_EQ(error(), "");
}

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
