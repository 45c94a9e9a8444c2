#include "caffe/model/upgrade.h"

#include "tests/caffe/text.h"

namespace ingot::caffe {
namespace {

proto::NetParameter upgraded(const std::string& text) {
  proto::NetParameter net = net_of(text);
  upgrade(net);
  return net;
}

TEST(Upgrade, TurnsV1LayersIntoLayers) {
  const auto net = upgraded(
      "layers {\n name: \"ip\" type: INNER_PRODUCT bottom: \"a\" top: \"b\" blobs_lr: 1\n"
      " include { phase: TEST } inner_product_param { num_output: 7 }\n}\n");
  ASSERT_EQ(net.layer_size(), 1);
  EXPECT_EQ(net.layers_size(), 0);
  const auto& layer = net.layer(0);
  EXPECT_EQ(layer.name(), "ip");
  EXPECT_EQ(layer.type(), "InnerProduct");
  EXPECT_EQ(layer.bottom(0), "a");
  EXPECT_EQ(layer.top(0), "b");
  EXPECT_EQ(layer.include(0).phase(), proto::TEST);
  EXPECT_EQ(layer.inner_product_param().num_output(), 7U);
  EXPECT_EQ(layer.source_line(), 1);
}

TEST(Upgrade, KnowsEveryV1Type) {
  using V1 = proto::V1LayerParameter;
  EXPECT_STREQ(current_type(V1::ABSVAL), "AbsVal");
  EXPECT_STREQ(current_type(V1::DECONVOLUTION), "Deconvolution");
  EXPECT_STREQ(current_type(V1::SOFTMAX_LOSS), "SoftmaxWithLoss");
  EXPECT_STREQ(current_type(V1::HDF5_DATA), "HDF5Data");
  EXPECT_STREQ(current_type(V1::RELU), "ReLU");
  EXPECT_STREQ(current_type(V1::ELTWISE), "Eltwise");
  EXPECT_STREQ(current_type(V1::SLICE), "Slice");
}

TEST(Upgrade, RefusesBothForms) {
  const std::string error =
      error_of([] { upgraded("layer { name: \"a\" }\nlayers { name: \"b\" }\n"); });
  EXPECT_TRUE(contains(error, "line 2")) << error;
}

TEST(Upgrade, RefusesV0) {
  const std::string error =
      error_of([] { upgraded("layers { layer { name: \"a\" type: \"conv\" } }\n"); });
  EXPECT_TRUE(contains(error, "V0")) << error;
}

TEST(Upgrade, TurnsNetInputsIntoInputLayers) {
  const auto net = upgraded(
      "input: \"x\" input: \"y\"\n"
      "input_dim: 1 input_dim: 2 input_dim: 3 input_dim: 4\n"
      "input_dim: 5 input_dim: 6 input_dim: 7 input_dim: 8\n"
      "layer { name: \"last\" }\n");
  ASSERT_EQ(net.layer_size(), 3);
  EXPECT_EQ(net.layer(1).type(), "Input");
  EXPECT_EQ(net.layer(1).top(0), "y");
  EXPECT_EQ(net.layer(1).input_param().shape(0).dim(3), 8);
  EXPECT_EQ(net.layer(2).name(), "last");
}

TEST(Upgrade, TakesInputShapesOfAnyRank) {
  const auto net = upgraded("input: \"x\" input_shape { dim: 9 dim: 4 }");
  EXPECT_EQ(net.layer(0).input_param().shape(0).dim_size(), 2);
}

TEST(Upgrade, RefusesMissingInputDims) {
  const std::string error =
      error_of([] { upgraded("input: \"x\" input_dim: 1 input_dim: 2 input_dim: 3"); });
  EXPECT_TRUE(contains(error, "3 input_dim")) << error;
}

TEST(Upgrade, MovesOldAxisFields) {
  const auto net =
      upgraded("layer { concat_param { concat_dim: 2 } } layer { slice_param { slice_dim: 3 } }");
  EXPECT_EQ(net.layer(0).concat_param().axis(), 2);
  EXPECT_EQ(net.layer(1).slice_param().axis(), 3);
  EXPECT_THROW(upgraded("layer { concat_param { concat_dim: 2 axis: 2 } }"), Error);
}

}  // namespace
}  // namespace ingot::caffe
