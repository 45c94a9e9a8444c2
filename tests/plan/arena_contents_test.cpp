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

TEST(ArenaContents, NothingOverlapsNothing) {
  ArenaContents arena;
  arena.hold(0, 64, 64, false);
  arena.hold(1, 64, 0, false);
  arena.overwrite(64, 0);
  EXPECT_TRUE(arena.holds(0) && arena.holds(1));
}

}  // namespace
}  // namespace ingot::plan
