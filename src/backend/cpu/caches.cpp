#include "backend/cpu/caches.h"

#include <unistd.h>

#include <fstream>
#include <string>

#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

/// The C library knows caches on x86-64, the kernel's files those of AArch64 too.
int64_t size_or(int name, int level, int64_t otherwise) {
  if (const long size = ::sysconf(name); size > 0) return size;
  const int64_t size = described_cache("/sys/devices/system/cpu/cpu0/cache", level);
  return size > 0 ? size : otherwise;
}

Caches& sizes() {
  static Caches sizes{size_or(_SC_LEVEL1_DCACHE_SIZE, 1, 32 << 10),
                      size_or(_SC_LEVEL2_CACHE_SIZE, 2, 512 << 10),
                      size_or(_SC_LEVEL3_CACHE_SIZE, 3, 8 << 20)};
  return sizes;
}

template <class T>
T read(const std::filesystem::path& file) {
  T value{};
  std::ifstream(file) >> value;
  return value;
}

}  // namespace

const Caches& caches() { return sizes(); }

void assume_caches(const Caches& assumed) { sizes() = assumed; }

int64_t described_cache(const std::filesystem::path& folder, int level) {
  for (int i = 0; std::filesystem::exists(folder / str("index", i)); ++i) {
    const std::filesystem::path cache = folder / str("index", i);
    const bool holds_data = read<std::string>(cache / "type") != "Instruction";
    if (holds_data && read<int>(cache / "level") == level) {
      return read<int64_t>(cache / "size") << 10;  // "32K"
    }
  }
  return 0;
}

}  // namespace ingot::backend::cpu
