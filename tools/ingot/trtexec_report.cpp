#include "trtexec_report.h"

#include <algorithm>
#include <functional>

#include "distribution.h"
#include "text.h"
#include "trtexec_log.h"

namespace ingot::tools {
namespace {

using Part = std::function<double(const Sample&)>;

/// Milliseconds of a part of the samples from `first` on.
Distribution part_of(const std::vector<Sample>& samples, const Part& part, size_t first = 0,
                     size_t count = SIZE_MAX) {
  std::vector<double> values;
  for (size_t i = first; i < std::min(samples.size(), first + std::min(count, samples.size()));
       ++i) {
    values.push_back(1e3 * part(samples[i]));
  }
  return Distribution(std::move(values));
}

double latency(const Sample& sample) { return sample.latency(); }
double enqueue(const Sample& sample) { return sample.enqueue; }
double upload(const Sample& sample) { return sample.upload; }
double compute(const Sample& sample) { return sample.compute; }
double download(const Sample& sample) { return sample.download; }

void log_averages(const std::vector<Sample>& samples, size_t runs) {
  log_info("=== Trace details ===");
  log_info("Trace averages of " + std::to_string(runs) + " runs:");
  for (size_t first = 0; first + runs <= samples.size(); first += runs) {
    const auto mean = [&](const Part& part) {
      return plain(part_of(samples, part, first, runs).mean());
    };
    log_info("Average on " + std::to_string(runs) + " runs - GPU latency: " + mean(compute) +
             " ms - Host latency: " + mean(latency) + " ms (enqueue " + mean(enqueue) + " ms)");
  }
  log_info("");
}

std::string summary(const Distribution& times, const std::vector<double>& percentiles) {
  std::string text = "min = " + plain(times.least()) + " ms, max = " + plain(times.greatest()) +
                     " ms, mean = " + plain(times.mean()) +
                     " ms, median = " + plain(times.median()) + " ms";
  for (const double percent : percentiles) {
    text += ", percentile(" + plain(percent) + "%) = " + plain(times.percentile(percent)) + " ms";
  }
  return text;
}

}  // namespace

void log_performance(const TrtexecOptions& options, const Measurement& measurement, int queries) {
  const std::vector<Sample>& samples = measurement.samples;
  const auto line = [&](const char* name, const Part& part) {
    log_info(name + (": " + summary(part_of(samples, part), options.percentiles)));
  };
  log_averages(samples, static_cast<size_t>(options.runs_of_average));
  log_info("=== Performance summary ===");
  const auto total = static_cast<double>(samples.size()) * queries;
  log_info("Throughput: " + plain(total / measurement.seconds) + " qps");
  line("Latency", latency);
  line("Enqueue Time", enqueue);
  line("H2D Latency", upload);
  line("GPU Compute Time", compute);
  line("D2H Latency", download);
  log_info("Total Host Walltime: " + plain(measurement.seconds) + " s");
  log_info("Total GPU Compute Time: " + plain(part_of(samples, compute).sum() / 1e3) + " s");
  log_info("");
}

void log_profile(const std::vector<StepTimes>& steps) {
  double total = 0;
  for (const StepTimes& step : steps) total += Distribution(step.seconds).sum();
  const size_t runs = steps.empty() ? 0 : steps[0].seconds.size();
  Table table({">Time(ms)", ">Avg.(ms)", ">Median(ms)", ">Time(%)", "Layer"});
  for (const StepTimes& step : steps) {
    const Distribution times(step.seconds);
    table.add({number_text("%.2f", 1e3 * times.sum()), number_text("%.4f", 1e3 * times.mean()),
               number_text("%.4f", 1e3 * times.median()),
               number_text("%.1f", 100 * times.sum() / total), step.name});
  }
  const double mean = runs == 0 ? 0 : total / static_cast<double>(runs);
  table.add(
      {number_text("%.2f", 1e3 * total), number_text("%.4f", 1e3 * mean), "", "100.0", "Total"});
  log_info("=== Profile (" + std::to_string(runs) + " iterations ) ===");
  std::string text = table.text();
  text.pop_back();
  for (const std::string& row : split(text, '\n')) log_info(row);
  log_info("");
}

void log_layers(const nvinfer1::IEngineInspector& inspector) {
  log_info("Layer Information:");
  const char* text = inspector.getEngineInformation(nvinfer1::LayerInformationFormat::kONELINE);
  for (const std::string& line : split(text, '\n')) log_info(line);
}

}  // namespace ingot::tools
