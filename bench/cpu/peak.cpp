// The machine's fp32 peak: fused multiply-adds alone, all in registers.
//
//   peak THREADS...      one JSON object: {"target": "AVX2", "gflops": {"1": 110.5, "2": 220.1}}
//   peak --watch THREADS {}, then for each line of the standard input {"gflops": what there is now}

#include <algorithm>
#include <barrier>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tools/ingot/fma_kernel.h"

namespace ingot::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kSteps = 500'000;  // some milliseconds, so that a neighbour misses a few bursts
constexpr int kBursts = 200;
constexpr int kBurstsOfALook = 3;

volatile float sink;

struct Bursts {
  double least = std::numeric_limits<double>::infinity();
  double sum = 0;
};

/// Seconds of bursts from the start of all threads to the end of the last.
Bursts run_bursts(int threads, int count) {
  std::barrier meeting(threads);
  Bursts result;
  const auto bursts = [&](bool watches) {
    for (int i = 0; i < count; ++i) {
      meeting.arrive_and_wait();
      const auto begin = Clock::now();
      sink = tools::multiply_add(kSteps);
      meeting.arrive_and_wait();
      const std::chrono::duration<double> time = Clock::now() - begin;
      if (!watches) continue;
      result.least = std::min(result.least, time.count());
      result.sum += time.count();
    }
  };
  std::vector<std::thread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(bursts, false);
  bursts(true);
  for (std::thread& other : others) other.join();
  return result;
}

double gflops(int threads, double seconds_of_burst) {
  const double steps = static_cast<double>(kSteps) * threads;
  return steps * tools::operations_per_step() / seconds_of_burst / 1e9;
}

void watch(int threads) {
  std::printf("{}\n");
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) {
    run_bursts(threads, kBurstsOfALook);  // a core that slept takes its time to get fast
    const double seconds = run_bursts(threads, kBurstsOfALook).sum / kBurstsOfALook;
    std::printf("{\"gflops\": %.1f}\n", gflops(threads, seconds));
    std::fflush(stdout);
  }
}

/// What the cores can do when nobody else wants them.
void tell_peaks(std::span<char* const> threads) {
  std::printf("{\"target\": \"%s\", \"gflops\": {", tools::simd_target());
  const char* separator = "";
  for (const char* word : threads) {
    const int number = std::max(1, std::atoi(word));
    std::printf("%s\"%d\": %.1f", separator, number,
                gflops(number, run_bursts(number, kBursts).least));
    separator = ", ";
  }
  std::printf("}}\n");
}

}  // namespace
}  // namespace ingot::bench

int main(int count, char** words) {
  const std::span<char* const> arguments(words + 1, static_cast<size_t>(count - 1));
  if (arguments.size() == 2 && std::string_view(arguments[0]) == "--watch") {
    ingot::bench::watch(std::max(1, std::atoi(arguments[1])));
  } else {
    ingot::bench::tell_peaks(arguments);
  }
}
