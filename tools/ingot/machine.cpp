#include "machine.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <thread>

#include "fma_kernel.h"
#include "numbers.h"

namespace ingot::tools {
namespace {

using nlohmann::json;

/// What follows the colon of the first line with one of these beginnings; empty where there is
/// none.
std::string entry(const char* path, std::initializer_list<const char*> beginnings) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const bool is_it = std::ranges::any_of(
        beginnings, [&](const char* beginning) { return line.starts_with(beginning); });
    const size_t colon = line.find(':');
    if (is_it && colon != std::string::npos) {
      return line.substr(std::min(line.size(), line.find_first_not_of(" \t", colon + 1)));
    }
  }
  return {};
}

json features() {
  constexpr std::array kNames{"fma",      "f16c",        "avx2",        "avx512f",  "avx512_vnni",
                              "avx_vnni", "avx512_bf16", "avx512_fp16", "amx_tile", "amx_int8",
                              "amx_bf16", "asimddp",     "asimdhp",     "i8mm",     "bf16",
                              "sve",      "sve2"};
  std::istringstream words(entry("/proc/cpuinfo", {"flags", "Features"}));
  json found = json::array();
  for (std::string word; words >> word;) {
    if (std::ranges::find(kNames, word) != kNames.end()) found.push_back(word);
  }
  return found;
}

int64_t cache_size(int name) { return std::max(0L, sysconf(name)); }

/// "16384256 kB" in bytes.
void add_kilobytes(json& memory, const char* name, const std::string& text) {
  const auto number = read_number<uint64_t>(std::string_view(text).substr(0, text.find(' ')));
  if (number) memory[name] = *number * 1024;
}

}  // namespace

json processor() {
  const std::string name = entry("/proc/cpuinfo", {"model name"});
  return {{"name", name.empty() ? "not told" : name},
          {"cores", std::thread::hardware_concurrency()},
          {"simd", simd_targets()},
          {"features", features()},
          {"caches",
           {cache_size(_SC_LEVEL1_DCACHE_SIZE), cache_size(_SC_LEVEL2_CACHE_SIZE),
            cache_size(_SC_LEVEL3_CACHE_SIZE)}}};
}

json memory() {
  json memory = json::object();
  add_kilobytes(memory, "total", entry("/proc/meminfo", {"MemTotal:"}));
  add_kilobytes(memory, "available", entry("/proc/meminfo", {"MemAvailable:"}));
  std::ifstream file("/sys/fs/cgroup/memory.max");
  std::string limit;
  if (file >> limit) {
    if (const auto bytes = read_number<uint64_t>(limit)) memory["limit"] = *bytes;
  }
  return memory;
}

}  // namespace ingot::tools
