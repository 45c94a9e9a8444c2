#include <algorithm>
#include <atomic>
#include <chrono>
#include <limits>
#include <thread>
#include <vector>

#include "fma_kernel.h"
#include "machine.h"

namespace ingot::tools {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kSteps = 200'000;  // a millisecond or so: neighbours miss some of the bursts
constexpr std::chrono::milliseconds kTime(250);

std::atomic<float> sink;  // so that the compiler leaves no work out

/// Of the best burst, in one thread.
double best_gflops() {
  double least = std::numeric_limits<double>::infinity();
  const auto end = Clock::now() + kTime;
  while (Clock::now() < end) {
    const auto begin = Clock::now();
    sink.store(multiply_add(kSteps), std::memory_order_relaxed);
    least = std::min(least, std::chrono::duration<double>(Clock::now() - begin).count());
  }
  return static_cast<double>(kSteps) * operations_per_step() / least / 1e9;
}

}  // namespace

nlohmann::json peak() {
  const double one_thread = best_gflops();
  std::vector<double> each(std::max(1U, std::thread::hardware_concurrency()));
  std::vector<std::thread> threads;
  threads.reserve(each.size());
  for (double& gflops : each) threads.emplace_back([&gflops] { gflops = best_gflops(); });
  for (std::thread& thread : threads) thread.join();
  double all_threads = 0;
  for (const double gflops : each) all_threads += gflops;
  return {{"one_thread", one_thread}, {"all_threads", all_threads}};
}

}  // namespace ingot::tools
