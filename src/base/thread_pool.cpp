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

constexpr uint32_t kOpen = 1U << 31U;

/// How long a thread watches a variable before it sleeps: about the time between two layers.
constexpr std::chrono::microseconds kSpinTime{50};

void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/// The value of `variable` once `done(value)`.
template <class Done>
uint32_t await(const std::atomic<uint32_t>& variable, const Done& done) {
  constexpr int kLooksPerClockReading = 32;
  const auto deadline = std::chrono::steady_clock::now() + kSpinTime;
  do {
    for (int i = 0; i < kLooksPerClockReading; ++i) {
      const uint32_t value = variable.load(std::memory_order_acquire);
      if (done(value)) return value;
      relax();
    }
  } while (std::chrono::steady_clock::now() < deadline);
  for (;;) {
    const uint32_t value = variable.load(std::memory_order_acquire);
    if (done(value)) return value;
    variable.wait(value, std::memory_order_acquire);
  }
}

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
    : process_(::getpid()),
      shares_(std::make_unique<Share[]>(static_cast<size_t>(std::max(threads, 1)))) {
  workers_.reserve(static_cast<size_t>(std::max(threads, 1) - 1));
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
  epoch_.fetch_add(1, std::memory_order_release);
  epoch_.notify_all();
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
  if (loop.count <= 1 || workers_.empty() || busy_.exchange(true, std::memory_order_acquire)) {
    run_alone(loop);
    return;
  }
  share(loop);
  busy_.store(false, std::memory_order_release);
}

void ThreadPool::run_alone(const Loop& loop) const {
  for (int64_t index = 0; index < loop.count; ++index) loop.body(loop.context, index, 0);
}

void ThreadPool::share(const Loop& loop) {
  loop_ = loop;
  const int64_t threads = size();
  for (int64_t worker = 0; worker < threads; ++worker) {
    shares_[worker].next.store(loop.count * worker / threads, std::memory_order_relaxed);
    shares_[worker].end = loop.count * (worker + 1) / threads;
  }
  gate_.store(kOpen, std::memory_order_release);
  epoch_.fetch_add(1, std::memory_order_release);
  epoch_.notify_all();
  take_iterations(0);
  close_gate();
}

/// Afterwards no thread is inside, and none gets in before the next loop.
void ThreadPool::close_gate() {
  gate_.fetch_and(~kOpen, std::memory_order_acq_rel);
  await(gate_, [](uint32_t inside) { return inside == 0; });
}

void ThreadPool::take_iterations(int worker) {
  const int threads = size();
  for (int i = 0; i < threads; ++i) {
    Share& share = shares_[(worker + i) % threads];
    for (;;) {
      const int64_t index = share.next.fetch_add(1, std::memory_order_relaxed);
      if (index >= share.end) break;
      loop_.body(loop_.context, index, worker);
    }
  }
}

void ThreadPool::work(int worker) {
  uint32_t seen = 0;
  for (;;) {
    seen = await(epoch_, [&](uint32_t epoch) { return epoch != seen; });
    if (stopping_.load(std::memory_order_acquire)) return;
    if (enter()) {
      take_iterations(worker);
      leave();
    }
  }
}

bool ThreadPool::enter() {
  uint32_t gate = gate_.load(std::memory_order_relaxed);
  while ((gate & kOpen) != 0) {
    if (gate_.compare_exchange_weak(gate, gate + 1, std::memory_order_acquire,
                                    std::memory_order_relaxed)) {
      return true;
    }
  }
  return false;
}

void ThreadPool::leave() {
  if (gate_.fetch_sub(1, std::memory_order_acq_rel) == 1) gate_.notify_one();
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
