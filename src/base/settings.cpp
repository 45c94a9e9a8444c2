#include "base/settings.h"

#include <sched.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "base/error.h"
#include "base/text.h"

namespace ingot {
namespace {

constexpr int kMaxThreads = 256;

constexpr Setting kThreads{"INGOT_THREADS", "1…256",
                           "threads that work on one inference; default: the usable cores"};

constexpr Setting kSettings[] = {kThreads};

int usable_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof(set), &set) != 0) return 1;
  return std::clamp(CPU_COUNT(&set), 1, kMaxThreads);
}

int parse_threads(std::string_view text) {
  int threads = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), threads);
  if (failure != std::errc() || end != text.data() + text.size() || threads < 1 ||
      threads > kMaxThreads) {
    throw Error(ErrorCode::kInvalidArgument,
                str(kThreads.variable, "=", text, ": expected a number in ", kThreads.values,
                    "; correct it or unset it"));
  }
  return threads;
}

}  // namespace

std::span<const Setting> all_settings() { return kSettings; }

int thread_count() {
  const char* text = std::getenv(std::string(kThreads.variable).c_str());
  return text == nullptr ? usable_cores() : parse_threads(text);
}

}  // namespace ingot
