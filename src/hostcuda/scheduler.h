// The few worker threads that run streams beside the callers.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

namespace ingot::hostcuda {

class Stream;

/// How soon a worker must look at a stream that has work.
///
/// kLazy is for streams whose callers have been seen to wait at once and so to run the work
/// themselves: a worker that dozes is not woken and looks within kDoze.
enum class Urgency { kNone, kLazy, kUrgent };

class Scheduler {
 public:
  static Scheduler& instance();

  /// Makes listing so many streams at once allocate nothing.
  void make_room(std::size_t streams);
  /// Lists a stream that has work and no runner. Takes a reference to it until a worker looked.
  void submit(Stream& stream, Urgency urgency);
  /// Makes a lazily listed stream urgent.
  void promote(Stream& stream);

 private:
  static constexpr unsigned kMaxWorkers = 32;
  static constexpr std::chrono::microseconds kSpin{20};
  static constexpr std::chrono::milliseconds kDoze{1};
  static constexpr int kDozesBeforeSleep = 30;

  Scheduler() = default;

  // mutex_ is held in all of these, `work` excepted.
  void list_urgent(Stream& stream);
  void list_lazy_as_urgent();
  void ensure_worker();
  void start_worker();
  void work();
  bool serve_next(std::unique_lock<std::mutex>& lock);
  void spin(std::unique_lock<std::mutex>& lock);
  void rest(std::unique_lock<std::mutex>& lock);
  void doze(std::unique_lock<std::mutex>& lock);

  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Stream*> urgent_;
  std::vector<Stream*> lazy_;
  std::atomic<std::size_t> urgent_count_{0};
  unsigned workers_ = 0;
  unsigned spinning_ = 0;
  unsigned sleeping_ = 0;  // dozing included
  unsigned wakes_ = 0;     // sleepers that have been notified and are not up yet
  bool dozing_ = false;
};

}  // namespace ingot::hostcuda
