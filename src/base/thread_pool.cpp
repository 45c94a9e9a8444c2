#include "base/thread_pool.h"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <limits>
#include <map>
#include <mutex>

#include "base/settings.h"

namespace ingot {
namespace {

/// How long a thread watches a variable before it sleeps: about the time between two layers.
constexpr std::chrono::microseconds kSpinTime{50};

void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/// Whether `done()` within kSpinTime.
template <class Done>
bool spin_until(const Done& done) {
  constexpr int kLooksPerClockReading = 32;
  std::optional<std::chrono::steady_clock::time_point> deadline;
  for (;;) {
    for (int i = 0; i < kLooksPerClockReading; ++i) {
      if (done()) return true;
      relax();
    }
    const auto now = std::chrono::steady_clock::now();
    if (!deadline) deadline = now + kSpinTime;
    if (now >= *deadline) return false;
  }
}

constexpr int kIndexBits = 32;

uint64_t indices_of(int64_t begin, int64_t end) {
  return static_cast<uint64_t>(begin) << kIndexBits | static_cast<uint64_t>(end);
}

bool are_left(uint64_t indices) { return indices >> kIndexBits < static_cast<uint32_t>(indices); }

thread_local int thread_limit = std::numeric_limits<int>::max();

/// A pool for each number of threads that was asked for. Never destroyed, for a static object that
/// ends later may still run an engine.
class Pools {
 public:
  static Pools& instance() {
    static auto& pools = *new Pools;
    return pools;
  }

  ThreadPool& of(int threads) {
    const std::scoped_lock lock(mutex_);
    std::unique_ptr<ThreadPool>& pool = pools_[threads];
    if (pool == nullptr) pool = std::make_unique<ThreadPool>(is_over_ ? 1 : threads);
    return *pool;
  }

 private:
  Pools() {
    std::atexit([] { instance().stop(); });
  }

  void stop() {
    if (::getpid() != process_) return;  // a forked child has none of the threads
    const std::scoped_lock lock(mutex_);
    is_over_ = true;
    for (const auto& [threads, pool] : pools_) {
      if (pool != nullptr) pool->stop();
    }
  }

  const pid_t process_ = ::getpid();
  std::mutex mutex_;
  bool is_over_ = false;
  std::map<int, std::unique_ptr<ThreadPool>> pools_;
};

}  // namespace

ThreadPool::ThreadPool(int threads)
    : size_(std::max(threads, 1)),
      shares_(std::make_unique<Share[]>(static_cast<size_t>(size_))),
      process_(::getpid()) {
  workers_.reserve(static_cast<size_t>(size_ - 1));
  try {
    for (int worker = 1; worker < threads; ++worker) {
      workers_.emplace_back([this, worker] { work(worker); });
    }
  } catch (...) {
    stop();
    throw;
  }
}

ThreadPool::~ThreadPool() { stop(); }

void ThreadPool::stop() {
  stopping_.store(true, std::memory_order_release);
  wakes_.fetch_add(1, std::memory_order_release);
  wakes_.notify_all();
  const bool is_fork = ::getpid() != process_;  // a forked child has none of the threads
  for (auto& worker : workers_) {
    if (!worker.joinable()) continue;
    if (is_fork) {
      worker.detach();
    } else {
      worker.join();
    }
  }
}

void ThreadPool::run(const Loop& loop) {
  constexpr int64_t kMost = std::numeric_limits<int32_t>::max();
  if (loop.count <= 1 || loop.count > kMost || size_ == 1 ||
      busy_.load(std::memory_order_relaxed) || busy_.exchange(true, std::memory_order_acquire)) {
    run_alone(loop);
    return;
  }
  hand_out(loop);
  loop.body(loop.context, 0, 0);
  uint32_t mine = 1;
  for (int i = 0; i < size_; ++i) mine += take(shares_[i], 0);
  finish(static_cast<uint32_t>(loop.count) - mine);
  busy_.store(false, std::memory_order_release);
}

void ThreadPool::run_alone(const Loop& loop) {
  for (int64_t index = 0; index < loop.count; ++index) loop.body(loop.context, index, 0);
}

/// All indices but the first, which is the caller's without a claim.
void ThreadPool::hand_out(const Loop& loop) {
  const int64_t least = loop.count / size_;
  const int64_t longer = loop.count % size_;
  for (int64_t worker = size_ - 1; worker >= 0; --worker) {
    const int64_t begin = worker * least + std::min(worker, longer);
    const int64_t end = begin + least + (worker < longer ? 1 : 0);
    shares_[worker].loop = loop;
    shares_[worker].indices.store(indices_of(std::max<int64_t>(begin, 1), end),
                                  std::memory_order_release);
  }
  // A thread adds itself before it looks at its share for the last time, so that either it sees
  // these indices or this addition of nothing sees the thread.
  if (sleepers_.fetch_add(0, std::memory_order_acq_rel) != 0) {
    wakes_.fetch_add(1, std::memory_order_release);
    wakes_.notify_all();
  }
}

/// Runs what is left of a share; returns how many iterations.
uint32_t ThreadPool::take(Share& share, int worker) {
  uint32_t taken = 0;
  while (are_left(share.indices.load(std::memory_order_relaxed))) {
    const uint64_t indices =
        share.indices.fetch_add(uint64_t{1} << kIndexBits, std::memory_order_acquire);
    if (!are_left(indices)) break;
    share.loop.body(share.loop.context, static_cast<int64_t>(indices >> kIndexBits), worker);
    ++taken;
  }
  return taken;
}

/// Returns when the other threads have run the iterations that they claimed.
void ThreadPool::finish(uint32_t by_others) {
  owed_ += by_others;
  const auto are_done = [&] {
    uint32_t sum = 0;
    for (int worker = 1; worker < size_; ++worker) sum += shares_[worker].done.load();
    return sum == owed_;
  };
  while (!spin_until(are_done)) {
    caller_sleeps_.store(1);
    if (!are_done()) caller_sleeps_.wait(1);
    caller_sleeps_.store(0);
  }
}

void ThreadPool::work(int worker) {
  Share& own = shares_[worker];
  // GCC looks by adding nothing, which leaves the line to this thread, ready for its first claim.
  const auto is_called = [&] {
    return are_left(own.indices.fetch_add(0, std::memory_order_relaxed)) ||
           stopping_.load(std::memory_order_relaxed);
  };
  for (;;) {
    if (!spin_until(is_called)) {
      help(worker);
      const uint32_t wakes = wakes_.load(std::memory_order_acquire);
      sleepers_.fetch_add(1, std::memory_order_acq_rel);
      if (!is_called()) wakes_.wait(wakes, std::memory_order_acquire);
      sleepers_.fetch_sub(1, std::memory_order_acq_rel);
    }
    if (stopping_.load(std::memory_order_relaxed)) return;
    help(worker);
  }
}

/// Runs what is left of the thread's own share, then of the others'; the caller is told after each.
void ThreadPool::help(int worker) {
  for (int i = 0; i < size_; ++i) {
    const uint32_t taken = take(shares_[(worker + i) % size_], worker);
    if (taken == 0) continue;
    shares_[worker].done.fetch_add(taken);
    if (caller_sleeps_.load() == 0) continue;
    caller_sleeps_.store(0);
    caller_sleeps_.notify_one();
  }
}

ThreadLimit::ThreadLimit(std::optional<int> most) : before_(thread_limit) {
  if (most) thread_limit = std::min(thread_limit, std::max(*most, 1));
}

ThreadLimit::~ThreadLimit() { thread_limit = before_; }

int default_thread_count() {
  static const int count = thread_count();
  return std::min(count, thread_limit);
}

ThreadPool& thread_pool_of(int threads) { return Pools::instance().of(threads); }

ThreadPool& default_thread_pool() { return thread_pool_of(default_thread_count()); }

}  // namespace ingot
