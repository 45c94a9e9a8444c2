#include "compiler/timing_cache.h"

#include <gtest/gtest.h>

#include "compiler/timing_cache_file.h"
#include "tests/support/plans.h"

namespace ingot::compiler {
namespace {

TEST(TimingCache, KeepsTheFirstTime) {
  TimingCache cache;
  const TimingKey key = timing_key("problem", "tactic");
  EXPECT_EQ(cache.find(key), std::nullopt);
  cache.insert(key, 2);
  cache.insert(key, 3);
  EXPECT_EQ(cache.find(key), 2);
  EXPECT_EQ(cache.find(timing_key("problem", "other")), std::nullopt);
  EXPECT_EQ(cache.find(timing_key("other", "tactic")), std::nullopt);
}

TEST(TimingCache, AddsWhatIsNotKnown) {
  TimingCache cache, other;
  cache.insert(timing_key("p", "a"), 1);
  other.insert(timing_key("p", "a"), 9);
  other.insert(timing_key("p", "b"), 2);
  other.insert(timing_key("q", "a"), 3);
  cache.add(other.timings());
  EXPECT_EQ(cache.find(timing_key("p", "a")), 1);
  EXPECT_EQ(cache.find(timing_key("p", "b")), 2);
  EXPECT_EQ(cache.find(timing_key("q", "a")), 3);
}

TEST(TimingCache, PreferredIsTheQuickest) {
  TimingCache cache;
  cache.insert(timing_key("p", "a"), 1);
  cache.insert(timing_key("p", "b"), 2);
  cache.insert(timing_key("p", "c"), 8);
  EXPECT_FALSE(cache.prefer(timing_key("p", "d"), 1));
  EXPECT_FALSE(cache.prefer(timing_key("q", "a"), 1));
  EXPECT_TRUE(cache.prefer(timing_key("p", "b"), 4));
  EXPECT_EQ(cache.find(timing_key("p", "b")), 4);
  EXPECT_GT(cache.find(timing_key("p", "a")), 4);
  EXPECT_EQ(cache.find(timing_key("p", "c")), 8);
}

TEST(TimingCache, TextShowsBytesInOrder) {
  const TimingKey key{{{0x0807060504030201U, 0x100f0e0d0c0b0a09U}}, 0xabc};
  EXPECT_EQ(to_string(key), "key 0x0102030405060708090a0b0c0d0e0f10, tactic 0x0000000000000abc");
}

/// The plan of a network on this machine, with nothing measured that `cache` knows.
std::vector<std::byte> build(TimingCache& cache, TimingCacheUse use) {
  Settings settings = test::batch_settings(4);
  settings.timing_cache = &cache;
  settings.timing_cache_use = use;
  return test::file_of(compile(ir::from_text(test::kSmallNetwork), settings));
}

TEST(TimingCache, SecondBuildMeasuresNothingAndIsTheSame) {
  for (int round = 0; round < 10; ++round) {
    TimingCache cache({origin_on(backend::cpu::device()), {}});
    const auto first = build(cache, TimingCacheUse::kExtend);
    ASSERT_FALSE(cache.timings().problems.empty());
    TimingCache loaded(read_timings(write_timings(cache.timings())));
    EXPECT_EQ(build(loaded, TimingCacheUse::kRequire), first);
    EXPECT_EQ(loaded.timings(), cache.timings());
  }
}

}  // namespace
}  // namespace ingot::compiler
