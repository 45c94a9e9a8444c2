#include "trtexec_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string_view>

#include "numbers.h"
#include "option_checks.h"
#include "text.h"

namespace ingot::tools {
namespace {

struct Flag {
  const char* name;
  const char* description;
};

// TensorRT's, which ask for what is always so here, or for nothing that there is on this device.
constexpr std::array kWithoutEffect{Flag{"--threads", "each stream has a thread of its own always"},
                                    Flag{"--separateProfileRun", "layers have runs of their own"},
                                    Flag{"--useSpinWait", "nothing changes"},
                                    Flag{"--useCudaGraph", "nothing changes"},
                                    Flag{"--noTF32", "nothing changes"},
                                    Flag{"--explicitBatch", "nothing changes"}};

// TensorRT's, of releases 5 to 10.
constexpr std::array kNotThereYet{"--onnx",
                                  "--uff",
                                  "--uffInput",
                                  "--uffNHWC",
                                  "--minShapes",
                                  "--optShapes",
                                  "--maxShapes",
                                  "--minShapesCalib",
                                  "--optShapesCalib",
                                  "--maxShapesCalib",
                                  "--inputIOFormats",
                                  "--outputIOFormats",
                                  "--refit",
                                  "--stripWeights",
                                  "--stripAllWeights",
                                  "--versionCompatible",
                                  "--excludeLeanRuntime",
                                  "--sparsity",
                                  "--fp8",
                                  "--int4",
                                  "--best",
                                  "--stronglyTyped",
                                  "--directIO",
                                  "--precisionConstraints",
                                  "--layerPrecisions",
                                  "--layerOutputTypes",
                                  "--layerDeviceTypes",
                                  "--calib",
                                  "--calibProfile",
                                  "--safe",
                                  "--consistency",
                                  "--restricted",
                                  "--buildDLAStandalone",
                                  "--allowGPUFallback",
                                  "--getPlanVersionOnly",
                                  "--tacticSources",
                                  "--noBuilderCache",
                                  "--noCompilationCache",
                                  "--errorOnTimingCacheMiss",
                                  "--preview",
                                  "--hardwareCompatibilityLevel",
                                  "--runtimePlatform",
                                  "--tempdir",
                                  "--tempfileControls",
                                  "--maxAuxStreams",
                                  "--maxTactics",
                                  "--profile",
                                  "--useProfile",
                                  "--allowWeightStreaming",
                                  "--weightStreamingBudget",
                                  "--markDebug",
                                  "--saveDebugTensors",
                                  "--heuristic",
                                  "--engine",
                                  "--explicitPrecision",
                                  "--nativeInstanceNorm",
                                  "--pluginInstanceNorm",
                                  "--useDLACore",
                                  "--plugins",
                                  "--staticPlugins",
                                  "--dynamicPlugins",
                                  "--setPluginsToSerialize",
                                  "--ignoreParsedPluginLibs",
                                  "--useRuntime",
                                  "--leanDLLPath",
                                  "--loadInputs",
                                  "--sleepTime",
                                  "--idleTime",
                                  "--exposeDMA",
                                  "--useManagedMemory",
                                  "--timeDeserialize",
                                  "--timeRefit",
                                  "--persistentCacheRatio",
                                  "--allocationStrategy",
                                  "--dumpRefit",
                                  "--dumpOutput",
                                  "--dumpRawBindingsToFile",
                                  "--dumpOptimizationProfile",
                                  "--exportOutput",
                                  "--nvtxMode",
                                  "--half2"};

bool is_not_there_yet(std::string_view word) {
  return std::ranges::find(kNotThereYet, word.substr(0, word.find('='))) != kNotThereYet.end();
}

/// Mebibytes, or with B, K, M or G behind.
uint64_t mebibytes(const std::string& text) {
  constexpr std::string_view kUnits = "BKMG";
  const size_t unit = text.empty() ? kUnits.npos : kUnits.find(text.back());
  const auto number = read_number<double>(
      std::string_view(text).substr(0, text.size() - (unit == kUnits.npos ? 0 : 1)));
  const int shift = 10 * (unit == kUnits.npos ? 2 : static_cast<int>(unit));
  const double bytes = number ? *number * static_cast<double>(uint64_t{1} << shift) : -1;
  if (!(bytes >= 0 && bytes < 1e18)) throw Failure("'" + text + "': expected a size in MiB");
  return static_cast<uint64_t>(bytes);
}

/// "workspace:64,dlaSRAM:1": the workspace alone means something here.
uint64_t workspace_pool(const std::string& text) {
  uint64_t size = 0;
  for (const std::string& pool : split(text, ',')) {
    const size_t colon = pool.find(':');
    if (colon == std::string::npos) throw Failure("'" + pool + "': expected POOL:SIZE");
    if (pool.starts_with("workspace:")) size = mebibytes(pool.substr(colon + 1));
  }
  return size;
}

std::vector<double> percents(const std::string& text) {
  std::vector<double> list;
  for (const std::string& word : split(text, ',')) {
    const auto percent = read_number<double>(word);
    if (!percent || *percent < 0 || *percent > 100) {
      throw Failure("'" + word + "': expected a percentage from 0 to 100");
    }
    list.push_back(*percent);
  }
  return list;
}

/// By their names in all releases.
std::map<std::string, nvinfer1::ProfilingVerbosity> verbosities() {
  using Verbosity = nvinfer1::ProfilingVerbosity;
  return {{"layer_names_only", Verbosity::kLAYER_NAMES_ONLY},
          {"default", Verbosity::kDEFAULT},
          {"none", Verbosity::kNONE},
          {"detailed", Verbosity::kDETAILED},
          {"verbose", Verbosity::kVERBOSE}};
}

void add_model(CLI::App& app, TrtexecOptions& options) {
  CaffeModel& model = options.source.model;
  app.add_option("--deploy", model.deploy, "Caffe prototxt file")->check(CLI::ExistingFile);
  app.add_option("--model", model.weights, "caffemodel file (random weights without one)")
      ->check(CLI::ExistingFile);
  app.add_option_function<std::string>(
         "--output",
         [&model](const std::string& names) {
           for (const std::string& name : split(names, ',')) model.outputs.push_back(name);
         },
         "names of outputs, separated by commas; may be repeated")
      ->allow_extra_args(false)
      ->trigger_on_parse();
  app.add_option("--loadEngine", options.load_engine, "plan to load")->check(CLI::ExistingFile);
  app.add_option("--saveEngine", options.save_engine, "plan to write")->check(output_path());
  app.add_option("--batch,--maxBatch", options.batch, "batch of a network with implicit batch")
      ->check(positive_count());
}

void add_build(CLI::App& app, TrtexecOptions& options) {
  BuildSettings& build = options.source.settings;
  app.add_option_function<std::string>(
      "--workspace", [&build](const std::string& text) { build.workspace = mebibytes(text); },
      "what a layer may use beside its tensors, in MiB");
  app.add_option_function<std::string>(
      "--memPoolSize",
      [&build](const std::string& text) { build.workspace = workspace_pool(text); },
      "workspace:SIZE, in MiB or with B, K, M or G behind");
  app.add_flag("--fp16", build.fp16, "allow half precision");
  app.add_flag("--bf16", build.bf16, "allow bfloat16");
  app.add_flag("--int8", build.int8, "allow int8");
  app.add_option("--minTiming", build.min_timing, "samples of which the least counts")
      ->check(positive_count());
  app.add_option("--avgTiming", build.avg_timing, "launches whose mean is one sample")
      ->check(positive_count());
  app.add_option("--builderOptimizationLevel", build.optimisation_level, "0 to 5")
      ->check(CLI::Range(0, 5));
  app.add_option("--timingCacheFile", build.timing_cache, "file of measured times")
      ->check(output_path());
  app.add_option("--profilingVerbosity", build.verbosity,
                 "what an inspector tells about layers: layer_names_only, detailed, none")
      ->transform(CLI::CheckedTransformer(verbosities()));
  app.add_flag("--skipInference,--buildOnly", options.skips_inference, "build alone");
  app.add_flag("--verbose", options.is_verbose, "the library's detailed messages");
}

void add_inference(CLI::App& app, TrtexecOptions& options) {
  MeasurementSettings& settings = options.measurement;
  app.add_option_function<std::string>(
      "--shapes", [&settings](const std::string& text) { settings.shapes = read_shapes(text); },
      "of inputs, batch included; a Caffe model is built with them: NAME:1x3x224x224,...");
  app.add_option("--iterations", settings.iterations, "inferences, at least (10)")
      ->check(positive_count());
  app.add_option("--duration", settings.duration, "seconds, at least (3)")->check(non_negative());
  app.add_option_function<double>(
         "--warmUp", [&settings](double milliseconds) { settings.warmup = milliseconds / 1e3; },
         "milliseconds before that (200)")
      ->check(non_negative());
  app.add_option("--streams,--infStreams", settings.streams, "inferences at once (1)")
      ->check(CLI::Range(1, 256));
  app.add_flag_callback(
      "--noDataTransfers", [&settings] { settings.has_transfers = false; },
      "without copies of inputs and outputs");
  app.add_option("--device", "0: there is one")->check(CLI::Range(0, 0));
}

void add_reporting(CLI::App& app, TrtexecOptions& options) {
  app.add_option("--avgRuns", options.runs_of_average, "inferences of an average (10)")
      ->check(positive_count());
  app.add_option_function<std::string>(
      "--percentile", [&options](const std::string& text) { options.percentiles = percents(text); },
      "percentages, separated by commas (90,95,99)");
  app.add_flag("--dumpProfile", options.dumps_profile, "the time of each layer");
  app.add_flag("--dumpLayerInfo", options.dumps_layers, "the layers");
  app.add_option("--exportTimes", options.export_times, "JSON file of all times")
      ->check(output_path());
  app.add_option("--exportProfile", options.export_profile, "JSON file of the layers' times")
      ->check(output_path());
  app.add_option("--exportLayerInfo", options.export_layers, "JSON file of the layers")
      ->check(output_path());
}

void add_without_effect(CLI::App& app, TrtexecOptions& options) {
  for (const Flag& flag : kWithoutEffect) {
    app.add_flag_callback(
           flag.name, [&options, &flag] { options.without_effect.emplace_back(flag.name); },
           flag.description)
        ->group("Without effect");
  }
}

/// In the order that CLI11 takes them in: from the back.
std::vector<std::string> words_of(int count, char** words) {
  std::vector<std::string> result;
  for (const char* word : std::span(words, static_cast<size_t>(count)).subspan(1)) {
    if (is_not_there_yet(word)) {
      throw WrongWords(std::string(word) + ": is not there yet; `trtexec --help` lists what is");
    }
    result.emplace_back(word);
  }
  std::ranges::reverse(result);
  return result;
}

void require_model(const TrtexecOptions& options) {
  const bool has_model = !options.source.model.deploy.empty();
  if (has_model == options.load_engine.empty()) return;
  throw WrongWords("expected either --deploy=FILE or --loadEngine=FILE");
}

/// Of a Caffe model --shapes make the batch explicit.
void take_shapes(TrtexecOptions& options) {
  options.source.model.shapes = options.measurement.shapes;
  if (options.source.model.deploy.empty() || options.measurement.shapes.empty()) return;
  if (options.batch > 0) throw WrongWords("--batch: --shapes have the batch; leave --batch out");
}

}  // namespace

void set_up_trtexec(CLI::App& app, TrtexecOptions& options) {
  add_model(app, options);
  add_build(app, options);
  add_inference(app, options);
  add_reporting(app, options);
  add_without_effect(app, options);
}

TrtexecOptions read_trtexec_options(int count, char** words) {
  TrtexecOptions options;
  options.measurement.has_transfers = true;
  CLI::App app(kTrtexecDescription, "trtexec");
  set_up_trtexec(app, options);
  try {
    app.parse(words_of(count, words));
  } catch (const CLI::CallForHelp&) {
    options.help = app.help();
    return options;
  } catch (const CLI::ExtrasError& error) {
    throw WrongWords(std::string("Unknown option: ") + error.what());
  } catch (const CLI::ParseError& error) {
    throw WrongWords(error.what());
  } catch (const Failure& failure) {  // of what reads a value
    throw WrongWords(failure.what());
  }
  require_model(options);
  take_shapes(options);
  return options;
}

}  // namespace ingot::tools
