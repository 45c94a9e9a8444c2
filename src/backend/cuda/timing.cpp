#include "backend/cuda/timing.h"

#include <algorithm>
#include <deque>
#include <optional>

#include "backend/cuda/event.h"
#include "backend/cuda/kernels/probe.h"

namespace ingot::backend::cuda {
namespace {

/// Long beside what one launch costs the host and the GPU's start of a graph, some 10 us.
constexpr double kSpan = 200e-6;
constexpr int kMostRepeats = 20;

/// Between two events around the body.
double elapsed(CudaStream& stream, const std::function<void()>& body) {
  Event start;
  Event end;
  stream.note(start.record(stream.handle()));
  body();
  stream.note(end.record(stream.handle()));
  stream.synchronize();
  const char* const failure = stream.take_failure();
  require(failure == nullptr, ErrorCode::kInvalidState,
          [&] { return str("a launch failed: ", failure); });
  return end.seconds_since(start);
}

int repeats_for(double seconds) {
  return static_cast<int>(std::clamp(kSpan / std::max(seconds, 1e-6), 1.0, double{kMostRepeats}));
}

/// Of one of `repeats` bodies in a row; nullopt where they cannot be recorded.
std::optional<double> seconds_in_a_row(CudaStream& stream, int repeats,
                                       const std::function<void()>& body) {
  const auto recording = stream.record([&] {
    for (int i = 0; i < repeats; ++i) body();
  });
  if (!recording) return std::nullopt;
  recording->replay(stream);  // the GPU is busy with it while the one that is timed is queued
  return elapsed(stream, [&] { recording->replay(stream); }) / repeats;
}

double seconds_of_pause(CudaStream& stream) {
  static const double seconds = [&] {
    double least = 1;
    for (int sample = 0; sample < 5; ++sample) {
      least = std::min(least, seconds_in_a_row(stream, kMostRepeats, [&] {
                                stream.note(kernels::pause(stream.handle()));
                              }).value_or(0));
    }
    return least;
  }();
  return seconds;
}

class CudaLaps final : public Laps {
 public:
  explicit CudaLaps(size_t marks) : events_(marks) {}

  void clear() noexcept override { count_ = 0; }
  void mark(Stream& stream) noexcept override {
    if (count_ == events_.size()) return;
    auto& queue = static_cast<CudaStream&>(stream);
    queue.note(events_[count_++].record(queue.handle()));
  }
  std::vector<double> seconds() const override {
    std::vector<double> result;
    for (size_t i = 1; i < count_; ++i) {
      result.push_back(events_[i].seconds_since(events_[i - 1]));
    }
    return result;
  }

 private:
  std::deque<Event> events_;
  size_t count_ = 0;
};

}  // namespace

Timing time_on(CudaStream& stream, const std::function<void()>& body) {
  const double once = elapsed(stream, body);
  const int repeats = repeats_for(once);
  if (repeats == 1) return {.seconds = once};
  const auto together = seconds_in_a_row(stream, repeats, [&] {
    body();
    stream.note(kernels::pause(stream.handle()));
  });
  if (!together) return {.seconds = once};
  const double pause = seconds_of_pause(stream);
  return {.seconds = std::max(*together - pause, 0.1 * pause)};
}

std::unique_ptr<Laps> make_laps(size_t marks) { return std::make_unique<CudaLaps>(marks); }

}  // namespace ingot::backend::cuda
