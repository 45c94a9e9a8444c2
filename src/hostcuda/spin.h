// Bounded busy waiting.
#pragma once
#include <chrono>

namespace ingot::hostcuda {

inline void pause_briefly() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("isb" ::: "memory");
#endif
}

/// Polls until `done()` or until `limit` has passed; returns the last answer.
template <class Done>
bool spin_until(const Done& done, std::chrono::nanoseconds limit) {
  constexpr int kPollsPerClockRead = 16;
  const auto end = std::chrono::steady_clock::now() + limit;
  do {
    for (int i = 0; i < kPollsPerClockRead; ++i) {
      if (done()) return true;
      pause_briefly();
    }
  } while (std::chrono::steady_clock::now() < end);
  return done();
}

}  // namespace ingot::hostcuda
