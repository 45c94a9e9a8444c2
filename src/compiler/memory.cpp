#include "compiler/memory.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "base/bytes.h"

namespace ingot::compiler {
namespace {

struct Block {
  uint64_t begin, end;
};

bool overlap(const Lifetime& a, const Lifetime& b) {
  return a.first <= b.last && b.first <= a.last;
}

/// The start of the tightest gap between `taken` blocks that holds `size`; past the last one when
/// none does.
uint64_t best_gap(std::vector<Block> taken, uint64_t size) {
  std::sort(taken.begin(), taken.end(),
            [](const Block& a, const Block& b) { return a.begin < b.begin; });
  uint64_t best = 0;
  uint64_t best_waste = std::numeric_limits<uint64_t>::max();
  uint64_t free_from = 0;
  for (const Block& block : taken) {
    if (block.begin >= free_from + size && block.begin - free_from - size < best_waste) {
      best = free_from;
      best_waste = block.begin - free_from - size;
    }
    free_from = std::max(free_from, block.end);
  }
  return best_waste == std::numeric_limits<uint64_t>::max() ? free_from : best;
}

}  // namespace

MemoryPlan plan_memory(std::span<const Lifetime> lifetimes) {
  std::vector<size_t> order(lifetimes.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return lifetimes[a].size > lifetimes[b].size; });
  MemoryPlan plan{std::vector<uint64_t>(lifetimes.size()), 0};
  std::vector<size_t> placed;
  for (const size_t index : order) {
    const uint64_t size = align_up(lifetimes[index].size);
    std::vector<Block> taken;
    for (const size_t other : placed) {
      if (!overlap(lifetimes[index], lifetimes[other])) continue;
      taken.push_back({plan.offsets[other], plan.offsets[other] + align_up(lifetimes[other].size)});
    }
    plan.offsets[index] = best_gap(std::move(taken), size);
    plan.arena_size = std::max(plan.arena_size, plan.offsets[index] + size);
    placed.push_back(index);
  }
  return plan;
}

uint64_t largest_live_set(std::span<const Lifetime> lifetimes) {
  uint64_t largest = 0;
  for (const Lifetime& at : lifetimes) {
    uint64_t live = 0;
    for (const Lifetime& other : lifetimes) {
      if (other.first <= at.first && at.first <= other.last) live += align_up(other.size);
    }
    largest = std::max(largest, live);
  }
  return largest;
}

}  // namespace ingot::compiler
