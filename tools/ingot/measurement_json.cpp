#include "measurement_json.h"

#include "distribution.h"

namespace ingot::tools {

nlohmann::json latency_of(const Measurement& measurement) {
  std::vector<double> seconds;
  for (const Sample& sample : measurement.samples) seconds.push_back(sample.latency());
  const Distribution latency(std::move(seconds));
  return {{"min", latency.least()},        {"mean", latency.mean()},
          {"median", latency.median()},    {"p90", latency.percentile(90)},
          {"p95", latency.percentile(95)}, {"p99", latency.percentile(99)},
          {"max", latency.greatest()}};
}

}  // namespace ingot::tools
