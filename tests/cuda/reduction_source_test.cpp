#include "backend/cuda/generate/reduction_source.h"

#include <gmock/gmock.h>

#include "backend/cuda/nvrtc.h"
#include "tests/cuda/sources.h"

namespace ingot::test {
namespace {

using backend::cuda::reduction_source;
using backend::cuda::supports_reduction_source;
using ir::Format;
using ops::ReduceOperation;
using testing::HasSubstr;

/// Over the pixels of images.
backend::Problem pooled(Format from, Format to) {
  return reduction(ReduceOperation::kAverage, {2, 3}, tensor({2, 24, 7, 7}, from),
                   tensor({2, 24, 1, 1}, to));
}

TEST(ReductionSource, CompilesForAllGpus) {
  if (!backend::cuda::nvrtc::why_not().empty()) GTEST_SKIP() << backend::cuda::nvrtc::why_not();
  for (const int capability : {75, 80, 86, 89, 90, 100, 120}) {
    if (!backend::cuda::nvrtc::why_not_for(capability).empty()) continue;
    for (const auto operation : {ReduceOperation::kSum, ReduceOperation::kProduct,
                                 ReduceOperation::kMax, ReduceOperation::kMin}) {
      SCOPED_TRACE(testing::Message() << capability << ", operation " << int(operation));
      const auto rows =
          reduction(operation, {-1}, tensor({3, 5, 64}, Format::kHalf), tensor({3, 5}));
      EXPECT_NO_THROW(backend::cuda::nvrtc::compile(reduction_source(rows, 32).text, capability));
    }
    const auto images = pooled(Format::kHalfChannelsLast, Format::kChannelsLast);
    EXPECT_NO_THROW(backend::cuda::nvrtc::compile(reduction_source(images, 8).text, capability));
  }
}

TEST(ReductionSource, HoldsNeighboursWherePartsAreApart) {
  const auto last = reduction_source(pooled(Format::kHalfChannelsLast, Format::kHalf), 8);
  EXPECT_EQ(last.vector_outputs, 8);
  EXPECT_EQ(last.vectors_block, last.elements_block * 8);
  EXPECT_EQ(last.reads_vectors, std::vector<bool>{true});
  const auto rows = reduction_source(pooled(Format::kLinear, Format::kLinear), 8);
  EXPECT_EQ(rows.vector_outputs, 1);
  EXPECT_EQ(rows.reads_vectors, std::vector<bool>{false}) << "rows of 49 begin anywhere";
}

TEST(ReductionSource, IsTheSameForBatches) {
  const auto text = [](int64_t batch) {
    return reduction_source(
               reduction(ReduceOperation::kSum, {1}, tensor({batch, 24, 7}), tensor({batch, 7})), 1)
        .text;
  };
  EXPECT_EQ(text(2), text(9));
}

TEST(ReductionSource, RefusesWithReasons) {
  const auto reason = [](const backend::Problem& problem) {
    return supports_reduction_source(problem).reason();
  };
  const auto integers = tensor({2, 3}, Format::kLinear, ir::DataType::kInt32);
  EXPECT_THAT(reason(reduction(ReduceOperation::kSum, {1}, integers, tensor({2}))),
              HasSubstr("takes f32, f16 and bf16"));
  EXPECT_THAT(reason(pooled(Format::kBlocked8, Format::kLinear)),
              HasSubstr("takes f32, f16 and bf16"));
  EXPECT_EQ(reason(pooled(Format::kHalfChannelsLast, Format::kLinear)), "");
}

}  // namespace
}  // namespace ingot::test
