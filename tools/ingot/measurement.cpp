#include "measurement.h"

#include <algorithm>
#include <atomic>

#include "clock.h"
#include "streams.h"

namespace ingot::tools {
namespace {

double seconds_on_stream(const Event& begin, const Event& end) {
  float milliseconds = 0;
  require_success(cudaEventElapsedTime(&milliseconds, begin.get(), end.get()), "timing");
  return milliseconds * 1e-3;
}

/// Times single inferences of one execution.
class Stopwatch {
 public:
  Stopwatch(Execution& execution, Clock::time_point begin, bool has_transfers)
      : execution_(execution), begin_(begin), has_transfers_(has_transfers) {}

  Sample run() { return has_transfers_ ? run_with_transfers() : run_alone(); }

 private:
  Sample run_alone() {
    const auto begin = Clock::now();
    execution_.enqueue();
    const auto enqueued = Clock::now();
    execution_.wait();
    const auto end = Clock::now();
    Sample sample;
    sample.begin = sample.enqueue_begin = seconds_between(begin_, begin);
    sample.enqueue = seconds_between(begin, enqueued);
    sample.compute = seconds_between(begin, end);
    return sample;
  }

  Sample run_with_transfers() {
    Sample sample;
    sample.begin = seconds_between(begin_, Clock::now());
    record(begin_event_);
    execution_.upload();
    record(uploaded_);
    const auto call = Clock::now();
    execution_.enqueue();
    const auto enqueued = Clock::now();
    record(computed_);
    execution_.download();
    record(downloaded_);
    execution_.wait();
    sample.enqueue_begin = seconds_between(begin_, call);
    sample.enqueue = seconds_between(call, enqueued);
    sample.upload = seconds_on_stream(begin_event_, uploaded_);
    sample.compute = seconds_on_stream(uploaded_, computed_);
    sample.download = seconds_on_stream(computed_, downloaded_);
    return sample;
  }

  void record(const Event& event) {
    require_success(cudaEventRecord(event.get(), execution_.stream()), "recording an event");
  }

  Execution& execution_;
  Clock::time_point begin_;
  bool has_transfers_;
  Event begin_event_ = make_event();
  Event uploaded_ = make_event();
  Event computed_ = make_event();
  Event downloaded_ = make_event();
};

void warm_up(const Executions& executions, double seconds, Measurement& result) {
  std::atomic<int> count = 0;
  const auto begin = Clock::now();
  for_each_stream(executions.size(), [&](size_t i) {
    do {
      executions[i]->enqueue();
      executions[i]->wait();
      ++count;
    } while (seconds_between(begin, Clock::now()) < seconds);
  });
  result.num_warmups = count;
  result.warmup_seconds = seconds_between(begin, Clock::now());
}

}  // namespace

Measurement measure(const LoadedEngine& engine, const MeasurementSettings& settings) {
  Measurement result;
  const Executions executions = executions_of(engine, settings);
  warm_up(executions, settings.warmup, result);
  const size_t iterations =
      static_cast<size_t>((settings.iterations + settings.streams - 1) / settings.streams);
  std::vector<std::vector<Sample>> samples(executions.size());
  const auto begin = Clock::now();
  for_each_stream(executions.size(), [&](size_t i) {
    Stopwatch stopwatch(*executions[i], begin, settings.has_transfers);
    do {
      samples[i].push_back(stopwatch.run());
    } while (samples[i].size() < iterations ||
             seconds_between(begin, Clock::now()) < settings.duration);
  });
  result.seconds = seconds_between(begin, Clock::now());
  for (const auto& some : samples) {
    result.samples.insert(result.samples.end(), some.begin(), some.end());
  }
  std::ranges::stable_sort(result.samples, {}, &Sample::begin);
  return result;
}

}  // namespace ingot::tools
