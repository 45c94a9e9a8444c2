#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace ingot::compiler {

/// A piece of a block of memory, and the steps, first and last included, during which it holds
/// something.
struct Lifetime {
  uint64_t size = 0;
  size_t first = 0;
  size_t last = 0;
  uint64_t offset = 0;  ///< in the block, a multiple of kAlignment
};

/// Memory whose pieces keep their offsets to each other; they may overlap.
struct MemoryBlock {
  std::vector<Lifetime> pieces;
};

struct MemoryPlan {
  std::vector<uint64_t> offsets;  ///< one a block, aligned to kAlignment
  uint64_t arena_size = 0;
};

/// Places blocks so that no two pieces of different blocks that live at the same step overlap:
/// those of the fullest step first, among them those that live longest, each where the smallest gap
/// holds it. While the arena is larger than the largest live set, tries a bounded number of other
/// orders, in which the block that ends highest comes sooner.
MemoryPlan plan_memory(std::span<const MemoryBlock> blocks);

/// The most bytes that live at one step: no plan is smaller.
uint64_t largest_live_set(std::span<const MemoryBlock> blocks);

}  // namespace ingot::compiler
