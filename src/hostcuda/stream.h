// A stream: an in-order queue of tasks that one thread at a time runs.
//
// Whoever holds ownership runs tasks: a worker, or a caller that waits and finds the stream without
// an owner. A task's effects are visible to whoever sees its ticket reached.
#pragma once
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "hostcuda/recycler.h"
#include "hostcuda/scheduler.h"
#include "hostcuda/task_ring.h"
#include "hostcuda/thread_state.h"

namespace ingot::hostcuda {

class Capture;

class Stream : public HandleObject {
 public:
  /// Who made a stream: the runtime's own ones outlive a reset of the device.
  enum class Maker { kRuntime, kProgram };

  /// Prepares a fresh or recycled object. `flags` are cudaStreamDefault or cudaStreamNonBlocking.
  void open(unsigned flags, int priority, unsigned long long id, Maker maker);
  /// Ends the handle. Work that was given before still runs.
  void close();
  /// Drops one reference; the last one recycles the object.
  void release();

  Ticket push(const Task& task);
  /// Everything pushed later runs after `ticket` of `source`.
  void push_wait(Stream& source, Ticket ticket);
  /// Runs `function` on this thread as the stream's next task if nothing is before it.
  template <class F>
  bool run_if_idle(const F& function);

  Ticket issued() const { return issued_.load(std::memory_order_acquire); }
  bool reached(Ticket ticket) const { return completed_.load(std::memory_order_acquire) >= ticket; }
  bool idle() const { return reached(issued()); }
  /// Returns when `ticket` is reached; runs tasks that nobody has taken.
  void wait(Ticket ticket);
  /// Sees to it that a worker takes what is queued.
  void hurry();

  bool blocking() const { return blocking_.load(std::memory_order_relaxed); }
  int priority() const { return priority_.load(std::memory_order_relaxed); }
  unsigned long long id() const { return id_; }
  Maker maker() const { return maker_.load(std::memory_order_relaxed); }

  /// For a worker: runs what is queued. False: there was nothing to do.
  bool serve();

  /// The capture that takes this stream's work instead of the queue, if any.
  std::atomic<Capture*> capture{nullptr};

  /// Tickets up to which this stream and the default stream already wait for each other.
  std::atomic<Ticket> waits_for_default{0};
  std::atomic<Ticket> default_waits_for{0};

 private:
  using Lock = std::unique_lock<std::mutex>;
  static constexpr std::chrono::microseconds kSpin{30};
  static constexpr unsigned kTrust = 4;  // waits that ran the work themselves, in a row

  struct Dependent {
    Stream* stream;
    Ticket ticket;
  };

  bool runs_beside_another();
  bool claim();
  void run_tasks(Lock& lock, Ticket limit);
  void run_one(Lock& lock);
  void complete_one(Lock& lock);
  bool pass_wait(Lock& lock, const Dependency& dependency);
  void give_up(Lock& lock);
  void list(Lock& lock, Urgency urgency);
  bool add_dependent(Stream& stream, Ticket ticket);
  void release_dependents(Lock& lock);
  void unblock();
  void wait_for_owner(Lock& lock, Ticket ticket);

  mutable std::mutex mutex_;
  std::condition_variable progress_;
  TaskRing tasks_;
  std::vector<Dependent> dependents_;
  std::atomic<Ticket> issued_{0};
  std::atomic<Ticket> completed_{0};
  bool owned_ = false;
  bool blocked_ = false;  // on the dependency at the front of tasks_
  bool closed_ = true;
  Urgency listed_ = Urgency::kNone;
  unsigned trust_ = 0;
  unsigned waiters_ = 0;
  std::atomic<bool> blocking_{true};
  std::atomic<int> priority_{0};
  std::atomic<Maker> maker_{Maker::kRuntime};
  unsigned long long id_ = 0;
};

template <class F>
bool Stream::run_if_idle(const F& function) {
  {
    const Lock lock(mutex_);
    if (owned_ || !idle()) return false;
    owned_ = true;
    issued_.fetch_add(1, std::memory_order_release);
  }
  function();
  Lock lock(mutex_);
  complete_one(lock);
  give_up(lock);
  return true;
}

}  // namespace ingot::hostcuda
