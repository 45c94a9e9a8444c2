// Averages over many positive cells stay within the accuracy of a sum.

#include <gtest/gtest.h>

#include <cmath>

#include "ops/pooling.h"
#include "run_tactic.h"

namespace ingot::backend::cpu {
namespace {

constexpr int64_t kChannels = 1024;
constexpr int64_t kExtent = 14;

std::vector<float> positive_values() {
  std::mt19937 engine(7);
  std::vector<float> values(kChannels * kExtent * kExtent);
  for (float& value : values) value = static_cast<float>(engine() >> 8) * 0x1p-24F;
  return values;
}

/// Of the 14² cells of each channel, in a tensor of blocks of `block` channels.
std::vector<double> averages(const std::vector<float>& values, int64_t block) {
  constexpr int64_t kCells = kExtent * kExtent;
  std::vector<double> result(kChannels);
  for (int64_t i = 0; i < kChannels * kCells; ++i) {
    const int64_t channel = i / (kCells * block) * block + i % block;
    result[static_cast<size_t>(channel)] += values[static_cast<size_t>(i)] / double{kCells};
  }
  return result;
}

TEST(AveragePooling, LosesLittleInLargeWindows) {
  const ir::Op op(ops::Pooling{.kind = ops::PoolingKind::kAverage,
                               .window = {kExtent, kExtent},
                               .stride = {1, 1},
                               .pad_begin = {0, 0},
                               .pad_end = {0, 0}});
  const std::vector<float> values = positive_values();
  ir::Tensor input = ir::make_tensor({1, kChannels, kExtent, kExtent}, values);
  int launches = 0;
  for (const ir::Format format : device().formats()) {
    input.type.format = format;
    Problem problem = make_problem(op, {input});
    problem.outputs[0].format = format;
    const std::vector<double> expected =
        averages(values, format == ir::Format::kLinear ? 1 : block_of(format));
    for (const Tactic* tactic : device().tactics(ops::Pooling::kName)) {
      if (tactic->is_fallback() || !tactic->supports(problem)) continue;
      const std::vector<float> result = run_tactic(*tactic, problem, {input});
      for (size_t i = 0; i < result.size(); ++i) {
        ASSERT_LE(std::abs(result[i] - expected[i]), 5 * 0x1p-23 * expected[i])
            << tactic->name() << ", channel " << i;
      }
      ++launches;
    }
  }
  EXPECT_EQ(launches, 2);
}

}  // namespace
}  // namespace ingot::backend::cpu
