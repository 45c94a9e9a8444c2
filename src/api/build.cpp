#include "api/build.h"

#include "api/convert.h"
#include "api/device_memory.h"
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

/// What layers are computed in on a device, in words.
std::string precisions_of(const backend::Device& device) {
  std::vector<std::string> shorter;
  if (keeps(device, ir::DataType::kFloat16)) shorter.emplace_back("fp16");
  if (keeps(device, ir::DataType::kBFloat16)) shorter.emplace_back("bf16");
  return shorter.empty() ? "fp32"
                         : str("fp32, and in ", join(shorter, " or "), " where that is allowed");
}

bool has_tactics(const backend::Device& device, BuilderFlag flag) {
  switch (flag) {
    case BuilderFlag::kFP16: return keeps(device, ir::DataType::kFloat16);
    case BuilderFlag::kBF16: return keeps(device, ir::DataType::kBFloat16);
    default: return false;
  }
}

/// Says which permissions have no effect here.
void report_ignored_flags(const BuilderConfig& config, const Reporter& reporter) {
  const backend::Device& device = default_device();
  constexpr std::pair<BuilderFlag, const char*> kPrecisions[] = {
      {BuilderFlag::kFP16, "kFP16"}, {BuilderFlag::kINT8, "kINT8"}, {BuilderFlag::kBF16, "kBF16"},
      {BuilderFlag::kFP8, "kFP8"},   {BuilderFlag::kINT4, "kINT4"}, {BuilderFlag::kFP4, "kFP4"}};
  if (config.getFlag(BuilderFlag::kREFIT) || config.getFlag(BuilderFlag::kREFIT_IDENTICAL) ||
      config.getFlag(BuilderFlag::kREFIT_INDIVIDUAL)) {
    reporter.log(nvinfer1::ILogger::Severity::kWARNING,
                 "the weights of the engine cannot be replaced, which a flag of kREFIT's kind asks "
                 "for; build it again for others");
  }
  for (const auto& [flag, name] : kPrecisions) {
    if (!config.getFlag(flag) || has_tactics(device, flag)) continue;
    reporter.log(nvinfer1::ILogger::Severity::kINFO,
                 str("BuilderFlag::", name,
                     " allows what this device has no tactics for; layers are computed in ",
                     precisions_of(device)));
  }
}

/// Throws Error kUnsupported where something is asked for that no device here does.
void check_devices(const Network& network, const BuilderConfig& config) {
  require(config.getEngineCapability() != nvinfer1::EngineCapability::kDLA_STANDALONE,
          ErrorCode::kUnsupported, [] {
            return "EngineCapability::kDLA_STANDALONE: there is no DLA; set "
                   "EngineCapability::kSTANDARD";
          });
  if (config.getFlag(BuilderFlag::kGPU_FALLBACK)) return;
  for (int32_t i = 0; i < network.getNbLayers(); ++i) {
    const nvinfer1::ILayer* layer = network.getLayer(i);
    require(config.getDeviceType(layer) != nvinfer1::DeviceType::kDLA, ErrorCode::kUnsupported,
            [&] {
              return str("layer ", layer->getName(),
                         " is to run on a DLA core, and there is none; set BuilderFlag::"
                         "kGPU_FALLBACK, or DeviceType::kGPU for it");
            });
  }
}

/// f32, f16 and bf16; nothing for what layers are never computed in.
std::optional<ir::DataType> wished_type(nvinfer1::DataType type) {
  if (type == nvinfer1::DataType::kFLOAT) return ir::DataType::kFloat32;
  if (type == nvinfer1::DataType::kHALF) return ir::DataType::kFloat16;
  if (type == nvinfer1::DataType::kBF16) return ir::DataType::kBFloat16;
  return std::nullopt;
}

compiler::Wish wish_of(const nvinfer1::ILayer& layer) {
  compiler::Wish wish;
  if (layer.precisionIsSet()) wish.input = wished_type(layer.getPrecision());
  if (layer.outputTypeIsSet(0)) wish.output = wished_type(layer.getOutputType(0));
  return wish;
}

/// Types of strongly typed networks are what their tensors say. All of it holds for a device that
/// the plan may come to later, too.
void set_precisions(const Network& network, const BuilderConfig& config,
                    compiler::Settings& settings) {
  settings.allows_tf32 = config.getFlag(BuilderFlag::kTF32);
  if (network.options().strongly_typed) return;
  settings.allows_half = config.getFlag(BuilderFlag::kFP16);
  settings.allows_bfloat = config.getFlag(BuilderFlag::kBF16);
  settings.has_demands = config.getFlag(BuilderFlag::kOBEY_PRECISION_CONSTRAINTS);
  if (!settings.has_demands && !config.getFlag(BuilderFlag::kPREFER_PRECISION_CONSTRAINTS) &&
      !config.getFlag(BuilderFlag::kSTRICT_TYPES)) {
    return;
  }
  for (int32_t i = 0; i < network.getNbLayers(); ++i) {
    const nvinfer1::ILayer& layer = *network.getLayer(i);
    settings.wishes.emplace(layer.getName(), wish_of(layer));
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
                      nvinfer1::IGpuAllocator* allocator, const Reporter& reporter) {
  report_ignored_flags(config, reporter);
  check_devices(network, config);
  ir::Graph graph = network.lower();
  compiler::Settings settings;
  settings.device = &default_device();
  settings.memory = measuring_memory(*settings.device, allocator);
  settings.name = network.getName();
  settings.implicit_batch = network.hasImplicitBatchDimension();
  settings.profiles =
      settings.implicit_batch ? std::vector{batch_profile(max_batch)} : profiles_of(graph, config);
  settings.workspace_limit = config.getMemoryPoolLimit(nvinfer1::MemoryPoolType::kWORKSPACE);
  settings.verbosity = verbosity_of(config.getProfilingVerbosity());
  settings.refused_libraries = refused_libraries(config.allowed_sources());
  set_timing(config, settings);
  set_precisions(network, config, settings);
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
