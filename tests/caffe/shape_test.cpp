#include "caffe/model/shape.h"

#include "caffe/model/pooled_extent.h"
#include "caffe/model/window.h"
#include "tests/caffe/text.h"

namespace ingot::caffe {
namespace {

using Values = std::vector<int64_t>;

proto::LayerParameter layer_of(const std::string& parameter) {
  return net_of("layer { " + parameter + " }").layer(0);
}

Shape reshape(const Shape& input, const std::string& parameter) {
  return reshaped(input, layer_of("reshape_param { " + parameter + " }").reshape_param());
}

TEST(Shape, ReshapesWithCopiesAndOneInferredExtent) {
  EXPECT_EQ(reshape({2, 3, 4, 5}, "shape { dim: 0 dim: -1 }"), Shape({2, 60}));
  EXPECT_EQ(reshape({2, 3, 4, 5}, "shape { dim: -1 } axis: 1 num_axes: 2"), Shape({2, 12, 5}));
  EXPECT_EQ(reshape({2, 3}, "shape { dim: 1 dim: 3 } axis: 1"), Shape({2, 1, 3}));
  EXPECT_EQ(reshape({2, 3}, "shape { dim: 1 } axis: -1 num_axes: 0"), Shape({2, 3, 1}));
}

TEST(Shape, RefusesImpossibleReshapes) {
  EXPECT_THROW(reshape({2, 3}, "shape { dim: 5 }"), Error);
  EXPECT_THROW(reshape({2, 3}, "shape { dim: -1 dim: 4 }"), Error);
  EXPECT_THROW(reshape({2, 3}, "shape { dim: -1 dim: -1 }"), Error);
  EXPECT_THROW(reshape({2, 3}, "shape { dim: 2 dim: 3 dim: 0 }"), Error);
  EXPECT_THROW(reshape({2, 3}, "shape { dim: 2 } axis: 3"), Error);
  EXPECT_THROW(reshape({2, 3}, "shape { dim: 3 } axis: 1 num_axes: 2"), Error);
}

TEST(Shape, FlattensBetweenAxes) {
  EXPECT_EQ(flattened({2, 3, 4, 5}, 1, -1), Shape({2, 60}));
  EXPECT_EQ(flattened({2, 3, 4, 5}, 1, 2), Shape({2, 12, 5}));
  EXPECT_THROW(flattened({2, 3, 4}, 2, 1), Error);
  EXPECT_THROW(flattened({2, 3}, 2, -1), Error);
}

TEST(Shape, CountsAxesFromTheEnd) {
  EXPECT_EQ(canonical_axis(-1, 4), 3);
  EXPECT_THROW(canonical_axis(4, 4), Error);
  EXPECT_THROW(canonical_axis(-5, 4), Error);
}

TEST(Shape, RefusesCountsThatOverflow) {
  EXPECT_THROW(element_count({1LL << 40, 1LL << 40}), Error);
  EXPECT_THROW(element_count({2, 0}), Error);
}

TEST(Shape, CompletesPermutations) {
  const auto order = [](const std::string& text) {
    return permutation(layer_of("permute_param { " + text + " }").permute_param(), 4);
  };
  EXPECT_EQ(order("order: 0 order: 2 order: 3 order: 1"), (std::vector<int>{0, 2, 3, 1}));
  EXPECT_EQ(order("order: 2"), (std::vector<int>{2, 0, 1, 3}));
  EXPECT_THROW(order("order: 1 order: 1"), Error);
  EXPECT_THROW(order("order: 4"), Error);
}

TEST(Shape, CutsSlices) {
  const auto cut = [](const std::string& text, int tops) {
    return slice_extents(10, layer_of("slice_param { " + text + " }").slice_param(), tops);
  };
  EXPECT_EQ(cut("", 5), Values({2, 2, 2, 2, 2}));
  EXPECT_EQ(cut("slice_point: 1 slice_point: 4", 3), Values({1, 3, 6}));
  EXPECT_THROW(cut("", 3), Error);
  EXPECT_THROW(cut("slice_point: 1", 3), Error);
  EXPECT_THROW(cut("slice_point: 4 slice_point: 4", 3), Error);
  EXPECT_THROW(cut("slice_point: 4 slice_point: 10", 3), Error);
}

TEST(Window, ReadsBothForms) {
  const auto window = [](const std::string& text, int axes) {
    return convolution_window(layer_of("convolution_param { " + text + " }").convolution_param(),
                              axes);
  };
  const Window square = window("kernel_size: 3 pad: 1", 2);
  EXPECT_EQ(square.kernel, Values({3, 3}));
  EXPECT_EQ(square.stride, Values({1, 1}));
  EXPECT_EQ(square.pad, Values({1, 1}));
  EXPECT_EQ(window("kernel_size: 3 kernel_size: 5", 2).kernel, Values({3, 5}));
  EXPECT_EQ(window("kernel_h: 1 kernel_w: 7 pad_h: 0 pad_w: 3", 2).pad, Values({0, 3}));
  EXPECT_EQ(window("kernel_size: 2", 3).kernel, Values({2, 2, 2}));
  EXPECT_THROW(window("", 2), Error);
  EXPECT_THROW(window("kernel_size: 3 kernel_h: 3 kernel_w: 3", 2), Error);
  EXPECT_THROW(window("kernel_h: 3", 2), Error);
  EXPECT_THROW(window("kernel_size: 3 stride: 0", 2), Error);
  EXPECT_THROW(window("kernel_size: 1 kernel_size: 1 kernel_size: 1", 2), Error);
}

TEST(Window, PoolsTheWholeImageWhereGlobal) {
  const auto window = [](const std::string& text) {
    return pooling_window(layer_of("pooling_param { " + text + " }").pooling_param(), 6, 7);
  };
  EXPECT_EQ(window("global_pooling: true").kernel, Values({6, 7}));
  EXPECT_THROW(window("global_pooling: true kernel_size: 2"), Error);
  EXPECT_THROW(window("global_pooling: true stride: 2"), Error);
  EXPECT_THROW(window("kernel_size: 2 pad: 2"), Error);
}

TEST(PooledExtent, FollowsCaffesRounding) {
  const auto pooled = [](int64_t extent, int64_t kernel, int64_t stride, int64_t pad, bool up) {
    return pooled_extent({extent, kernel, stride, pad}, up);
  };
  EXPECT_EQ(pooled(32, 3, 2, 0, true), 16);
  EXPECT_EQ(pooled(32, 3, 2, 0, false), 15);
  EXPECT_EQ(pooled(112, 3, 2, 0, true), 56);
  EXPECT_EQ(pooled(24, 2, 2, 0, true), 12);
  // ceil((4 + 2 - 2) / 3) + 1 = 3, but the third window would start at 6, beyond 4 + 1.
  EXPECT_EQ(pooled(4, 2, 3, 1, true), 2);
  EXPECT_EQ(pooled(2, 3, 1, 0, true), 0);
}

}  // namespace
}  // namespace ingot::caffe
