#include "backend/cuda/generate/operand_index.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ir/blocked.h"
#include "ops/elements.h"
#include "tests/cuda/sources.h"

namespace ingot::test {
namespace {

using backend::cuda::OperandIndex;
using ir::Format;
using Reading = OperandIndex::Reading;

/// Where elements lie in memory, by their row-major number.
std::vector<int64_t> places_of(const ir::TensorType& type) {
  std::vector<int64_t> places(static_cast<size_t>(ir::num_elements(type.shape).value()));
  ir::for_each_stored(
      type, [&](int64_t at, int64_t stored) { places[static_cast<size_t>(at)] = stored; });
  return places;
}

int64_t value_of(const OperandIndex& index, int64_t i) {
  int64_t sum = 0;
  for (const OperandIndex::Term& term : index.terms()) {
    int64_t at = i / term.divisor;
    if (term.modulus != 0) at %= term.modulus;
    if (term.last >= 0) at = std::min(at, term.last);
    sum += at * term.stride;
  }
  return sum;
}

/// Every element of the result finds its operand's; what fills channels up finds any.
void expect_places(const ir::TensorType& operand, const ir::TensorType& result) {
  SCOPED_TRACE(testing::Message() << operand << " beside " << result);
  const OperandIndex index(operand, result);
  const std::vector<int64_t> from = places_of(operand);
  const std::vector<int64_t> to = places_of(result);
  const std::vector<int64_t> broadcast =
      ops::broadcast_indices(ir::numbers(operand.shape), ir::numbers(result.shape));
  for (size_t i = 0; i < to.size(); ++i) {
    ASSERT_EQ(value_of(index, to[i]), from[static_cast<size_t>(broadcast[i])]) << "element " << i;
  }
  const int64_t filled = ir::num_elements(filled_shape(result)).value();
  const int64_t own = ir::num_elements(filled_shape(operand)).value();
  for (int64_t i = 0; i < filled; ++i) {
    ASSERT_GE(value_of(index, i), 0);
    ASSERT_LT(value_of(index, i), own) << "place " << i;
  }
}

const std::vector<std::vector<int64_t>> kShapes{
    {2, 3, 4, 5}, {1, 3, 4, 5}, {2, 1, 4, 5}, {2, 3, 1, 1}, {1, 3, 1, 1},
    {1, 1, 4, 5}, {1, 1, 1, 5}, {2, 1, 1, 1}, {2, 3, 1, 5}, {1, 1, 1, 1},
    {4, 5},       {5},          {},           {3, 1, 1},    {3, 4, 5}};

TEST(OperandIndex, FindsElementsOfRowMajorTensors) {
  for (const auto& shape : kShapes) expect_places(tensor(shape), tensor({2, 3, 4, 5}));
}

TEST(OperandIndex, FindsConstantsBesideChannelsThatLieLast) {
  for (const auto& shape : kShapes) {
    expect_places(tensor(shape), tensor({2, 3, 4, 5}, Format::kChannelsLast));
  }
}

TEST(OperandIndex, FindsElementsWhoseChannelsLieLast) {
  for (const int64_t channels : {1, 3, 8, 24}) {
    const auto result = tensor({2, channels, 4, 5}, Format::kChannelsLast);
    for (std::vector<int64_t> shape : kShapes) {
      if (shape.size() < 3) continue;  // no image
      int64_t& own = shape[shape.size() - 3];
      own = own == 1 ? 1 : channels;
      expect_places(tensor(shape, Format::kHalfChannelsLast), result);
      expect_places(tensor(shape, Format::kBFloatChannelsLast), result);
    }
  }
}

Reading reading(const ir::TensorType& operand, const ir::TensorType& result, int64_t length) {
  return OperandIndex(operand, result).reading(length);
}

TEST(OperandIndex, ReadsVectorsWhereTheyAreWhole) {
  const auto image = tensor({2, 64, 14, 14});
  EXPECT_EQ(reading(tensor({1, 3, 5}), tensor({1, 3, 5}), 4), Reading::kVector);
  EXPECT_EQ(reading(image, image, 4), Reading::kVector);
  EXPECT_EQ(reading(tensor({1, 64, 14, 14}), image, 4), Reading::kVector);
  EXPECT_EQ(reading(tensor({64, 1, 1}), image, 4), Reading::kSame);
  EXPECT_EQ(reading(tensor({1}), image, 4), Reading::kSame);
  EXPECT_EQ(reading(tensor({64, 1, 1}), image, 8), Reading::kElements);  // 196 is no multiple of 8
  EXPECT_EQ(reading(tensor({14}), image, 4), Reading::kElements);
  EXPECT_EQ(reading(tensor({10, 1, 16}), tensor({10, 3, 16}), 8), Reading::kVector);
}

TEST(OperandIndex, ReadsVectorsOfChannels) {
  const auto image = tensor({2, 64, 7, 7}, Format::kHalfChannelsLast);
  const auto few = tensor({2, 3, 7, 7}, Format::kHalfChannelsLast);
  EXPECT_EQ(reading(image, image, 8), Reading::kVector);
  EXPECT_EQ(reading(tensor({64, 1, 1}), image, 8), Reading::kVector);
  EXPECT_EQ(reading(tensor({2, 64, 1, 1}, Format::kHalfChannelsLast), image, 8), Reading::kVector);
  EXPECT_EQ(reading(tensor({2, 1, 7, 7}, Format::kHalfChannelsLast), image, 8), Reading::kSame);
  EXPECT_EQ(reading(few, few, 8), Reading::kVector);
  EXPECT_EQ(reading(tensor({3, 1, 1}), few, 8), Reading::kElements);
}

TEST(OperandIndex, SaysItInTheTextOfAnExpression) {
  const auto image = tensor({2, 64, 14, 14});
  EXPECT_EQ(OperandIndex(image, image).text("U"), "i");
  EXPECT_EQ(OperandIndex(tensor({}), image).text("U"), "0");
  EXPECT_EQ(OperandIndex(tensor({64, 1, 1}), image).text("U"), "i / 196U % 64U");
  EXPECT_EQ(OperandIndex(tensor({2, 1, 1, 14}), image).text("ULL"),
            "i % 14ULL + i / 12544ULL * 14ULL");
  EXPECT_EQ(OperandIndex(tensor({3, 1, 1}), tensor({2, 3, 4, 5}, Format::kChannelsLast)).text("U"),
            "min(Index(i % 8U), Index(2))");
}

}  // namespace
}  // namespace ingot::test
