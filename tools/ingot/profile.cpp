#include "clock.h"
#include "measurement.h"
#include "streams.h"

namespace ingot::tools {
namespace {

/// Steps may share a name; their place in a run tells them apart.
class Profiler : public nvinfer1::IProfiler {
 public:
  void begin_run() { place_ = 0; }

  void reportLayerTime(const char* name, float milliseconds) override {
    if (place_ == steps_.size()) steps_.push_back({name, {}});
    steps_[place_++].seconds.push_back(milliseconds * 1e-3);
  }

  std::vector<StepTimes> steps() const { return steps_; }

 private:
  std::vector<StepTimes> steps_;
  size_t place_ = 0;
};

StreamProfile profile_of(Execution& execution, int runs, Clock::time_point begin) {
  StreamProfile result;
  Profiler profiler;
  execution.context().setProfiler(&profiler);
  for (int i = 0; i < runs; ++i) {
    profiler.begin_run();
    const auto run_begin = Clock::now();
    execution.enqueue();
    execution.wait();
    result.runs.push_back(
        {seconds_between(begin, run_begin), seconds_between(run_begin, Clock::now())});
  }
  result.steps = profiler.steps();
  return result;
}

}  // namespace

std::vector<StreamProfile> profile_streams(const LoadedEngine& engine,
                                           const MeasurementSettings& settings, int runs) {
  const Executions executions = executions_of(engine, settings);
  for (const auto& execution : executions) {
    execution->enqueue();
    execution->wait();
  }
  std::vector<StreamProfile> profiles(executions.size());
  const auto begin = Clock::now();
  for_each_stream(executions.size(),
                  [&](size_t i) { profiles[i] = profile_of(*executions[i], runs, begin); });
  return profiles;
}

std::vector<StepTimes> profile(const LoadedEngine& engine, const MeasurementSettings& settings,
                               int runs) {
  MeasurementSettings single = settings;
  single.streams = 1;
  return profile_streams(engine, single, runs).front().steps;
}

}  // namespace ingot::tools
