#include "trtexec.h"

#include <ingot/ingot.h>

#include <cstdio>
#include <memory>
#include <optional>

#include "clock.h"
#include "execution.h"
#include "failure.h"
#include "files.h"
#include "interruption.h"
#include "random_inputs.h"
#include "trtexec_log.h"
#include "trtexec_options.h"
#include "trtexec_report.h"

namespace ingot::tools {
namespace {

using Severity = nvinfer1::ILogger::Severity;

bool is_verbose = false;

/// The library's messages; its errors end the program and are told there.
void hear(Severity severity, const char* message) {
  if (severity <= Severity::kERROR || (severity == Severity::kVERBOSE && !is_verbose)) return;
  log_line("FEWIV"[static_cast<int>(severity)], std::string("[TRT] ") + message);
}

std::unique_ptr<nvinfer1::IHostMemory> built(const TrtexecOptions& options) {
  const Interruption interruption;
  const auto begin = Clock::now();
  CaffeNetwork network(options.source.model);
  BuildSettings settings = options.source.settings;
  settings.plan = options.save_engine;
  auto plan = build_plan(network, settings);
  log_info("Engine built in " + plain(seconds_since(begin)) + " sec.");
  return plan;
}

LoadedEngine loaded(const TrtexecOptions& options) {
  const auto begin = Clock::now();
  LoadedEngine engine(options.load_engine);
  log_info("Engine loaded in " + plain(seconds_since(begin)) + " sec.");
  if (!options.save_engine.empty() && !saveEngine(*engine, options.save_engine.c_str())) {
    engine.fail(options.save_engine + ": cannot be written");
  }
  return engine;
}

LoadedEngine engine_of(const TrtexecOptions& options) {
  if (!options.load_engine.empty()) return loaded(options);
  const auto plan = built(options);
  return {std::span(static_cast<const std::byte*>(plan->data()), plan->size()),
          options.source.model.deploy};
}

void log_options(const TrtexecOptions& options) {
  const CaffeModel& model = options.source.model;
  log_info("=== Model Options ===");
  log_info(std::string("Format: ") + (model.deploy.empty() ? "*" : "Caffe"));
  log_info("Model: " + model.weights);
  log_info("Prototxt: " + model.deploy);
  log_info("=== Inference Options ===");
  const MeasurementSettings& settings = options.measurement;
  log_info("Batch: " + std::to_string(settings.batch));
  log_info("Iterations: " + std::to_string(settings.iterations));
  log_info("Duration: " + plain(settings.duration) + "s (+ " + plain(1e3 * settings.warmup) +
           "ms warm up)");
  log_info("Inference Streams: " + std::to_string(settings.streams));
  for (const std::string& word : options.without_effect) {
    log_line('W', word + " has no effect here");
  }
}

void log_warm_up(const Measurement& measurement) {
  log_info("Warmup completed " + std::to_string(measurement.num_warmups) + " queries over " +
           plain(1e3 * measurement.warmup_seconds) + " ms");
  log_info("Timing trace has " + std::to_string(measurement.samples.size()) + " queries over " +
           plain(measurement.seconds) + " s");
  log_info("");
}

void export_file(const std::string& path, const std::string& text) {
  if (!path.empty()) write_file(path, text);
}

/// Tells of the layers, with the dimensions of the inference where there is one.
void report_layers(const TrtexecOptions& options, const LoadedEngine& engine) {
  if (!options.dumps_layers && options.export_layers.empty()) return;
  if (engine->getProfilingVerbosity() != nvinfer1::ProfilingVerbosity::kDETAILED) {
    log_line('W',
             "the engine was not built with --profilingVerbosity=detailed: it tells the names "
             "of its layers at most");
  }
  const std::unique_ptr<nvinfer1::IEngineInspector> inspector(engine->createEngineInspector());
  if (inspector == nullptr) engine.fail("no engine inspector");
  std::optional<Execution> execution;
  if (!options.skips_inference) {
    execution.emplace(engine, options.measurement.batch, options.measurement.shapes);
    fill_inputs(*execution);
    execution->enqueue();  // what tells the context an implicit batch
    execution->wait();
    inspector->setExecutionContext(&execution->context());
  }
  if (options.dumps_layers) log_layers(*inspector);
  export_file(options.export_layers, layers_json(*inspector));
}

void infer(const TrtexecOptions& options, const LoadedEngine& engine,
           const MeasurementSettings& settings) {
  log_info("Starting inference");
  const Measurement measurement = measure(engine, settings);
  log_warm_up(measurement);
  const bool is_implicit = engine->hasImplicitBatchDimension();
  log_performance(options, measurement, is_implicit ? settings.batch : 1);
  export_file(options.export_times, times_json(measurement));
  if (!options.dumps_profile && options.export_profile.empty()) return;
  const auto steps = profile(engine, settings, settings.iterations);
  if (options.dumps_profile) log_profile(steps);
  export_file(options.export_profile, profile_json(steps));
}

/// No file is written twice, or read and written.
void require_outputs(const TrtexecOptions& options) {
  const CaffeModel& model = options.source.model;
  std::vector<std::string> others{model.deploy, model.weights, options.load_engine};
  for (const std::string& path :
       {options.save_engine, options.source.settings.timing_cache, options.export_times,
        options.export_profile, options.export_layers}) {
    require_output(path, others);
    others.push_back(path);
  }
}

void run(TrtexecOptions& options) {
  options.source.settings.batch = std::max(1, options.batch);
  options.measurement.batch = std::max(1, options.batch);
  log_options(options);
  require_outputs(options);
  const LoadedEngine engine = engine_of(options);
  if (options.batch == 0) options.measurement.batch = std::max(1, engine.fixed_batch());
  report_layers(options, engine);
  if (options.skips_inference) {
    log_info("No inference: --skipInference");
  } else {
    infer(options, engine, options.measurement);
  }
}

int fail(int status, const char* why, int count, char** words) {
  std::fflush(stdout);
  log_line('E', why);
  if (status == kWrongWords) {
    std::fputs(
        "usage: trtexec --deploy=PROTOTXT|--loadEngine=PLAN ... (trtexec --help lists all)\n",
        stderr);
  }
  log_verdict("FAILED", count, words);
  return status;
}

}  // namespace

int trtexec(int count, char** words) {
  log_verdict("RUNNING", count, words);
  try {
    TrtexecOptions options = read_trtexec_options(count, words);
    is_verbose = options.is_verbose;
    Logger::set_listener(hear);
    if (options.help.empty()) {
      run(options);
    } else {
      std::printf("%s", options.help.c_str());
    }
    log_verdict("PASSED", count, words);
    return 0;
  } catch (const WrongWords& error) {
    return fail(kWrongWords, error.what(), count, words);
  } catch (const std::exception& error) {
    return fail(kFailed, error.what(), count, words);
  }
}

}  // namespace ingot::tools
