#include "plan/arena_use.h"

#include <gtest/gtest.h>

#include "tests/support/engines.h"

namespace ingot::plan {
namespace {

using Bytes = std::vector<uint64_t>;

/// A plan of steps over tensors of the arena, of which only places are looked at.
class ArenaUse : public testing::Test {
 protected:
  uint32_t tensor(Storage storage, uint64_t offset, uint64_t size) {
    Tensor& tensor = plan_.tensors.emplace_back();
    tensor.storage = storage;
    tensor.offset = offset;
    tensor.size = size;
    return static_cast<uint32_t>(plan_.tensors.size() - 1);
  }

  uint32_t tensor(uint64_t offset, uint64_t size) { return tensor(Storage::kArena, offset, size); }

  void step(std::vector<uint32_t> inputs, std::vector<uint32_t> outputs, uint64_t workspace = 0) {
    plan_.steps.push_back({"",
                           ir::identity_op(),
                           "",
                           {},
                           std::move(inputs),
                           std::move(outputs),
                           4096,
                           workspace,
                           {}});
  }

  Plan plan_;
};

TEST_F(ArenaUse, ATensorLivesFromItsWriterToItsLastReader) {
  const uint32_t a = tensor(0, 64), b = tensor(64, 128), c = tensor(192, 256);
  step({}, {a});
  step({a}, {b});
  step({b}, {c});
  step({a, c}, {});
  EXPECT_EQ(live_bytes(plan_), (Bytes{64, 192, 64 + 128 + 256, 64 + 256}));
}

TEST_F(ArenaUse, AWorkspaceLivesDuringItsStep) {
  const uint32_t a = tensor(0, 64);
  step({}, {a}, 640);
  step({a}, {});
  EXPECT_EQ(live_bytes(plan_), (Bytes{704, 64}));
}

TEST_F(ArenaUse, WhatStepsOfOneLaunchUseLivesDuringAllOfIt) {
  const uint32_t a = tensor(0, 64), b = tensor(64, 128), c = tensor(192, 256);
  step({}, {a});
  step({a}, {b});
  step({}, {c});
  step({b, c}, {});
  plan_.steps[2].is_with_previous = true;
  EXPECT_EQ(live_bytes(plan_), (Bytes{64, 448, 448, 128 + 256}));
}

TEST_F(ArenaUse, BytesThatSeveralHoldCountOnce) {
  const uint32_t left = tensor(0, 64), right = tensor(64, 64), whole = tensor(0, 128);
  const uint32_t view = tensor(0, 128);
  step({}, {left});
  step({}, {right});
  step({left, right}, {whole});
  step({whole}, {view});
  step({view}, {});
  EXPECT_EQ(live_bytes(plan_), (Bytes{64, 128, 128, 128, 128}));
}

TEST_F(ArenaUse, ATensorThatNobodyReadsLivesAtItsStep) {
  step({}, {tensor(0, 64)});
  step({}, {tensor(0, 128)});
  EXPECT_EQ(live_bytes(plan_), (Bytes{64, 128}));
}

TEST_F(ArenaUse, WhatLiesElsewhereIsNotOfTheArena) {
  const uint32_t binding = tensor(Storage::kBinding, 0, 0);
  step({tensor(Storage::kWeights, 0, 640)}, {binding});
  EXPECT_EQ(live_bytes(plan_), Bytes{0});
}

}  // namespace
}  // namespace ingot::plan
