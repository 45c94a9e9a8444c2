#pragma once

#include <cstdint>
#include <filesystem>

namespace ingot::backend::cpu {

/// Bytes of a core's own data caches and of the largest that it uses, as the system tells them;
/// 32 KiB, 512 KiB and 8 MiB where it does not. They decide how work is cut, never what comes out,
/// how weights are packed or how large a workspace is: plans move between machines.
struct Caches {
  int64_t first;
  int64_t second;
  int64_t last;

  /// Floats of a block of operands that stays in the second cache beside what streams past.
  int64_t block_floats() const { return second / 4 / int64_t{sizeof(float)}; }
  /// Floats that stay in the first cache from one pass over them to the next.
  int64_t chunk_floats() const { return first / 4 / int64_t{sizeof(float)}; }
};

const Caches& caches();

/// What caches() says from now on. For tests: no kernel may run at that time.
void assume_caches(const Caches& sizes);

/// Bytes of the data cache of that level (1, 2, …) that a folder as
/// /sys/devices/system/cpu/cpu0/cache describes; 0 where it describes none.
int64_t described_cache(const std::filesystem::path& folder, int level);

}  // namespace ingot::backend::cpu
