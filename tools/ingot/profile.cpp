#include "execution.h"
#include "failure.h"
#include "measurement.h"
#include "random_inputs.h"

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

}  // namespace

std::vector<StepTimes> profile(const LoadedEngine& engine, const MeasurementSettings& settings,
                               int runs) {
  Execution execution(engine, settings.batch, settings.shapes);
  fill_inputs(execution);
  execution.enqueue();
  execution.wait();
  Profiler profiler;
  execution.context().setProfiler(&profiler);
  for (int i = 0; i < runs; ++i) {
    profiler.begin_run();
    execution.enqueue();
    execution.wait();
  }
  return profiler.steps();
}

}  // namespace ingot::tools
