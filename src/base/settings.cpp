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

constexpr Setting kDevice{"INGOT_DEVICE", "auto, cpu, cuda, cuda:N",
                          "where engines are built and run; default: auto, a GPU where one can be "
                          "used"};

constexpr Setting kPlans{"INGOT_PLANS", "tune, strict",
                         "whether a plan that this device cannot run is tuned again or refused; "
                         "default: tune"};

constexpr Setting kTimingCache{"INGOT_TIMING_CACHE", "a file",
                               "times for plans that are tuned again, which are added to it"};

constexpr Setting kVendorLibraries{
    "INGOT_NVIDIA_LIBRARIES", "folders, between colons",
    "where cuBLASLt, cuDNN and NVRTC are looked for; empty: nowhere; "
    "default: where the loader looks"};

constexpr Setting kCodeCache{"INGOT_CODE_CACHE", "a folder",
                             "where kernels that are compiled for a GPU are kept; empty: nowhere; "
                             "default: beside the timing cache, or the user's folder for caches"};

constexpr Setting kSettings[] = {kThreads,     kDevice,          kPlans,
                                 kTimingCache, kVendorLibraries, kCodeCache};

std::optional<std::string> find_text(const Setting& setting) {
  const char* text = std::getenv(std::string(setting.variable).c_str());
  return text == nullptr ? std::nullopt : std::optional<std::string>(text);
}

std::string text_of(const Setting& setting, const char* otherwise) {
  return find_text(setting).value_or(otherwise);
}

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

std::string device_setting() { return text_of(kDevice, "auto"); }

bool plans_are_strict() {
  const std::string text = text_of(kPlans, "tune");
  require(text == "tune" || text == "strict", ErrorCode::kInvalidArgument, [&] {
    return str(kPlans.variable, "=", text, ": expected one of ", kPlans.values,
               "; correct it or unset it");
  });
  return text == "strict";
}

std::string timing_cache_setting() { return text_of(kTimingCache, ""); }

std::optional<std::string> vendor_libraries_setting() { return find_text(kVendorLibraries); }

std::string code_cache_setting() {
  if (const auto folder = find_text(kCodeCache)) return *folder;
  if (const std::string times = timing_cache_setting(); !times.empty()) return times + ".code";
  const auto in_folder = [](const char* folder, const char* rest) {
    return folder == nullptr || *folder != '/' ? std::string() : std::string(folder) + rest;
  };
  const std::string own = in_folder(std::getenv("XDG_CACHE_HOME"), "/ingot/code");
  return own.empty() ? in_folder(std::getenv("HOME"), "/.cache/ingot/code") : own;
}

DeviceWish parse_device(std::string_view text) {
  constexpr std::string_view kNumbered = "cuda:";
  if (text == "auto") return {.is_gpu = true};
  if (text == "cpu") return {.is_explicit = true};
  DeviceWish wish{.is_gpu = true, .is_explicit = true};
  if (text == "cuda") return wish;
  const std::string_view number =
      text.starts_with(kNumbered) ? text.substr(kNumbered.size()) : std::string_view();
  const auto [end, failure] =
      std::from_chars(number.data(), number.data() + number.size(), wish.ordinal);
  if (failure != std::errc() || end != number.data() + number.size() || wish.ordinal < 0) {
    throw Error(ErrorCode::kInvalidArgument, str(kDevice.variable, "=", text, ": expected one of ",
                                                 kDevice.values, "; correct it or unset it"));
  }
  return wish;
}

}  // namespace ingot
