#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ingot {

/// One environment variable that Ingot reads.
struct Setting {
  std::string_view variable;
  std::string_view values;  ///< "1…256"
  std::string_view meaning;
};

/// Every variable that Ingot reads, for `check` and the documents.
std::span<const Setting> all_settings();

/// Threads that work on one inference: INGOT_THREADS, else the cores this process may run on.
/// Throws Error kInvalidArgument on a value that is no number in 1…256.
int thread_count();

/// What INGOT_DEVICE asks for; "auto" where it is not set.
std::string device_setting();

/// Whether INGOT_PLANS says strict: then a plan of another device is refused. Throws Error
/// kInvalidArgument on another value than strict and tune.
bool plans_are_strict();

/// The file that INGOT_TIMING_CACHE names; empty where it is not set.
std::string timing_cache_setting();

/// The folders that INGOT_NVIDIA_LIBRARIES lists, between colons; none where it is not set.
std::optional<std::string> vendor_libraries_setting();

/// The folder where compiled kernels are kept: what INGOT_CODE_CACHE names, else one beside the
/// file of INGOT_TIMING_CACHE, else ingot/code in the user's folder for caches ($XDG_CACHE_HOME, or
/// .cache in $HOME). Empty for none.
std::string code_cache_setting();

struct DeviceWish {
  bool is_gpu = false;       ///< where one can be used
  bool is_explicit = false;  ///< not "auto"
  int ordinal = 0;           ///< of the GPU
};

/// Throws Error kInvalidArgument on text that is none of auto, cpu, cuda and cuda:N.
DeviceWish parse_device(std::string_view text);

}  // namespace ingot
