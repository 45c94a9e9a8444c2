// Capture of streams into a graph.
//
// A graph keeps its nodes in the order in which they were captured, which respects every
// dependency, and a launch runs them in this order. A captured stream's frontier are the nodes that
// its next one comes after: an event takes it along, a wait for the event adds it.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "driver_types.h"
#include "hostcuda/task.h"

namespace ingot::hostcuda {

class Capture;

using NodeIndex = std::uint32_t;
using Frontier = std::vector<NodeIndex>;  // sorted

/// A unit of a graph's work.
struct Node {
  cudaGraphNodeType type;
  Task task;
  std::shared_ptr<const void> owner;  // what the task refers to, if it owns anything
  Frontier after;
};

/// The place of an event that was recorded in a captured stream.
struct CapturePoint {
  std::uint64_t capture = 0;  // 0: none
  Frontier frontier;
};

inline std::atomic<int> active_captures{0};
inline bool any_capture() { return active_captures.load(std::memory_order_acquire) > 0; }
bool captured(const Stream& stream);

cudaError_t begin_capture(Stream& stream, cudaStreamCaptureMode mode);
/// Gives the captured nodes, if all went well. The capture is over in any case but that of a stream
/// that it did not begin in.
cudaError_t end_capture(Stream& stream, std::vector<Node>& nodes);
cudaStreamCaptureStatus capture_status(const Stream& stream, std::uint64_t* id);
/// Ends the capture that `stream` takes part in, without a graph.
void abandon_capture(Stream& stream);

/// Puts the node behind the stream's frontier.
cudaError_t capture_node(Stream& stream, Node node);
cudaError_t capture_record(Stream& stream, CapturePoint& point);
/// `stream` joins the capture of `point`.
cudaError_t capture_wait(Stream& stream, const CapturePoint& point);
/// A captured stream waits for an event from outside.
cudaError_t capture_outside_wait(Stream& stream, bool recorded);
/// Why an event that was recorded in a capture cannot be asked. Invalidates the capture.
cudaError_t capture_query(const CapturePoint& point);

// Checks of calls that a capture forbids. Where one refuses, the capture is invalid from then on.

/// The default stream must not be used while a blocking stream is captured.
cudaError_t check_uncaptured(const Stream& stream);
/// A call about the state of `stream`, such as waiting for it.
cudaError_t check_stream_call(const Stream& stream);
/// A call that may wait for any work, such as an allocation.
cudaError_t check_unsafe_call();
/// A call that does wait for all work.
cudaError_t check_global_call();

}  // namespace ingot::hostcuda
