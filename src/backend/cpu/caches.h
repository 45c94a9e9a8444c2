#pragma once

#include <cstdint>

namespace ingot::backend::cpu {

/// Bytes of a core's own data caches, as the system tells them; 32 KiB and 512 KiB where it does
/// not. They decide how work is cut, never what comes out.
struct Caches {
  int64_t first;
  int64_t second;
};

const Caches& caches();

}  // namespace ingot::backend::cpu
