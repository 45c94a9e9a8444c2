#include "backend/cpu/caches.h"

#include <unistd.h>

namespace ingot::backend::cpu {
namespace {

int64_t size_or(int name, int64_t otherwise) {
  const long size = ::sysconf(name);
  return size > 0 ? size : otherwise;
}

}  // namespace

const Caches& caches() {
  static const Caches sizes{size_or(_SC_LEVEL1_DCACHE_SIZE, 32 << 10),
                            size_or(_SC_LEVEL2_CACHE_SIZE, 512 << 10),
                            size_or(_SC_LEVEL3_CACHE_SIZE, 8 << 20)};
  return sizes;
}

}  // namespace ingot::backend::cpu
