#pragma once

#include <sys/types.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace ingot {

/// Threads for loops with independent iterations. The caller works too, and waits only for
/// threads that hold an iteration: one that the system has not woken yet is not waited for. Each
/// thread begins with a part of the indices that is its own in every loop, so that what it wrote in
/// one loop is in its cache for the next, and helps with the others' parts after that. Any
/// number of threads may call at once: while the pool is busy (calls from inside a loop
/// included), further calls run in their own thread.
class ThreadPool {
 public:
  /// `threads` counts the caller, so a pool of 1 starts none. Throws std::system_error.
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int size() const { return size_; }

  /// Calls body(index, worker) for each index in 0…count−1, in any order, and returns when all
  /// are done. `worker` is in 0…size()−1 and different in calls that run at the same time, so it
  /// can pick scratch memory. `body` must not throw. Allocates nothing. Where `count` is 2³¹ or
  /// more the caller works alone.
  template <class Body>
  void parallel_for(int64_t count, const Body& body) {
    run({[](const void* context, int64_t index, int worker) noexcept {
           (*static_cast<const Body*>(context))(index, worker);
         },
         &body, count});
  }

  /// Calls body(begin, end) for consecutive parts of 0…total that have at least `grain` elements
  /// (the last may have fewer). Where the parts end depends on `total`, `grain` and size().
  template <class Body>
  void parallel_ranges(int64_t total, int64_t grain, const Body& body) {
    if (total <= 0) return;
    const int64_t parts =
        std::clamp<int64_t>(total / std::max<int64_t>(grain, 1), 1, int64_t{4} * size());
    const int64_t part = (total + parts - 1) / parts;
    parallel_for((total + part - 1) / part, [&](int64_t index, int) {
      body(index * part, std::min(total, (index + 1) * part));
    });
  }

  /// Ends the threads; later calls run in the caller alone.
  void stop();

 private:
  struct Loop {
    void (*body)(const void* context, int64_t index, int worker) noexcept;
    const void* context;
    int64_t count;
  };

  static constexpr size_t kApart = 128;  ///< bytes; processors fetch cache lines in pairs

  /// What passes between the caller and one thread, in as few cache lines as can be: each that
  /// changes hands costs as much as a hundred instructions. A claimed index keeps the loop from
  /// ending, so that whoever holds one may read `loop`.
  struct alignas(kApart) Share {
    std::atomic<uint64_t> indices = 0;  ///< not yet claimed: the next << 32 | the end
    Loop loop{};
    alignas(kApart) std::atomic<uint32_t> done = 0;  ///< by this thread, iterations modulo 2³²
  };

  void run(const Loop& loop);
  static void run_alone(const Loop& loop);
  void hand_out(const Loop& loop);
  static uint32_t take(Share& share, int worker);
  void finish(uint32_t by_others);
  void work(int worker);
  void help(int worker);

  const int size_;
  const std::unique_ptr<Share[]> shares_;  ///< a thread, the caller's first
  const pid_t process_;
  std::vector<std::thread> workers_;

  alignas(kApart) std::atomic<bool> busy_ = false;  ///< held by the caller whose loop is running
  uint32_t owed_ = 0;                ///< the sum of all `done` when that loop ends, modulo 2³²
  std::atomic<int> sleepers_ = 0;    ///< threads
  std::atomic<uint32_t> wakes_ = 0;  ///< what they wait on

  alignas(kApart) std::atomic<uint32_t> caller_sleeps_ = 0;  ///< until iterations are done
  std::atomic<bool> stopping_ = false;
};

/// While it lives, the calling thread's default pool has at most `most` threads, or as many as
/// before where `most` is none.
class ThreadLimit {
 public:
  explicit ThreadLimit(std::optional<int> most);
  ~ThreadLimit();
  ThreadLimit(const ThreadLimit&) = delete;
  ThreadLimit& operator=(const ThreadLimit&) = delete;

 private:
  int before_;
};

/// thread_count(), or as many as a ThreadLimit leaves. Throws Error when INGOT_THREADS is wrong.
int default_thread_count();

/// The process's own pool of `threads` (at least 1). Made at the first call for that number and
/// ended at exit; it may be used even after that. Throws std::system_error.
ThreadPool& thread_pool_of(int threads);

/// thread_pool_of(default_thread_count()).
ThreadPool& default_thread_pool();

}  // namespace ingot
