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

#define HWY_DISABLED_TARGETS \
  (HWY_SSSE3 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128)

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bench/cpu/peak.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::bench::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Enough chains to hide the latency of a multiply-add on every pipe; two registers stay for the
// factors.
constexpr size_t kChains = HWY_TARGET <= HWY_AVX3 || HWY_ARCH_ARM_A64 ? 24 : 12;

/// Runs `steps` multiply-adds on every chain; returns their sum, so that none can be left out.
float multiply_add(int64_t steps) {
  const hn::ScalableTag<float> tag;
  const auto factor = hn::Set(tag, 0.999F + static_cast<float>(steps % 2) * 1e-6F);
  const auto term = hn::Set(tag, 1e-3F);
  decltype(hn::Zero(tag)) chains[kChains];
  for (size_t i = 0; i < kChains; ++i) chains[i] = hn::Set(tag, static_cast<float>(i));
  for (int64_t step = 0; step < steps; ++step) {
#pragma GCC unroll 24  // in registers, not in memory
    for (size_t i = 0; i < kChains; ++i) chains[i] = hn::MulAdd(chains[i], factor, term);
  }
  auto sum = hn::Zero(tag);
  for (const auto& chain : chains) sum = hn::Add(sum, chain);
  return hn::GetLane(hn::SumOfLanes(tag, sum));
}

/// Floating-point operations of one step.
double operations_per_step() {
  return 2.0 * static_cast<double>(kChains * hn::Lanes(hn::ScalableTag<float>()));
}

const char* target_name() { return hwy::TargetName(HWY_TARGET); }

}  // namespace ingot::bench::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::bench {
namespace {

HWY_EXPORT(multiply_add);
HWY_EXPORT(operations_per_step);
HWY_EXPORT(target_name);

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
      sink = HWY_DYNAMIC_DISPATCH(multiply_add)(kSteps);
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
  return steps * HWY_DYNAMIC_DISPATCH(operations_per_step)() / seconds_of_burst / 1e9;
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
  std::printf("{\"target\": \"%s\", \"gflops\": {", HWY_DYNAMIC_DISPATCH(target_name)());
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
#endif
