#include "report_data.h"

#include <algorithm>

#include "comparison.h"
#include "description.h"
#include "distribution.h"
#include "failure.h"
#include "loaded_engine.h"
#include "machine.h"
#include "measurement_json.h"
#include "network_view.h"
#include "random_inputs.h"
#include "threads.h"

namespace ingot::tools {
namespace {

using nlohmann::json;

json run_of(const LoadedEngine& engine, const MeasurementSettings& settings) {
  const Measurement measurement = measure(engine, settings);
  const auto runs = static_cast<double>(measurement.samples.size());
  return {{"runs", measurement.samples.size()},
          {"latency", latency_of(measurement)},
          {"throughput", runs * settings.batch / measurement.seconds}};
}

/// The profiled run whose sum of steps is the median of all.
size_t median_run(const std::vector<StepTimes>& steps, size_t runs) {
  std::vector<std::pair<double, size_t>> sums;
  for (size_t run = 0; run < runs; ++run) {
    double sum = 0;
    for (const StepTimes& step : steps) sum += step.seconds.at(run);
    sums.emplace_back(sum, run);
  }
  const auto middle = sums.begin() + static_cast<ptrdiff_t>(runs / 2);
  std::ranges::nth_element(sums, middle);
  return middle->second;
}

/// Of each step its mean time, and that in one run.
json profile_of(const LoadedEngine& engine, const MeasurementSettings& settings) {
  const std::vector<StepTimes> steps = profile(engine, settings, settings.iterations);
  const size_t run = median_run(steps, static_cast<size_t>(settings.iterations));
  json result = json::array();
  for (const StepTimes& step : steps) {
    result.push_back({{"name", step.name},
                      {"mean", Distribution(step.seconds).mean()},
                      {"seconds", step.seconds.at(run)}});
  }
  return {{"runs", settings.iterations}, {"steps", result}};
}

json absent(const char* reason) {
  json result;
  result["absent"] = reason;
  return result;
}

json accuracy_of(const ReportSubject& subject, const LoadedEngine& engine, int batch) {
  if (subject.network == nullptr) {
    return absent(
        "The network of a plan is not compared by itself. Give the network as MODEL, and the plan "
        "with --plan.");
  }
  if (!subject.has_accuracy) return absent("It was left out by --no-accuracy.");
  Execution execution(engine, batch, {});
  fill_inputs(execution);
  return compare_layers(*subject.network, subject.plan, execution);
}

}  // namespace

json report_data(const ReportSubject& subject, const MeasurementSettings& settings) {
  const LoadedEngine engine(subject.plan, subject.plan_name);
  MeasurementSettings measured = settings;
  if (measured.batch == 0) measured.batch = std::max(1, engine.fixed_batch());
  json data = {{"model", subject.path},
               {"batch", measured.batch},
               {"threads", threads()},
               {"processor", processor()},
               {"plan", describe(std::span(subject.plan))},
               {"plan_size", subject.plan.size()},
               {"network", nullptr},
               {"run", run_of(engine, measured)},
               {"profile", profile_of(engine, measured)},
               {"accuracy", accuracy_of(subject, engine, measured.batch)}};
  if (subject.network != nullptr) {
    data["network"] = network_view(subject.network->definition(), data["plan"]);
    data["network"]["weights"] = subject.weights;
  }
  if (subject.build_seconds > 0) data["build_seconds"] = subject.build_seconds;
  return data;
}

}  // namespace ingot::tools
