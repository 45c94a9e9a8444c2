// An event: a mark in a stream's order, with the time at which it was passed.
#pragma once
#include <mutex>

#include "hostcuda/capture.h"
#include "hostcuda/recycler.h"
#include "hostcuda/stream.h"

namespace ingot::hostcuda {

class Event : public HandleObject {
 public:
  void open(unsigned flags);
  void close();

  /// Marks the place behind all that `stream` was given.
  cudaError_t record(Stream& stream);
  /// Lets `stream` go on only when the mark has been passed.
  cudaError_t block(Stream& stream);
  cudaError_t query();
  cudaError_t synchronize();

  /// Milliseconds from `start`'s mark to `end`'s.
  static cudaError_t elapsed(float& milliseconds, Event& start, Event& end);

 private:
  struct Passage {
    cudaError_t state;
    std::int64_t nanoseconds;
  };

  void set_mark(Stream& stream, Ticket ticket);
  void drop_mark();
  void pass(std::uint64_t recording);
  Dependency mark_with_reference();
  Passage passage();
  void release();

  std::mutex mutex_;
  unsigned flags_ = 0;
  bool recorded_ = false;
  Dependency mark_{nullptr, 0};   // holds a reference to its stream
  std::uint64_t recordings_ = 0;  // counts calls of record
  std::int64_t nanoseconds_ = 0;  // of the steady clock, when the mark was passed
  CapturePoint captured_;         // set instead of mark_ where the stream was being captured
};

Recycler<Event>& event_recycler();

/// Null for a handle that is not a living event.
Event* find_event(cudaEvent_t handle);

/// Ends the handles of all events.
void destroy_events();

}  // namespace ingot::hostcuda
