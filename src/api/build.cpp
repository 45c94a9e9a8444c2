#include "api/build.h"

#include "api/convert.h"
#include "api/devices.h"
#include "api/layer_metadata.h"
#include "api/progress.h"
#include "base/text.h"
#include "compiler/compile.h"
#include "compiler/progress.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::BuilderFlag;

plan::Profile batch_profile(int32_t max_batch) {
  return {{{std::string(plan::kBatchSymbol), 1, max_batch, max_batch}}};
}

std::vector<plan::Profile> profiles_of(const ir::Graph& graph, const BuilderConfig& config) {
  std::vector<plan::Profile> profiles;
  for (const OptimizationProfile* profile : config.profiles()) {
    profiles.push_back(profile->ranges(graph));
  }
  if (!profiles.empty()) return profiles;
  for (const ir::NodeId id : graph.inputs()) {
    const ir::Node& input = graph.node(id);
    require(is_known(input.outputs()[0].shape), ErrorCode::kInvalidArgument, [&] {
      return str("input '", input.name(), "' of shape ", to_string(input.outputs()[0].shape),
                 " has extents that are given at run time; add an optimization profile");
    });
  }
  return {plan::Profile{}};
}

/// Says which wishes the device has no tactics for; the network is then computed in fp32.
void report_ignored_flags(const BuilderConfig& config, const Reporter& reporter) {
  constexpr std::pair<BuilderFlag, const char*> kPrecisions[] = {
      {BuilderFlag::kFP16, "kFP16"}, {BuilderFlag::kINT8, "kINT8"}, {BuilderFlag::kBF16, "kBF16"},
      {BuilderFlag::kFP8, "kFP8"},   {BuilderFlag::kINT4, "kINT4"}, {BuilderFlag::kFP4, "kFP4"}};
  for (const auto& [flag, name] : kPrecisions) {
    if (!config.getFlag(flag)) continue;
    reporter.log(nvinfer1::ILogger::Severity::kINFO,
                 str("BuilderFlag::", name,
                     " allows what this device has no tactics for; layers "
                     "are computed in fp32"));
  }
}

compiler::TimingCacheUse timing_cache_use(const BuilderConfig& config) {
  const bool is_ignored = config.getFlag(BuilderFlag::kDISABLE_TIMING_CACHE);
  const bool is_required = config.getFlag(BuilderFlag::kERROR_ON_TIMING_CACHE_MISS);
  require(!is_ignored || !is_required, ErrorCode::kInvalidArgument, [] {
    return "BuilderFlag::kERROR_ON_TIMING_CACHE_MISS needs the timing cache that "
           "BuilderFlag::kDISABLE_TIMING_CACHE disables; clear one of them";
  });
  if (is_ignored) return compiler::TimingCacheUse::kIgnore;
  return is_required ? compiler::TimingCacheUse::kRequire : compiler::TimingCacheUse::kExtend;
}

void set_timing(const BuilderConfig& config, compiler::Settings& settings) {
  settings.optimization_level = config.getBuilderOptimizationLevel();
  settings.min_timing_iterations = config.getMinTimingIterations();
  settings.average_timing_iterations = config.getAvgTimingIterations();
  settings.timing_cache_use = timing_cache_use(config);
  if (config.timing_cache() != nullptr) settings.timing_cache = &config.timing_cache()->core();
}

}  // namespace

plan::Plan build_plan(const Network& network, const BuilderConfig& config, int32_t max_batch,
                      const Reporter& reporter) {
  report_ignored_flags(config, reporter);
  ir::Graph graph = network.lower();
  compiler::Settings settings;
  settings.device = &default_device();
  settings.name = network.getName();
  settings.implicit_batch = network.hasImplicitBatchDimension();
  settings.profiles =
      settings.implicit_batch ? std::vector{batch_profile(max_batch)} : profiles_of(graph, config);
  settings.workspace_limit = config.getMemoryPoolLimit(nvinfer1::MemoryPoolType::kWORKSPACE);
  settings.verbosity = verbosity_of(config.getProfilingVerbosity());
  set_timing(config, settings);
  settings.log = reporter.sink();
  Progress progress(config.getProgressMonitor(), "building the engine", compiler::kNumPhases);
  settings.progress = progress.listener();
  plan::Plan plan = compiler::compile(std::move(graph), settings);
  progress.complete("the build was cancelled");
  set_metadata(network, plan);
  return plan;
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
