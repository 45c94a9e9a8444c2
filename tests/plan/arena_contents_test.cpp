#include "plan/arena_contents.h"

#include <gtest/gtest.h>

namespace ingot::plan {
namespace {

TEST(ArenaContents, AnOverlapOfOneByteLosesATensor) {
  ArenaContents arena;
  arena.hold(0, 0, 64, false);
  arena.hold(1, 64, 64, false);
  EXPECT_TRUE(arena.holds(0) && arena.holds(1));
  arena.hold(2, 127, 64, false);
  EXPECT_TRUE(arena.holds(0) && arena.holds(2));
  EXPECT_FALSE(arena.holds(1));
  arena.overwrite(63, 1);
  EXPECT_FALSE(arena.holds(0));
  arena.overwrite(0, 1000);
  EXPECT_FALSE(arena.holds(2));
  EXPECT_FALSE(arena.holds(77));
}

TEST(ArenaContents, AViewLiesBesideWhatItViews) {
  ArenaContents arena;
  arena.hold(0, 64, 64, false);
  arena.hold(1, 64, 64, true);
  EXPECT_TRUE(arena.holds(0) && arena.holds(1));
  arena.hold(2, 64, 128, true);  // not the same bytes
  EXPECT_FALSE(arena.holds(0) || arena.holds(1));
  EXPECT_TRUE(arena.holds(2));
}

TEST(ArenaContents, ColumnsOfOnePitchLieBesideEachOther) {
  ArenaContents arena;
  arena.hold_columns(0, 1000, 500, 32, 128);
  arena.hold_columns(1, 1032, 500, 64, 128);
  arena.hold_columns(2, 1096, 400, 32, 128);
  EXPECT_TRUE(arena.holds(0) && arena.holds(1) && arena.holds(2));
  arena.overwrite(1531, 1);
  EXPECT_FALSE(arena.holds(0) || arena.holds(1) || arena.holds(2));
}

TEST(ArenaContents, AnEarlierColumnMayComeLast) {
  ArenaContents arena;
  arena.hold_columns(0, 1096, 400, 32, 128);
  arena.hold_columns(1, 1000, 500, 96, 128);
  EXPECT_TRUE(arena.holds(0) && arena.holds(1));
}

TEST(ArenaContents, ColumnsThatOverlapAreLost) {
  for (const uint64_t offset : {999U, 1000U, 1031U, 1127U, 1128U}) {
    ArenaContents arena;
    arena.hold_columns(0, 1000, 500, 32, 128);
    arena.hold_columns(1, offset, 500, 32, 128);
    EXPECT_FALSE(arena.holds(0)) << offset;
    EXPECT_TRUE(arena.holds(1)) << offset;
  }
}

TEST(ArenaContents, ColumnsOfAnotherPitchOverlap) {
  ArenaContents arena;
  arena.hold_columns(0, 1000, 500, 32, 128);
  arena.hold_columns(1, 1032, 500, 32, 256);
  EXPECT_FALSE(arena.holds(0));
  arena.hold(2, 1064, 32, false);
  EXPECT_FALSE(arena.holds(1));
  EXPECT_TRUE(arena.holds(2));
  arena.hold_columns(3, 1000, 500, 32, 128);
  EXPECT_FALSE(arena.holds(2));
}

TEST(ArenaContents, AViewOfAColumnIsLostWithIt) {
  ArenaContents arena;
  arena.hold_columns(0, 1000, 500, 32, 128);
  arena.hold(1, 1000, 500, true);
  EXPECT_FALSE(arena.holds(0));
  arena.hold_columns(2, 1064, 436, 32, 128);
  EXPECT_FALSE(arena.holds(1));
}

TEST(ArenaContents, NothingOverlapsNothing) {
  ArenaContents arena;
  arena.hold(0, 64, 64, false);
  arena.hold(1, 64, 0, false);
  arena.overwrite(64, 0);
  EXPECT_TRUE(arena.holds(0) && arena.holds(1));
}

}  // namespace
}  // namespace ingot::plan
