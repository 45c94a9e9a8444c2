#include "build_plan.h"

#include <ingot/ingot.h>

#include <cstdio>

#include "failure.h"
#include "files.h"
#include "interruption.h"
#include "progress_bar.h"
#include "timing_cache.h"

namespace ingot::tools {
namespace {

using Config = std::unique_ptr<nvinfer1::IBuilderConfig>;
using Memory = std::unique_ptr<nvinfer1::IHostMemory>;

void require_precision(bool is_wanted, bool is_there, const char* name) {
  if (!is_wanted || is_there) return;
  throw Failure(std::string("this device has no tactics for ") + name + "; build without --" +
                name);
}

Config config_of(const BuildSettings& settings, nvinfer1::IBuilder& builder) {
  require_precision(settings.fp16, builder.platformHasFastFp16(), "fp16");
  // TensorRT's interface does not tell; bf16 came to GPUs with TF32.
  require_precision(settings.bf16, builder.platformHasTf32(), "bf16");
  require_precision(settings.int8, builder.platformHasFastInt8(), "int8");
  Config config(builder.createBuilderConfig());
  if (config == nullptr) throw Failure("no configuration could be made");
  if (settings.fp16) config->setFlag(nvinfer1::BuilderFlag::kFP16);
  if (settings.bf16) config->setFlag(nvinfer1::BuilderFlag::kBF16);
  if (settings.int8) config->setFlag(nvinfer1::BuilderFlag::kINT8);
  if (settings.workspace > 0) {
    config->setMemoryPoolLimit(nvinfer1::MemoryPoolType::kWORKSPACE, settings.workspace);
  }
  config->setBuilderOptimizationLevel(settings.optimisation_level);
  config->setProfilingVerbosity(settings.verbosity);
  config->setMinTimingIterations(settings.min_timing);
  config->setAvgTimingIterations(settings.avg_timing);
  return config;
}

}  // namespace

Memory build_plan(CaffeNetwork& network, const BuildSettings& settings) {
  network.definition().setName(network.stem().c_str());
  network.builder().setMaxBatchSize(settings.batch);
  const Config config = config_of(settings, network.builder());
  TimingCacheFile cache(settings.timing_cache);
  if (!cache.give_to(*config)) network.fail(settings.timing_cache + ": cannot be used");
  ProgressBar progress(stderr);
  config->setProgressMonitor(&progress);
  Memory plan(network.builder().buildSerializedNetwork(network.definition(), *config));
  Interruption::check();
  if (plan == nullptr) network.fail("the network cannot be built");
  if (!settings.plan.empty() && !saveMemory(network.logger(), *plan, settings.plan.c_str())) {
    network.fail(settings.plan + ": cannot be written");
  }
  if (!cache.save(network.logger())) network.fail(settings.timing_cache + ": cannot be written");
  return plan;
}

std::vector<std::byte> read_plan(const std::string& path) {
  constexpr uint64_t kLargestPlan = uint64_t{1} << 36;
  std::vector<std::byte> plan = read_file(path, kLargestPlan);
  if (plan.empty()) throw Failure(path + ": is empty, expected a plan");
  return plan;
}

std::vector<std::byte> built_plan(CaffeNetwork& network, const BuildSettings& settings) {
  const Interruption interruption;
  const Memory plan = build_plan(network, settings);
  const auto* bytes = static_cast<const std::byte*>(plan->data());
  return {bytes, bytes + plan->size()};
}

}  // namespace ingot::tools
