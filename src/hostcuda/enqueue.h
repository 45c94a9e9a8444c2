// How work reaches a stream.
#pragma once
#include "hostcuda/capture.h"
#include "hostcuda/stream_table.h"

namespace ingot::hostcuda {

/// Puts `task` behind what the stream has, or into the graph that the stream is captured into. A
/// task that gives work to its own stream has it run at once.
inline cudaError_t enqueue(Stream& stream, const Task& task) {
  if (is_current(stream)) [[unlikely]] {
    Task copy = task;
    copy.run(copy.payload);
    return cudaSuccess;
  }
  if (any_capture()) [[unlikely]] {
    if (captured(stream)) return capture_task(stream, task);
    const cudaError_t refused = check_uncaptured(stream);
    if (refused != cudaSuccess) return refused;
  }
  order_with_default(stream);
  stream.push(task);
  return cudaSuccess;
}

/// The same for work so short that handing it over would take longer: it runs on this thread where
/// nothing is before it.
template <class F>
cudaError_t enqueue_short(Stream& stream, const F& function) {
  if (is_current(stream) || any_capture()) return enqueue(stream, make_task(function));
  order_with_default(stream);
  if (!stream.run_if_idle(function)) stream.push(make_task(function));
  return cudaSuccess;
}

}  // namespace ingot::hostcuda
