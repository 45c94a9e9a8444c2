#include <ingot/ingot.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "build_summary.h"
#include "caffe_network.h"
#include "command.h"
#include "interruption.h"
#include "progress_bar.h"
#include "text.h"
#include "timing_cache.h"

namespace ingot::tools {
namespace {

using Clock = std::chrono::steady_clock;
using Config = std::unique_ptr<nvinfer1::IBuilderConfig>;
using Memory = std::unique_ptr<nvinfer1::IHostMemory>;

struct Options {
  CaffeModel model;
  std::string plan;
  int batch = 1;
  uint64_t workspace = 0;  ///< 0: as much as there is
  int optimisation_level = 3;
  int min_timing = 1;
  int avg_timing = 1;
  std::string timing_cache;
  bool fp16 = false;
  bool int8 = false;
};

void require_folder(const std::string& path) {
  const auto folder = std::filesystem::absolute(path).parent_path();
  if (access(folder.c_str(), W_OK | X_OK) == 0 && std::filesystem::is_directory(folder)) return;
  throw Failure(path + ": its folder cannot be written to");
}

void require_precision(bool is_wanted, bool is_there, const char* name) {
  if (!is_wanted || is_there) return;
  throw Failure(std::string("this device has no tactics for ") + name + "; build without --" +
                name);
}

void require_not_interrupted() {
  if (Interruption::was_asked_for()) throw Failure("cancelled, nothing was written");
}

Config config_of(const Options& options, nvinfer1::IBuilder& builder) {
  require_precision(options.fp16, builder.platformHasFastFp16(), "fp16");
  require_precision(options.int8, builder.platformHasFastInt8(), "int8");
  Config config(builder.createBuilderConfig());
  if (config == nullptr) throw Failure("no configuration could be made");
  if (options.fp16) config->setFlag(nvinfer1::BuilderFlag::kFP16);
  if (options.int8) config->setFlag(nvinfer1::BuilderFlag::kINT8);
  if (options.workspace > 0) {
    config->setMemoryPoolLimit(nvinfer1::MemoryPoolType::kWORKSPACE, options.workspace);
  }
  config->setBuilderOptimizationLevel(options.optimisation_level);
  config->setMinTimingIterations(options.min_timing);
  config->setAvgTimingIterations(options.avg_timing);
  return config;
}

Memory build(CaffeNetwork& network, nvinfer1::IBuilderConfig& config) {
  ProgressBar progress(stderr);
  config.setProgressMonitor(&progress);
  Memory plan(network.builder().buildSerializedNetwork(network.definition(), config));
  require_not_interrupted();
  if (plan == nullptr) network.fail("the network cannot be built");
  return plan;
}

void run(const Options& options) {
  const Interruption interruption;
  const auto begin = Clock::now();
  require_folder(options.plan);
  CaffeNetwork network(options.model);
  require_not_interrupted();
  const std::string name = std::filesystem::path(options.model.deploy).stem();
  network.definition().setName(name.c_str());
  network.builder().setMaxBatchSize(options.batch);
  const Config config = config_of(options, network.builder());
  TimingCacheFile cache(options.timing_cache);
  if (!cache.give_to(*config)) network.fail(options.timing_cache + ": cannot be used");
  const Memory plan = build(network, *config);
  const bool is_saved =
      cache.save(network.logger()) && saveMemory(network.logger(), *plan, options.plan.c_str());
  if (!is_saved) network.fail(options.plan + ": cannot be written");
  const std::chrono::duration<double> duration = Clock::now() - begin;
  std::printf("%sbuilt:    %s, %s, in %s\n",
              build_summary(*plan, network.definition().getNbLayers()).c_str(),
              options.plan.c_str(), bytes_text(plan->size()).c_str(),
              seconds_text(duration.count()).c_str());
}

void set_up_timing(CLI::App& app, Options& options) {
  app.add_option("--optimisation-level,--optimization-level", options.optimisation_level,
                 "how hard to try: 0 measures nothing, 5 most (3 unless given)")
      ->check(CLI::Range(0, 5));
  app.add_option("--timing-cache", options.timing_cache,
                 "a file of measured times: read where it is there, written after the build");
  app.add_option("--min-timing", options.min_timing, "samples of which the least counts, at least")
      ->check(CLI::PositiveNumber);
  app.add_option("--avg-timing", options.avg_timing, "launches whose mean is one sample")
      ->check(CLI::PositiveNumber);
}

std::function<void()> set_up(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  app.add_option("MODEL", options->model.deploy, "the network: a Caffe prototxt")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--plan", options->plan, "the file to write")->required();
  app.add_option("--weights", options->model.weights, "a caffemodel (random weights without one)")
      ->check(CLI::ExistingFile);
  app.add_option("--output", options->model.outputs,
                 "blobs that become outputs (those that no layer reads unless given)");
  app.add_option("--batch", options->batch, "the largest batch (1 unless given)")
      ->check(CLI::PositiveNumber);
  app.add_option("--workspace", options->workspace,
                 "what a layer may use beside its tensors: bytes, or 64M, 1G")
      ->transform(CLI::AsSizeValue(false));
  set_up_timing(app, *options);
  app.add_flag("--fp16", options->fp16, "allow half precision");
  app.add_flag("--int8", options->int8, "allow int8");
  return [options] { run(*options); };
}

const Command command("build", "builds a network into a plan",
                      "MODEL --plan FILE [--weights FILE] [--output NAME...] [--batch N] "
                      "[--workspace SIZE] [--optimisation-level N] [--timing-cache FILE] "
                      "[--min-timing N] [--avg-timing N] [--fp16] [--int8]",
                      set_up);

}  // namespace
}  // namespace ingot::tools
