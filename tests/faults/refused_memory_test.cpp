// Memory that is refused at one allocation after the other, from the definition of a network to its
// answer: each time an error is told, and everything is given back.
#include "tests/faults/refused_memory.h"

#include <gtest/gtest.h>

#include "tests/faults/whole_run.h"

namespace ingot::test {
namespace {

#ifdef INGOT_CAN_REFUSE_MEMORY

const std::vector<float> kAnswer(4, 83.25F);
const std::vector<int32_t> kSums{2, 4, 6, 8};

struct Outcome {
  bool is_refused = false;
  bool succeeds = false;
  int errors = 0;
};

Outcome run(WholeRun& whole, size_t refused, Refusal refusal) {
  ErrorCount errors;
  refuse_memory(refused, refusal);
  const bool succeeds = whole.succeeds(errors);
  return {grant_memory(), succeeds, errors.count};
}

/// One allocation refused after the other, until a run needs no more; returns their number.
size_t refuse_each(Refusal refusal) {
  WholeRun whole;
  for (size_t number = 1;; ++number) {
    const Outcome outcome = run(whole, number, refusal);
    // A run that succeeds had a way without the memory, such as a stream without a worker.
    EXPECT_TRUE(outcome.succeeds || outcome.errors > 0) << "allocation " << number;
    if (outcome.succeeds) {
      EXPECT_EQ(whole.answer(), kAnswer) << "allocation " << number;
      EXPECT_EQ(whole.sums(), kSums) << "allocation " << number;
    }
    if (!outcome.is_refused) return number;
  }
}

/// Blocks that a run leaves behind, at least, in many: threads that start or end keep some.
size_t left_behind(WholeRun& whole, size_t refused) {
  size_t least = SIZE_MAX;
  for (int i = 0; i < 50 && least > 0; ++i) {
    const size_t before = blocks_in_use();
    run(whole, refused, Refusal::kOnce);
    const size_t after = blocks_in_use();
    least = std::min(least, after > before ? after - before : 0);
  }
  return least;
}

TEST(RefusedMemory, IsAnErrorAtEachAllocation) {
  const size_t allocations = refuse_each(Refusal::kOnce);
  EXPECT_GT(allocations, 1000U);
}

TEST(RefusedMemory, IsAnErrorWhereNoneComesBack) {
  const size_t allocations = refuse_each(Refusal::kFromThenOn);
  EXPECT_GT(allocations, 1000U);
}

TEST(RefusedMemory, LeavesNothingBehind) {
  const size_t allocations = refuse_each(Refusal::kOnce);  // all that is made once is there
  WholeRun whole;
  for (size_t number = 1; number <= allocations; ++number) {
    EXPECT_EQ(left_behind(whole, number), 0U) << "allocation " << number;
  }
}

#else

TEST(RefusedMemory, NeedsAnAllocatorOfItsOwn) { GTEST_SKIP() << "a sanitizer has the allocator"; }

#endif

}  // namespace
}  // namespace ingot::test
