#include "hostcuda/host_info.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace ingot::hostcuda {
namespace {

// The text after "key<spaces>:<spaces>" in a file of such lines; empty if there is none.
std::string field(const char* path, const std::string& key) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.compare(0, key.size(), key) != 0) continue;
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    const std::size_t value = line.find_first_not_of(" \t", colon + 1);
    return value == std::string::npos ? std::string() : line.substr(value);
  }
  return {};
}

int usable_cores() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
  return static_cast<int>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
}

int highest_clock_khz() {
  std::ifstream file("/sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq");
  if (int khz = 0; file >> khz) return khz;
  return static_cast<int>(std::strtod(field("/proc/cpuinfo", "cpu MHz").c_str(), nullptr) * 1000);
}

int largest_cache() {
  return static_cast<int>(
      std::max({0L, sysconf(_SC_LEVEL2_CACHE_SIZE), sysconf(_SC_LEVEL3_CACHE_SIZE)}));
}

std::string processor_name() {
  const std::string name = field("/proc/cpuinfo", "model name");
  return name.empty() ? "Host processor" : name;
}

}  // namespace

const HostInfo& host_info() {
  static const HostInfo info{processor_name(), usable_cores(), highest_clock_khz(),
                             largest_cache()};
  return info;
}

std::size_t total_memory() {
  static const std::size_t bytes = static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) *
                                   static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return bytes;
}

std::size_t available_memory() {
  const unsigned long long kib =
      std::strtoull(field("/proc/meminfo", "MemAvailable").c_str(), nullptr, 10);
  if (kib > 0) return std::min<std::size_t>(kib * 1024, total_memory());
  return static_cast<std::size_t>(sysconf(_SC_AVPHYS_PAGES)) *
         static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace ingot::hostcuda
