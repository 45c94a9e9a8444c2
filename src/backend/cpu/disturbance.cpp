#include "backend/cpu/disturbance.h"

#include <atomic>
#include <chrono>
#include <functional>

#include "backend/cpu/kernels/yardstick.h"

namespace ingot::backend::cpu {
namespace {

using Clock = std::chrono::steady_clock;

/// Lets `kept` be the value where that comes first in `order`.
template <class Order>
void keep(std::atomic<int64_t>& kept, int64_t value, const Order& order) {
  int64_t known = kept.load(std::memory_order_relaxed);
  while (order(value, known) && !kept.compare_exchange_weak(known, value)) {
  }
}

int64_t nanoseconds_of_yardstick() {
  static std::atomic<float> sink;
  const auto begin = Clock::now();
  sink.store(kernels::yardstick(), std::memory_order_relaxed);
  return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - begin).count();
}

/// The least that the yardstick took in this process.
std::atomic<int64_t>& least_nanoseconds() {
  constexpr int kFirstLooks = 200;
  static std::atomic<int64_t> least = [] {
    std::atomic<int64_t> first = INT64_MAX;
    for (int i = 0; i < kFirstLooks; ++i) keep(first, nanoseconds_of_yardstick(), std::less());
    return first.load();
  }();
  return least;
}

}  // namespace

bool is_disturbed(ThreadPool& pool) {
  constexpr int64_t kLooks = 4;  // of each thread, so that all get to look
  constexpr double kTolerance = 1.15;
  std::atomic<int64_t>& least = least_nanoseconds();
  std::atomic<int64_t> longest = 0;
  pool.parallel_for(pool.size() == 1 ? 1 : kLooks * pool.size(), [&](int64_t, int) {
    const int64_t taken = nanoseconds_of_yardstick();
    keep(least, taken, std::less());
    keep(longest, taken, std::greater());
  });
  return static_cast<double>(longest) > kTolerance * static_cast<double>(least);
}

}  // namespace ingot::backend::cpu
