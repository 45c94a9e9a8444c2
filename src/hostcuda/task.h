// A unit of work in a stream: a function and its arguments, stored in place.
#pragma once
#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>

namespace ingot::hostcuda {

class Stream;

/// Position in a stream's order; the first task has ticket 1. 0 is reached by every stream.
using Ticket = std::uint64_t;

struct Task {
  static constexpr std::size_t kPayloadSize = 56;

  /// Null marks a wait: the payload is a Dependency.
  void (*run)(void* payload);
  alignas(8) std::byte payload[kPayloadSize];
};
static_assert(sizeof(Task) == 64);

/// A point in another stream's order. Holds a reference to that stream while it is in a task.
struct Dependency {
  Stream* stream;
  Ticket ticket;
};

/// Packs a callable into a task. It must be safe to copy as bytes and to call more than once.
template <class F>
Task make_task(const F& function) {
  static_assert(std::is_trivially_copyable_v<F> && sizeof(F) <= Task::kPayloadSize);
  static_assert(alignof(F) <= 8);
  Task task;
  task.run = [](void* payload) { (*std::launder(static_cast<F*>(payload)))(); };
  new (task.payload) F(function);
  return task;
}

inline Task make_wait(Dependency dependency) {
  Task task;
  task.run = nullptr;
  new (task.payload) Dependency(dependency);
  return task;
}

inline const Dependency& dependency_of(const Task& task) {
  return *std::launder(reinterpret_cast<const Dependency*>(task.payload));
}

}  // namespace ingot::hostcuda
