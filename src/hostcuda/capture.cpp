#include "hostcuda/capture.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "hostcuda/stream_table.h"

namespace ingot::hostcuda {

class Capture {
 public:
  Capture(std::uint64_t id, Stream& origin, cudaStreamCaptureMode mode)
      : id_(id), mode_(mode), thread_(std::this_thread::get_id()) {
    join(origin);
  }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;
  ~Capture() {
    for (const Branch& branch : branches_) branch.stream->capture.store(nullptr);
  }

  std::uint64_t id() const { return id_; }
  bool began_in(const Stream& stream) const { return branches_.front().stream == &stream; }
  bool valid() const { return valid_; }
  void invalidate() { valid_ = false; }
  bool of_this_thread() const { return thread_ == std::this_thread::get_id(); }
  cudaStreamCaptureMode mode() const { return mode_; }
  std::vector<Task>& tasks() { return tasks_; }

  bool has_blocking_stream() const {
    return std::any_of(branches_.begin(), branches_.end(),
                       [](const Branch& branch) { return branch.stream->blocking(); });
  }

  void add(const Stream& stream, const Task& task) {
    const std::size_t index = index_of(stream);
    ++count(branches_[index].clock, index);
    tasks_.push_back(task);
  }

  const CaptureClock& clock(const Stream& stream) { return branches_[index_of(stream)].clock; }

  void join(Stream& stream, const CaptureClock& after = {}) {
    if (stream.capture.load() != this) {
      branches_.push_back({&stream, {}});
      stream.capture.store(this);
    }
    CaptureClock& clock = branches_[index_of(stream)].clock;
    for (std::size_t i = 0; i < after.size(); ++i)
      count(clock, i) = std::max(count(clock, i), after[i]);
  }

  // Whether every task precedes what would come next in the stream of the beginning.
  bool joined() {
    CaptureClock& end = branches_.front().clock;
    for (std::size_t i = 0; i < branches_.size(); ++i) {
      if (count(end, i) < count(branches_[i].clock, i)) return false;
    }
    return true;
  }

 private:
  struct Branch {
    Stream* stream;
    CaptureClock clock;
  };

  static std::uint64_t& count(CaptureClock& clock, std::size_t index) {
    if (clock.size() <= index) clock.resize(index + 1);
    return clock[index];
  }

  std::size_t index_of(const Stream& stream) const {
    const auto found = std::find_if(branches_.begin(), branches_.end(),
                                    [&](const Branch& branch) { return branch.stream == &stream; });
    return static_cast<std::size_t>(found - branches_.begin());
  }

  std::uint64_t id_;
  cudaStreamCaptureMode mode_;
  std::thread::id thread_;
  bool valid_ = true;
  std::vector<Branch> branches_;  // the first is where the capture began
  std::vector<Task> tasks_;
};

namespace {

struct Captures {
  std::mutex mutex;
  std::map<std::uint64_t, std::unique_ptr<Capture>> by_id;
  std::uint64_t last_id = 0;
};

Captures& captures() {
  static Captures& all = *new Captures;
  return all;
}

void erase(const Capture& capture) {
  captures().by_id.erase(capture.id());
  active_captures.fetch_sub(1);
}

Capture* find(const CapturePoint& point) {
  const auto found = captures().by_id.find(point.capture);
  return found == captures().by_id.end() ? nullptr : found->second.get();
}

// Invalidates every capture that `forbids`; `refusal` if there was one.
template <class Forbids>
cudaError_t refuse_if(const Forbids& forbids, cudaError_t refusal) {
  if (!any_capture()) return cudaSuccess;
  const std::lock_guard lock(captures().mutex);
  cudaError_t result = cudaSuccess;
  for (const auto& [id, capture] : captures().by_id) {
    if (!forbids(*capture)) continue;
    capture->invalidate();
    result = refusal;
  }
  return result;
}

}  // namespace

bool captured(const Stream& stream) {
  return stream.capture.load(std::memory_order_acquire) != nullptr;
}

cudaError_t begin_capture(Stream& stream, cudaStreamCaptureMode mode) {
  if (&stream == &default_stream()) return cudaErrorStreamCaptureUnsupported;
  const std::lock_guard lock(captures().mutex);
  if (captured(stream)) return cudaErrorIllegalState;
  const std::uint64_t id = ++captures().last_id;
  captures().by_id.emplace(id, std::make_unique<Capture>(id, stream, mode));
  active_captures.fetch_add(1);
  return cudaSuccess;
}

cudaError_t end_capture(Stream& stream, std::vector<Task>& tasks) {
  const std::lock_guard lock(captures().mutex);
  Capture* const capture = stream.capture.load();
  if (capture == nullptr) return cudaErrorIllegalState;
  if (!capture->began_in(stream)) {
    capture->invalidate();
    return cudaErrorStreamCaptureUnmatched;
  }
  if (capture->mode() != cudaStreamCaptureModeRelaxed && !capture->of_this_thread()) {
    capture->invalidate();
    return cudaErrorStreamCaptureWrongThread;
  }
  cudaError_t result = cudaSuccess;
  if (!capture->valid()) {
    result = cudaErrorStreamCaptureInvalidated;
  } else if (!capture->joined()) {
    result = cudaErrorStreamCaptureUnjoined;
  } else {
    tasks = std::move(capture->tasks());
  }
  erase(*capture);
  return result;
}

cudaStreamCaptureStatus capture_status(const Stream& stream, std::uint64_t* id) {
  const std::lock_guard lock(captures().mutex);
  const Capture* const capture = stream.capture.load();
  if (capture == nullptr) return cudaStreamCaptureStatusNone;
  if (id != nullptr) *id = capture->id();
  return capture->valid() ? cudaStreamCaptureStatusActive : cudaStreamCaptureStatusInvalidated;
}

void abandon_capture(Stream& stream) {
  const std::lock_guard lock(captures().mutex);
  const Capture* const capture = stream.capture.load();
  if (capture != nullptr) erase(*capture);
}

cudaError_t capture_task(Stream& stream, const Task& task) { return capture_tasks(stream, {task}); }

cudaError_t capture_tasks(Stream& stream, const std::vector<Task>& tasks) {
  const std::lock_guard lock(captures().mutex);
  Capture* const capture = stream.capture.load();
  if (capture == nullptr || !capture->valid()) return cudaErrorStreamCaptureInvalidated;
  for (const Task& task : tasks) capture->add(stream, task);
  return cudaSuccess;
}

cudaError_t capture_record(Stream& stream, CapturePoint& point) {
  const std::lock_guard lock(captures().mutex);
  Capture* const capture = stream.capture.load();
  if (capture == nullptr || !capture->valid()) return cudaErrorStreamCaptureInvalidated;
  point = {capture->id(), capture->clock(stream)};
  return cudaSuccess;
}

cudaError_t capture_wait(Stream& stream, const CapturePoint& point) {
  const std::lock_guard lock(captures().mutex);
  Capture* const capture = find(point);
  if (capture == nullptr) return cudaErrorInvalidValue;
  if (!capture->valid()) return cudaErrorStreamCaptureInvalidated;
  Capture* const other = stream.capture.load();
  const bool merges = other != nullptr && other != capture;
  if (merges || &stream == &default_stream()) {
    capture->invalidate();
    if (merges) other->invalidate();
    return merges ? cudaErrorStreamCaptureMerge : cudaErrorStreamCaptureImplicit;
  }
  capture->join(stream, point.clock);
  return cudaSuccess;
}

cudaError_t capture_outside_wait(Stream& stream, bool recorded) {
  if (!recorded) return cudaSuccess;
  const std::lock_guard lock(captures().mutex);
  if (Capture* const capture = stream.capture.load()) capture->invalidate();
  return cudaErrorStreamCaptureIsolation;
}

cudaError_t capture_query(const CapturePoint& point) {
  const std::lock_guard lock(captures().mutex);
  Capture* const capture = find(point);
  if (capture == nullptr) return cudaErrorInvalidValue;
  capture->invalidate();
  return cudaErrorCapturedEvent;
}

cudaError_t check_uncaptured(const Stream& stream) {
  if (!any_capture() || &stream != &default_stream()) return cudaSuccess;
  return refuse_if([](const Capture& capture) { return capture.has_blocking_stream(); },
                   cudaErrorStreamCaptureImplicit);
}

cudaError_t check_stream_call(const Stream& stream) {
  if (!any_capture()) return cudaSuccess;
  if (&stream == &default_stream()) return check_uncaptured(stream);
  const Capture* const own = stream.capture.load();
  return refuse_if([own](const Capture& capture) { return &capture == own; },
                   cudaErrorStreamCaptureUnsupported);
}

cudaError_t check_unsafe_call() {
  return refuse_if(
      [](const Capture& capture) {
        return capture.mode() == cudaStreamCaptureModeGlobal ||
               (capture.mode() == cudaStreamCaptureModeThreadLocal && capture.of_this_thread());
      },
      cudaErrorStreamCaptureUnsupported);
}

cudaError_t check_global_call() {
  return refuse_if([](const Capture&) { return true; }, cudaErrorStreamCaptureUnsupported);
}

}  // namespace ingot::hostcuda
