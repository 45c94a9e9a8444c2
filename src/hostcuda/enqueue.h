// How work reaches a stream.
#pragma once
#include <memory>
#include <utility>

#include "hostcuda/capture.h"
#include "hostcuda/stream_table.h"

namespace ingot::hostcuda {

/// Puts `task` behind what the stream has, at `ticket` if asked. A task that gives work to its own
/// stream has it run at once.
inline cudaError_t enqueue_uncaptured(Stream& stream, const Task& task, Ticket* ticket = nullptr) {
  if (is_current(stream)) [[unlikely]] {
    Task copy = task;
    copy.run(copy.payload);
    return cudaSuccess;
  }
  const cudaError_t refused = check_uncaptured(stream);
  if (refused != cudaSuccess) return refused;
  order_with_default(stream);
  const Ticket pushed = stream.push(task);
  if (ticket != nullptr) *ticket = pushed;
  return cudaSuccess;
}

/// The same, or puts it into the graph that the stream is captured into, as a node of `type`.
inline cudaError_t enqueue(Stream& stream, const Task& task, cudaGraphNodeType type) {
  if (captured(stream) && !is_current(stream)) [[unlikely]] {
    return capture_node(stream, {type, task, nullptr, {}});
  }
  return enqueue_uncaptured(stream, task);
}

/// The same for work of any size that owns what it refers to.
template <class F>
cudaError_t enqueue_owning(Stream& stream, F function, cudaGraphNodeType type) {
  if (captured(stream) && !is_current(stream)) {
    const auto owner = std::make_shared<const F>(std::move(function));
    return capture_node(stream, {type, make_task([work = owner.get()] { (*work)(); }), owner, {}});
  }
  F* const once = std::make_unique<F>(std::move(function)).release();
  const cudaError_t result = enqueue_uncaptured(stream, make_task([once] {
                                                  const std::unique_ptr<F> owned(once);
                                                  (*owned)();
                                                }));
  if (result != cudaSuccess) delete once;
  return result;
}

/// Runs `function` on this thread as the stream's next work, if nothing is before it. The stream
/// is not captured.
template <class F>
bool run_at_once(Stream& stream, const F& function) {
  if (is_current(stream)) {
    function();
    return true;
  }
  order_with_default(stream);
  return stream.run_if_idle(function);
}

/// For work so short that handing it over would take longer.
template <class F>
cudaError_t enqueue_short(Stream& stream, const F& function, cudaGraphNodeType type) {
  if (any_capture()) return enqueue(stream, make_task(function), type);
  if (!run_at_once(stream, function)) stream.push(make_task(function));
  return cudaSuccess;
}

}  // namespace ingot::hostcuda
