#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "command.h"
#include "distribution.h"
#include "files.h"
#include "loaded_engine.h"
#include "measurement.h"
#include "measurement_json.h"
#include "option_checks.h"
#include "text.h"
#include "threads.h"
#include "trace.h"

namespace ingot::tools {
namespace {

using nlohmann::json;

struct Options {
  EngineSource source;
  MeasurementSettings settings;
  int batch = 0;  ///< 0: what the engine takes, else 1
  int threads = 0;
  std::string shapes;
  bool has_layers = false;
  std::string trace;  ///< a file; empty: none
  bool as_json = false;
};

/// Each step's mean time and its share of all.
json layers_of(const LoadedEngine& engine, const MeasurementSettings& settings) {
  json layers = json::array();
  double total = 0;
  for (const StepTimes& step : profile(engine, settings, settings.iterations)) {
    const double mean = Distribution(step.seconds).mean();
    total += mean;
    layers.push_back({{"name", step.name}, {"mean", mean}});
  }
  for (json& layer : layers) layer["share"] = layer["mean"].get<double>() / total;
  return layers;
}

void save_trace(const Options& options, const LoadedEngine& engine,
                const MeasurementSettings& settings) {
  const auto streams = profile_streams(engine, settings, settings.iterations);
  write_file(options.trace, trace_json(engine, streams, settings.batch,
                                       "ingot bench " + options.source.model.deploy));
}

json report_of(const Options& options) {
  const LoadedEngine engine(options.source);
  MeasurementSettings settings = options.settings;
  settings.batch = options.batch > 0 ? options.batch : std::max(1, engine.fixed_batch());
  const Measurement measurement = measure(engine, settings);
  const auto runs = static_cast<double>(measurement.samples.size());
  json report = {{"model", options.source.model.deploy},
                 {"batch", settings.batch},
                 {"streams", settings.streams},
                 {"threads", threads()},
                 {"runs", measurement.samples.size()},
                 {"seconds", measurement.seconds},
                 {"latency", latency_of(measurement)},
                 {"throughput", runs * settings.batch / measurement.seconds}};
  if (options.has_layers) report["layers"] = layers_of(engine, settings);
  if (!options.trace.empty()) save_trace(options, engine, settings);
  return report;
}

std::string latency_text(const json& latency) {
  std::string text;
  for (const char* name : {"min", "mean", "median", "p90", "p95", "p99", "max"}) {
    text += (text.empty() ? "" : ", ") + std::string(name) + " " +
            seconds_text(latency[name].get<double>());
  }
  return text;
}

std::string layers_table(const json& layers) {
  Table table({">time", ">share", "layers"});
  for (const json& layer : layers) {
    table.add({seconds_text(layer["mean"].get<double>()),
               number_text("%.1f %%", 100 * layer["share"].get<double>()), layer["name"]});
  }
  return table.text();
}

void print_text(const json& report) {
  std::printf("setting:    batch %s, streams %s, threads %s\n", report["batch"].dump().c_str(),
              report["streams"].dump().c_str(), report["threads"].dump().c_str());
  std::printf("latency:    %s\n", latency_text(report["latency"]).c_str());
  std::printf("throughput: %.1f items/s, %s runs in %s\n", report["throughput"].get<double>(),
              report["runs"].dump().c_str(), seconds_text(report["seconds"].get<double>()).c_str());
  if (report.contains("layers")) std::printf("\n%s", layers_table(report["layers"]).c_str());
}

void run(Options& options) {
  require_output(options.trace, {options.source.model.deploy, options.source.model.weights});
  set_threads(options.threads);
  options.source.settings.batch = std::max(1, options.batch);
  if (!options.shapes.empty()) options.settings.shapes = read_shapes(options.shapes);
  options.source.model.shapes = options.settings.shapes;
  const json report = report_of(options);
  if (options.as_json) {
    std::printf("%s\n", report.dump(2, ' ', false, json::error_handler_t::replace).c_str());
  } else {
    print_text(report);
  }
}

void set_up_measurement(CLI::App& app, MeasurementSettings& settings) {
  app.add_option("--streams", settings.streams, "inferences at once (1 unless given)")
      ->check(CLI::Range(1, 256));
  app.add_option("--iterations", settings.iterations, "inferences, at least (10 unless given)")
      ->check(positive_count());
  app.add_option("--duration", settings.duration, "seconds, at least (3 unless given)")
      ->check(non_negative());
  app.add_option("--warmup", settings.warmup, "seconds before that (0.2 unless given)")
      ->check(non_negative());
  app.add_flag("--transfers", settings.has_transfers,
               "with copies of the inputs and outputs in every inference");
}

std::function<void()> set_up(CLI::App& app) {
  const auto options = std::make_shared<Options>();
  set_up_source(app, options->source);
  app.add_option("--batch", options->batch, "items an inference (1 unless given)")
      ->check(positive_count());
  app.add_option("--shapes", options->shapes, "of inputs, batch included: data:1x3x224x224")
      ->check(readable(read_shapes));
  app.add_option("--threads", options->threads, "threads of an inference (all cores unless given)")
      ->check(CLI::Range(1, 256));
  set_up_measurement(app, options->settings);
  app.add_flag("--layers", options->has_layers, "the time of each layer, in runs of their own");
  app.add_option("--trace", options->trace,
                 "a file for a timeline of each stream, for Perfetto; in runs of their own")
      ->check(output_path());
  app.add_flag("--json", options->as_json, "everything, as JSON; seconds");
  return [options] { run(*options); };
}

const Command command("bench", "measures latency and throughput of a plan or a model",
                      "MODEL [--weights FILE] [--output NAME...] [--batch N] "
                      "[--shapes NAME:EXTENTS] [--threads N] [--streams N] [--iterations N] "
                      "[--duration S] [--warmup S] [--transfers] [--layers] "
                      "[--trace FILE] [--json]",
                      set_up);

}  // namespace
}  // namespace ingot::tools
