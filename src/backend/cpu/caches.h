#pragma once

#include <cstdint>

namespace ingot::backend::cpu {

/// Bytes of a core's own data caches and of the largest that it uses, as the system tells them;
/// 32 KiB, 512 KiB and 8 MiB where it does not. They decide how work is cut, never what comes out.
struct Caches {
  int64_t first;
  int64_t second;
  int64_t last;
};

const Caches& caches();

}  // namespace ingot::backend::cpu
