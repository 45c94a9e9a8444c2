#include "hostcuda/event.h"

#include <chrono>
#include <vector>

#include "cuda_runtime_api.h"
#include "hostcuda/dispatch.h"
#include "hostcuda/enqueue.h"
#include "hostcuda/stream_table.h"

namespace ingot::hostcuda {
namespace {

std::int64_t now() {
  return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
}

}  // namespace

Recycler<Event>& event_recycler() {
  static Recycler<Event>& recycler = *new Recycler<Event>;
  return recycler;
}

Event* find_event(cudaEvent_t handle) {
  auto* const event = reinterpret_cast<Event*>(handle);
  return event != nullptr && event->alive() ? event : nullptr;
}

void destroy_events() {
  std::vector<Event*> killed;
  event_recycler().for_each([&](Event& event) {
    if (event.kill()) killed.push_back(&event);
  });
  for (Event* event : killed) event->close();
}

void Event::open(unsigned flags) {
  const std::lock_guard lock(mutex_);
  flags_ = flags;
  recorded_ = false;
  captured_ = {};
  revive();
}

void Event::close() {
  {
    const std::lock_guard lock(mutex_);
    ++recordings_;
    drop_mark();
  }
  release();
}

void Event::release() {
  if (drop_reference()) event_recycler().put_back(*this);
}

void Event::drop_mark() {
  if (mark_.stream != nullptr) mark_.stream->release();
  mark_ = {nullptr, 0};
}

void Event::set_mark(Stream& stream, Ticket ticket) {
  stream.add_reference();
  drop_mark();
  mark_ = {&stream, ticket};
}

cudaError_t Event::record(Stream& stream) {
  const std::lock_guard lock(mutex_);
  if (stream.capture.load(std::memory_order_acquire) != nullptr) {
    return capture_record(stream, captured_);
  }
  const cudaError_t refused = check_uncaptured(stream);
  if (refused != cudaSuccess) return refused;
  captured_ = {};
  recorded_ = true;
  ++recordings_;
  order_with_default(stream);
  if (is_current(stream) || stream.idle()) {
    nanoseconds_ = now();
    set_mark(stream, 0);
    return cudaSuccess;
  }
  add_reference();
  set_mark(stream, stream.push(make_task([this, recording = recordings_] { pass(recording); })));
  return cudaSuccess;
}

void Event::pass(std::uint64_t recording) {
  {
    const std::lock_guard lock(mutex_);
    if (recording == recordings_) nanoseconds_ = now();
  }
  release();
}

cudaError_t Event::block(Stream& stream) {
  if (is_current(stream)) return synchronize();
  const std::lock_guard lock(mutex_);
  if (captured_.capture != 0) return capture_wait(stream, captured_);
  if (stream.capture.load(std::memory_order_acquire) != nullptr) {
    return capture_outside_wait(stream, recorded_);
  }
  if (mark_.stream == nullptr || mark_.stream == &stream) return cudaSuccess;
  if (mark_.stream->reached(mark_.ticket)) return cudaSuccess;
  order_with_default(stream);
  stream.push_wait(*mark_.stream, mark_.ticket);
  return cudaSuccess;
}

cudaError_t Event::query() {
  const Passage passed = passage();
  return passed.state == cudaErrorInvalidResourceHandle ? cudaSuccess : passed.state;
}

Dependency Event::mark_with_reference() {
  const std::lock_guard lock(mutex_);
  if (mark_.stream != nullptr) mark_.stream->add_reference();
  return mark_;
}

cudaError_t Event::synchronize() {
  {
    const std::lock_guard lock(mutex_);
    if (captured_.capture != 0) return capture_query(captured_);
  }
  const Dependency mark = mark_with_reference();
  if (mark.stream == nullptr) return cudaSuccess;
  mark.stream->wait(mark.ticket);
  mark.stream->release();
  return cudaSuccess;
}

// What is known of the mark; cudaErrorInvalidResourceHandle where there is none.
Event::Passage Event::passage() {
  const std::lock_guard lock(mutex_);
  if (captured_.capture != 0) return {capture_query(captured_), 0};
  if (!recorded_) return {cudaErrorInvalidResourceHandle, 0};
  if (mark_.stream->reached(mark_.ticket)) return {cudaSuccess, nanoseconds_};
  mark_.stream->hurry();
  return {cudaErrorNotReady, 0};
}

cudaError_t Event::elapsed(float& milliseconds, Event& start, Event& end) {
  if (((start.flags_ | end.flags_) & cudaEventDisableTiming) != 0) {
    return cudaErrorInvalidResourceHandle;
  }
  const Passage first = start.passage();
  const Passage last = end.passage();
  for (const Passage& passage : {first, last}) {
    if (passage.state != cudaSuccess && passage.state != cudaErrorNotReady) return passage.state;
  }
  if (first.state != cudaSuccess) return first.state;
  if (last.state != cudaSuccess) return last.state;
  milliseconds =
      static_cast<float>(static_cast<double>(last.nanoseconds - first.nanoseconds) * 1e-6);
  return cudaSuccess;
}

namespace {

cudaError_t create(cudaEvent_t* handle, unsigned flags) {
  constexpr unsigned kKnown = cudaEventBlockingSync | cudaEventDisableTiming;
  if (handle == nullptr || (flags & ~kKnown) != 0) return cudaErrorInvalidValue;
  Event& event = event_recycler().take();
  event.open(flags);
  *handle = reinterpret_cast<cudaEvent_t>(&event);
  return cudaSuccess;
}

cudaError_t destroy(cudaEvent_t handle) {
  Event* const event = find_event(handle);
  if (event == nullptr || !event->kill()) return cudaErrorInvalidResourceHandle;
  event->close();
  return cudaSuccess;
}

cudaError_t record(cudaEvent_t handle, cudaStream_t stream_handle, unsigned flags) {
  Event* const event = find_event(handle);
  Stream* const stream = find_stream(stream_handle);
  if (event == nullptr || stream == nullptr) return cudaErrorInvalidResourceHandle;
  return flags == cudaEventRecordDefault ? event->record(*stream) : cudaErrorInvalidValue;
}

cudaError_t wait_event(cudaStream_t stream_handle, cudaEvent_t handle, unsigned flags) {
  Event* const event = find_event(handle);
  Stream* const stream = find_stream(stream_handle);
  if (event == nullptr || stream == nullptr) return cudaErrorInvalidResourceHandle;
  return flags == cudaEventWaitDefault ? event->block(*stream) : cudaErrorInvalidValue;
}

cudaError_t query(cudaEvent_t handle) {
  Event* const event = find_event(handle);
  return event == nullptr ? cudaErrorInvalidResourceHandle : event->query();
}

cudaError_t synchronize_event(cudaEvent_t handle) {
  Event* const event = find_event(handle);
  return event == nullptr ? cudaErrorInvalidResourceHandle : event->synchronize();
}

cudaError_t elapsed(float* milliseconds, cudaEvent_t start_handle, cudaEvent_t end_handle) {
  Event* const start = find_event(start_handle);
  Event* const end = find_event(end_handle);
  if (milliseconds == nullptr) return cudaErrorInvalidValue;
  if (start == nullptr || end == nullptr) return cudaErrorInvalidResourceHandle;
  return Event::elapsed(*milliseconds, *start, *end);
}

}  // namespace
}  // namespace ingot::hostcuda

using namespace ingot::hostcuda;

cudaError_t cudaEventCreate(cudaEvent_t* event) {
  INGOT_ON_GPU(cudaEventCreate(event));
  return dispatch<create>(event, unsigned{cudaEventDefault});
}
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned flags) {
  INGOT_ON_GPU(cudaEventCreateWithFlags(event, flags));
  return dispatch<create>(event, flags);
}
cudaError_t cudaEventDestroy(cudaEvent_t event) {
  INGOT_ON_GPU(cudaEventDestroy(event));
  return dispatch<destroy>(event);
}
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  INGOT_ON_GPU(cudaEventRecord(event, stream));
  return dispatch<record>(event, stream, unsigned{cudaEventRecordDefault});
}
cudaError_t cudaEventRecordWithFlags(cudaEvent_t event, cudaStream_t stream, unsigned flags) {
  INGOT_ON_GPU(cudaEventRecordWithFlags(event, stream, flags));
  return dispatch<record>(event, stream, flags);
}
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned flags) {
  INGOT_ON_GPU(cudaStreamWaitEvent(stream, event, flags));
  return dispatch<wait_event>(stream, event, flags);
}
cudaError_t cudaEventQuery(cudaEvent_t event) {
  INGOT_ON_GPU(cudaEventQuery(event));
  return dispatch<query>(event);
}
cudaError_t cudaEventSynchronize(cudaEvent_t event) {
  INGOT_ON_GPU(cudaEventSynchronize(event));
  return dispatch<synchronize_event>(event);
}
cudaError_t cudaEventElapsedTime(float* ms, cudaEvent_t start, cudaEvent_t end) {
  INGOT_ON_GPU(cudaEventElapsedTime(ms, start, end));
  return dispatch<elapsed>(ms, start, end);
}
