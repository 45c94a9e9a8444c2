#include "compiler/memory.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <numeric>

#include "base/bytes.h"

namespace ingot::compiler {
namespace {

using Order = std::vector<size_t>;

/// Where a block must not begin: beyond `after` and before `before`.
struct Forbidden {
  int64_t after, before;
};

bool overlap(const Lifetime& a, const Lifetime& b) {
  return a.first <= b.last && b.first <= a.last;
}

int64_t begin_of(const Lifetime& piece) { return static_cast<int64_t>(piece.offset); }

int64_t end_of(const Lifetime& piece) {
  return static_cast<int64_t>(piece.offset + align_up(piece.size));
}

uint64_t size_of(const MemoryBlock& block) {
  int64_t size = 0;
  for (const Lifetime& piece : block.pieces) size = std::max(size, end_of(piece));
  return static_cast<uint64_t>(size);
}

/// Adds what a block that begins at `offset` forbids to another one.
void forbid(const MemoryBlock& placed, uint64_t offset, const MemoryBlock& other,
            std::vector<Forbidden>& forbidden) {
  for (const Lifetime& theirs : placed.pieces) {
    for (const Lifetime& ours : other.pieces) {
      if (!overlap(theirs, ours)) continue;
      const auto base = static_cast<int64_t>(offset);
      forbidden.push_back(
          {base + begin_of(theirs) - end_of(ours), base + end_of(theirs) - begin_of(ours)});
    }
  }
}

/// The start of the tightest gap; past everything when there is none.
uint64_t best_gap(std::vector<Forbidden> forbidden) {
  std::ranges::sort(forbidden, {}, &Forbidden::after);
  constexpr int64_t kNone = std::numeric_limits<int64_t>::max();
  int64_t best = 0;
  int64_t best_waste = kNone;
  int64_t free_from = 0;
  for (const Forbidden& range : forbidden) {
    const int64_t waste = range.after - free_from;
    if (waste >= 0 && waste < best_waste) {
      best = free_from;
      best_waste = waste;
    }
    free_from = std::max(free_from, range.before);
  }
  return static_cast<uint64_t>(best_waste == kNone ? free_from : best);
}

/// Bytes that the block's pieces hold at a step; where they overlap, once.
uint64_t live_bytes(const MemoryBlock& block, size_t step) {
  std::vector<std::pair<int64_t, int64_t>> held;
  for (const Lifetime& piece : block.pieces) {
    if (piece.first <= step && step <= piece.last) {
      held.emplace_back(begin_of(piece), end_of(piece));
    }
  }
  std::ranges::sort(held);
  int64_t bytes = 0;
  int64_t counted_to = 0;
  for (const auto& [begin, end] : held) {
    bytes += std::max<int64_t>(0, end - std::max(begin, counted_to));
    counted_to = std::max(counted_to, end);
  }
  return static_cast<uint64_t>(bytes);
}

using LiveSets = std::map<size_t, uint64_t>;

/// Bytes that live at each step at which a piece begins to: no step between has more.
LiveSets live_sets(std::span<const MemoryBlock> blocks) {
  LiveSets live;
  for (const MemoryBlock& block : blocks) {
    for (const Lifetime& piece : block.pieces) live[piece.first] = 0;
  }
  for (auto& [step, bytes] : live) {
    for (const MemoryBlock& block : blocks) bytes += live_bytes(block, step);
  }
  return live;
}

uint64_t largest(const LiveSets& live) {
  uint64_t most = 0;
  for (const auto& [step, bytes] : live) most = std::max(most, bytes);
  return most;
}

/// What places a block in the order: the larger, the sooner.
struct Rank {
  uint64_t fullest = 0;  ///< the bytes of the fullest step at which it lives
  size_t steps = 0;      ///< at which it does
  uint64_t size = 0;

  friend auto operator<=>(const Rank&, const Rank&) = default;
};

Rank rank_of(const MemoryBlock& block, const LiveSets& live) {
  Rank rank{.size = size_of(block)};
  for (const Lifetime& piece : block.pieces) {
    rank.steps += piece.last - piece.first + 1;
    const auto end = live.upper_bound(piece.last);
    for (auto step = live.find(piece.first); step != end; ++step) {
      rank.fullest = std::max(rank.fullest, step->second);
    }
  }
  return rank;
}

Order order_of(std::span<const MemoryBlock> blocks, const LiveSets& live) {
  std::vector<Rank> ranks;
  for (const MemoryBlock& block : blocks) ranks.push_back(rank_of(block, live));
  Order order(blocks.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, std::greater(), [&](size_t i) { return ranks[i]; });
  return order;
}

/// Each block in the tightest gap between those that come before it in the order.
MemoryPlan place(std::span<const MemoryBlock> blocks, const Order& order) {
  MemoryPlan plan{std::vector<uint64_t>(blocks.size()), 0};
  for (size_t i = 0; i < order.size(); ++i) {
    const size_t index = order[i];
    std::vector<Forbidden> forbidden;
    for (const size_t other : std::span(order).first(i)) {
      forbid(blocks[other], plan.offsets[other], blocks[index], forbidden);
    }
    plan.offsets[index] = best_gap(std::move(forbidden));
    plan.arena_size = std::max(plan.arena_size, plan.offsets[index] + size_of(blocks[index]));
  }
  return plan;
}

/// The position in the order of the block that ends where the arena does.
size_t position_of_highest(std::span<const MemoryBlock> blocks, const MemoryPlan& plan,
                           const Order& order) {
  const auto highest = std::ranges::max_element(
      order, {}, [&](size_t i) { return plan.offsets[i] + size_of(blocks[i]); });
  return static_cast<size_t>(highest - order.begin());
}

/// The order with the block at that position `by` places further to the front.
Order moved_forward(Order order, size_t position, size_t by) {
  const auto block = order.begin() + static_cast<ptrdiff_t>(position);
  std::rotate(block - static_cast<ptrdiff_t>(by), block, block + 1);
  return order;
}

}  // namespace

MemoryPlan plan_memory(std::span<const MemoryBlock> blocks) {
  constexpr size_t kAttempts = 200;
  const LiveSets live = live_sets(blocks);
  const uint64_t least = largest(live);
  Order order = order_of(blocks, live);
  MemoryPlan best = place(blocks, order);
  for (size_t attempt = 0; attempt < kAttempts && best.arena_size > least; ++attempt) {
    const size_t position = position_of_highest(blocks, best, order);
    if (position == 0) break;
    Order other = moved_forward(order, position, 1 + attempt % position);
    MemoryPlan plan = place(blocks, other);
    if (plan.arena_size > best.arena_size) continue;
    best = std::move(plan);
    order = std::move(other);
  }
  return best;
}

uint64_t largest_live_set(std::span<const MemoryBlock> blocks) {
  return largest(live_sets(blocks));
}

}  // namespace ingot::compiler
