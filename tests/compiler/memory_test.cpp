#include "compiler/memory.h"

#include <gtest/gtest.h>

#include <random>

#include "base/bytes.h"

namespace ingot::compiler {
namespace {

std::vector<MemoryBlock> single(const std::vector<Lifetime>& lifetimes) {
  std::vector<MemoryBlock> blocks;
  blocks.reserve(lifetimes.size());
  for (const Lifetime& lifetime : lifetimes) blocks.push_back({{lifetime}});
  return blocks;
}

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
  const MemoryPlan plan = plan_memory(single(chain));
  expect_valid(chain, plan);
  EXPECT_EQ(plan.arena_size, 960U);
  EXPECT_EQ(largest_live_set(single(chain)), 960U);
}

TEST(Memory, LargestFirstIsNotAlwaysTheBestOrder) {
  const std::vector<Lifetime> lifetimes{
      {320, 1, 2}, {192, 1, 3}, {256, 1, 3}, {320, 3, 6}, {320, 5, 6}};
  const MemoryPlan plan = plan_memory(single(lifetimes));
  expect_valid(lifetimes, plan);
  EXPECT_EQ(largest_live_set(single(lifetimes)), 768U);
  EXPECT_EQ(plan.arena_size, 768U);
}

TEST(Memory, WhatGrowsLayerByLayerNeedsItsLargestLiveSet) {
  // Dense blocks: each joins what there is, 64 bytes more than before, and what it makes of that.
  constexpr size_t kSteps = 4;
  for (const size_t layers : {4, 5, 6, 8, 24}) {
    std::vector<Lifetime> lifetimes{{128, 0, kSteps}};
    for (size_t layer = 0; layer < layers; ++layer) {
      const uint64_t joined = 64 * (2 + layer);
      const size_t step = kSteps * layer;
      lifetimes.push_back({joined, step + 1, step + 2});
      lifetimes.push_back({256, step + 2, step + 3});
      lifetimes.push_back({64, step + 3, step + kSteps});
      lifetimes.push_back({joined + 64, step + kSteps, step + 2 * kSteps});
    }
    const MemoryPlan plan = plan_memory(single(lifetimes));
    expect_valid(lifetimes, plan);
    EXPECT_EQ(plan.arena_size, largest_live_set(single(lifetimes))) << layers;
  }
}

TEST(Memory, APieceThatIsNotYetWrittenIsFree) {
  // Parts of a whole: [0, 64) from step 0, [64, 128) from step 2; all of it up to step 3.
  const MemoryBlock whole{{{64, 0, 2, 0}, {64, 2, 2, 64}, {128, 2, 3, 0}}};
  const std::vector<MemoryBlock> blocks{whole, {{{64, 0, 1}}}};
  EXPECT_EQ(largest_live_set(blocks), 128U);
  const MemoryPlan plan = plan_memory(blocks);
  EXPECT_EQ(plan.offsets, (std::vector<uint64_t>{0, 64}));
  EXPECT_EQ(plan.arena_size, 128U);
}

TEST(Memory, PiecesThatOverlapCountOnce) {
  const std::vector<MemoryBlock> blocks{{{{128, 0, 1}, {128, 1, 2}}}};
  EXPECT_EQ(largest_live_set(blocks), 128U);
  EXPECT_EQ(plan_memory(blocks).arena_size, 128U);
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
    const MemoryPlan plan = plan_memory(single(lifetimes));
    expect_valid(lifetimes, plan);
    EXPECT_GE(plan.arena_size, largest_live_set(single(lifetimes)));
  }
}

}  // namespace
}  // namespace ingot::compiler
