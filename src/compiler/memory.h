#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace ingot::compiler {

/// A block of memory and the steps, first and last included, during which it holds something.
struct Lifetime {
  uint64_t size = 0;
  size_t first = 0;
  size_t last = 0;
};

struct MemoryPlan {
  std::vector<uint64_t> offsets;  ///< one a lifetime, aligned to kAlignment
  uint64_t arena_size = 0;
};

/// Places blocks so that no two that live at the same step overlap: the largest first, each where
/// the smallest gap holds it.
MemoryPlan plan_memory(std::span<const Lifetime> lifetimes);

/// The most bytes that live at one step: no plan is smaller.
uint64_t largest_live_set(std::span<const Lifetime> lifetimes);

}  // namespace ingot::compiler
