#include "measurement.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <thread>

#include "execution.h"
#include "failure.h"
#include "random_inputs.h"

namespace ingot::tools {
namespace {

using Clock = std::chrono::steady_clock;
using Executions = std::vector<std::unique_ptr<Execution>>;

double seconds_between(Clock::time_point begin, Clock::time_point end) {
  return std::chrono::duration<double>(end - begin).count();
}

double seconds_between(const Event& begin, const Event& end) {
  float milliseconds = 0;
  require_success(cudaEventElapsedTime(&milliseconds, begin.get(), end.get()), "timing");
  return milliseconds * 1e-3;
}

/// Calls a function once a stream, each in a thread of its own; throws what one of them throws.
template <class Function>
void for_each_stream(size_t streams, Function function) {
  std::vector<std::exception_ptr> errors(streams);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < streams; ++i) {
    threads.emplace_back([&, i] {
      try {
        function(i);
      } catch (...) {
        errors[i] = std::current_exception();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
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
    sample.upload = seconds_between(begin_event_, uploaded_);
    sample.compute = seconds_between(uploaded_, computed_);
    sample.download = seconds_between(computed_, downloaded_);
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

Executions executions_of(const LoadedEngine& engine, const MeasurementSettings& settings) {
  Executions executions;
  for (int i = 0; i < settings.streams; ++i) {
    executions.push_back(std::make_unique<Execution>(engine, settings.batch, settings.shapes));
    fill_inputs(*executions.back());
  }
  return executions;
}

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
