// Plans hold workspace for all shapes of a range by asking at its ends: it never falls in between.
#include <gtest/gtest.h>

#include "backend/cpu/device.h"
#include "ops/convolution.h"

namespace ingot {
namespace {

using backend::Problem;

Problem convolution(int64_t batch, ir::Format format) {
  const auto image = [&](int64_t side) {
    return ir::TensorType{ir::DataType::kFloat32, {batch, 16, side, side}, format};
  };
  const ir::TensorType filters{ir::DataType::kFloat32, {16, 16, 3, 3}};
  return {.op = ir::Op(ops::Convolution{
              .stride = {1, 1}, .dilation = {1, 1}, .pad_begin = {0, 0}, .pad_end = {0, 0}}),
          .inputs = {image(18), filters},
          .outputs = {image(16)},
          .is_constant = {false, true},
          .device = backend::cpu::device().info().identity};
}

uint64_t workspace(const backend::Tactic& tactic, const backend::Configuration& configuration,
                   int64_t batch, ir::Format format) {
  return tactic.prepare(convolution(batch, format), configuration)->workspace_size();
}

TEST(Workspace, DoesNotFallAsBatchesGrow) {
  size_t count = 0;
  for (const backend::Tactic* tactic : backend::cpu::device().tactics("convolution")) {
    for (const ir::Format format : backend::cpu::device().formats()) {
      const Problem problem = convolution(1, format);
      if (!tactic->supports(problem)) continue;
      for (const auto& configuration : tactic->configurations(problem)) {
        uint64_t last = 0;
        for (int64_t batch = 1; batch <= 48; ++batch) {
          const uint64_t size = workspace(*tactic, configuration, batch, format);
          EXPECT_GE(size, last) << tactic->name() << ", batch " << batch;
          last = size;
        }
        ++count;
      }
    }
  }
  EXPECT_GT(count, 5U);
}

}  // namespace
}  // namespace ingot
