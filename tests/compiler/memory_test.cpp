#include "compiler/memory.h"

#include <gtest/gtest.h>

#include <random>

#include "base/bytes.h"

namespace ingot::compiler {
namespace {

void expect_valid(const std::vector<Lifetime>& lifetimes, const MemoryPlan& plan) {
  for (size_t i = 0; i < lifetimes.size(); ++i) {
    EXPECT_EQ(plan.offsets[i] % kAlignment, 0U);
    EXPECT_LE(plan.offsets[i] + lifetimes[i].size, plan.arena_size);
    for (size_t j = 0; j < i; ++j) {
      const bool together =
          lifetimes[i].first <= lifetimes[j].last && lifetimes[j].first <= lifetimes[i].last;
      const bool apart = plan.offsets[i] + lifetimes[i].size <= plan.offsets[j] ||
                         plan.offsets[j] + lifetimes[j].size <= plan.offsets[i];
      EXPECT_TRUE(!together || apart) << i << " and " << j << " overlap";
    }
  }
}

TEST(Memory, ChainNeedsItsTwoLargestNeighbours) {
  const std::vector<Lifetime> chain{{640, 0, 1}, {320, 1, 2}, {640, 2, 3}, {64, 3, 4}};
  const MemoryPlan plan = plan_memory(chain);
  expect_valid(chain, plan);
  EXPECT_EQ(plan.arena_size, 960U);
  EXPECT_EQ(largest_live_set(chain), 960U);
}

TEST(Memory, NothingNeedsNothing) { EXPECT_EQ(plan_memory({}).arena_size, 0U); }

TEST(Memory, RandomLifetimesNeverOverlap) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<Lifetime> lifetimes;
    for (size_t i = 0; i < 1 + random() % 40; ++i) {
      const size_t first = random() % 50;
      lifetimes.push_back({random() % 5000, first, first + random() % 6});
    }
    const MemoryPlan plan = plan_memory(lifetimes);
    expect_valid(lifetimes, plan);
    EXPECT_GE(plan.arena_size, largest_live_set(lifetimes));
  }
}

}  // namespace
}  // namespace ingot::compiler
