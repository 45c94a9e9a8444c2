#include <nlohmann/json.hpp>

#include "distribution.h"
#include "trtexec_report.h"

namespace ingot::tools {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// One inference in milliseconds since the begin: the names of release 8.6 on, then those of 7 to
/// 8.5.
Json times_of(const Sample& sample) {
  const double uploaded = sample.begin + sample.upload;
  const double computed = uploaded + sample.compute;
  const double downloaded = computed + sample.download;
  Json times = {{"startEnqMs", sample.enqueue_begin},
                {"endEnqMs", sample.enqueue_begin + sample.enqueue},
                {"startH2dMs", sample.begin},
                {"endH2dMs", uploaded},
                {"startComputeMs", uploaded},
                {"endComputeMs", computed},
                {"startD2hMs", computed},
                {"endD2hMs", downloaded},
                {"h2dMs", sample.upload},
                {"computeMs", sample.compute},
                {"d2hMs", sample.download},
                {"latencyMs", sample.latency()},
                {"startInMs", sample.begin},
                {"endInMs", uploaded},
                {"startOutMs", computed},
                {"endOutMs", downloaded},
                {"inMs", sample.upload},
                {"outMs", sample.download},
                {"endToEndMs", sample.latency()}};
  for (auto& [name, value] : times.items()) value = 1e3 * value.get<double>();
  return times;
}

}  // namespace

/// An array, an element a line: programs read it whole or line by line.
std::string times_json(const Measurement& measurement) {
  std::string text = "[\n";
  for (const Sample& sample : measurement.samples) {
    text += (text.size() == 2 ? "  " : ", ") + times_of(sample).dump() + "\n";
  }
  return text + "]\n";
}

std::string profile_json(const std::vector<StepTimes>& steps) {
  double total = 0;
  for (const StepTimes& step : steps) total += Distribution(step.seconds).sum();
  Json list = Json::array({{{"count", steps.empty() ? 0 : steps[0].seconds.size()}}});
  for (const StepTimes& step : steps) {
    const Distribution times(step.seconds);
    list.push_back({{"name", step.name},
                    {"timeMs", 1e3 * times.sum()},
                    {"averageMs", 1e3 * times.mean()},
                    {"medianMs", 1e3 * times.median()},
                    {"percentage", 100 * times.sum() / total}});
  }
  return text_of(list);
}

std::string layers_json(const nvinfer1::IEngineInspector& inspector) {
  return text_of(
      Json::parse(inspector.getEngineInformation(nvinfer1::LayerInformationFormat::kJSON)));
}

}  // namespace ingot::tools
