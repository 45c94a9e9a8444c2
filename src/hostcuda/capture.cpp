#include "hostcuda/capture.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

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
  std::vector<Node>& nodes() { return nodes_; }

  bool has_blocking_stream() const {
    return std::any_of(branches_.begin(), branches_.end(),
                       [](const Branch& branch) { return branch.stream->blocking(); });
  }

  void add(const Stream& stream, Node node) {
    Frontier& frontier = frontier_of(stream);
    node.after = std::exchange(frontier, {static_cast<NodeIndex>(nodes_.size())});
    nodes_.push_back(std::move(node));
  }

  Frontier& frontier_of(const Stream& stream) {
    return std::find_if(branches_.begin(), branches_.end(),
                        [&](const Branch& branch) { return branch.stream == &stream; })
        ->frontier;
  }

  void join(Stream& stream, const Frontier& after = {}) {
    if (stream.capture.load() != this) {
      branches_.push_back({&stream, {}});
      stream.capture.store(this);
    }
    Frontier& frontier = frontier_of(stream);
    Frontier both;
    std::set_union(frontier.begin(), frontier.end(), after.begin(), after.end(),
                   std::back_inserter(both));
    frontier = std::move(both);
  }

  // Whether every node comes before what would be next in the stream of the beginning.
  bool joined() const {
    std::vector<bool> followed(nodes_.size());
    for (const Node& node : nodes_) {
      for (const NodeIndex before : node.after) followed[before] = true;
    }
    for (const NodeIndex last : branches_.front().frontier) followed[last] = true;
    return std::find(followed.begin(), followed.end(), false) == followed.end();
  }

 private:
  struct Branch {
    Stream* stream;
    Frontier frontier;
  };

  std::uint64_t id_;
  cudaStreamCaptureMode mode_;
  std::thread::id thread_;
  bool valid_ = true;
  std::vector<Branch> branches_;  // the first is where the capture began
  std::vector<Node> nodes_;
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

cudaError_t end_capture(Stream& stream, std::vector<Node>& nodes) {
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
    nodes = std::move(capture->nodes());
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

cudaError_t capture_node(Stream& stream, Node node) {
  const std::lock_guard lock(captures().mutex);
  Capture* const capture = stream.capture.load();
  if (capture == nullptr || !capture->valid()) return cudaErrorStreamCaptureInvalidated;
  capture->add(stream, std::move(node));
  return cudaSuccess;
}

cudaError_t capture_record(Stream& stream, CapturePoint& point) {
  const std::lock_guard lock(captures().mutex);
  Capture* const capture = stream.capture.load();
  if (capture == nullptr || !capture->valid()) return cudaErrorStreamCaptureInvalidated;
  point = {capture->id(), capture->frontier_of(stream)};
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
  capture->join(stream, point.frontier);
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
  const cudaStreamCaptureMode own = thread_state.capture_mode;
  if (own == cudaStreamCaptureModeRelaxed) return cudaSuccess;
  return refuse_if(
      [own](const Capture& capture) {
        if (capture.mode() == cudaStreamCaptureModeRelaxed) return false;
        return capture.of_this_thread() || (own == cudaStreamCaptureModeGlobal &&
                                            capture.mode() == cudaStreamCaptureModeGlobal);
      },
      cudaErrorStreamCaptureUnsupported);
}

cudaError_t check_global_call() {
  return refuse_if([](const Capture&) { return true; }, cudaErrorStreamCaptureUnsupported);
}

}  // namespace ingot::hostcuda
