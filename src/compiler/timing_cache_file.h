#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "compiler/timing_cache.h"

namespace ingot::compiler {

/// Bytes of a timing cache, little-endian: a header with a checksum of every byte, the origin's two
/// texts, then each problem with its candidates, all in ascending order. Equal timings give equal
/// bytes.
std::vector<std::byte> write_timings(const Timings& timings);

/// Throws Error kCorrupt with what is wrong: no timing cache, of another version, cut short,
/// damaged, or with times that cannot be.
Timings read_timings(std::span<const std::byte> file);

}  // namespace ingot::compiler
