#include "tests/api/network_fixture.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using namespace nvinfer1;

class NetworkEdit : public NetworkTest {};

TEST_F(NetworkEdit, DefaultNames) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {1, 8, 8});
  network.addActivation(data, ActivationType::kRELU);
  auto* layer = network.addConvolution(data, 1, DimsHW(3, 3), weights(9), none());
  EXPECT_STREQ(layer->getName(), "(Unnamed Layer* 1) [Convolution]");
  EXPECT_STREQ(layer->getOutput(0)->getName(), "(Unnamed Layer* 1) [Convolution]_output");
  layer->setName("conv1");
  EXPECT_STREQ(layer->getName(), "conv1");
  EXPECT_STREQ(layer->getOutput(0)->getName(), "(Unnamed Layer* 1) [Convolution]_output");
  EXPECT_EQ(layer->getType(), LayerType::kCONVOLUTION);
}

TEST_F(NetworkEdit, DimensionsBelowFollowEveryEdit) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {1, 28, 28});
  auto* first = network.addConvolution(data, 4, DimsHW(5, 5), weights(100), none());
  auto* second = network.addPooling(*first->getOutput(0), PoolingType::kMAX, DimsHW(2, 2));
  auto* third = network.addActivation(*second->getOutput(0), ActivationType::kRELU);
  EXPECT_EQ(text(third), "4 23 23");
  second->setStride(DimsHW(2, 2));
  EXPECT_EQ(text(third), "4 12 12");
  data.setDimensions(dims({1, 32, 32}));
  EXPECT_EQ(text(third), "4 14 14");
  first->setInput(0, input(network, {1, 14, 14}, "small"));
  EXPECT_EQ(text(third), "4 5 5");
  third->setInput(0, data);
  EXPECT_EQ(text(third), "1 32 32");
  EXPECT_EQ(error(), "");
}

TEST_F(NetworkEdit, ABadLayerIsReportedOnceAChange) {
  INetworkDefinition& network = implicit();
  auto* pool = network.addPooling(input(network, {1, 4, 4}), PoolingType::kMAX, DimsHW(6, 6));
  pool->setName("pool1");
  EXPECT_EQ(text(pool), "none");
  EXPECT_NE(error().find("layer pool1: "), std::string::npos);
  EXPECT_EQ(text(pool), "none");
  EXPECT_EQ(error(), "");
  EXPECT_EQ(network.addActivation(*pool->getOutput(0), ActivationType::kRELU), nullptr);
  EXPECT_NE(error().find("cannot be inferred"), std::string::npos);
  pool->setWindowSize(DimsHW(7, 7));
  EXPECT_EQ(text(pool), "none");
  EXPECT_NE(error(), "");
  pool->setWindowSize(DimsHW(4, 4));
  EXPECT_EQ(text(pool), "1 1 1");
  EXPECT_EQ(error(), "");
}

TEST_F(NetworkEdit, OutputsAreMarkedAndUnmarked) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {1, 4, 4});
  ITensor& first = *network.addActivation(data, ActivationType::kRELU)->getOutput(0);
  ITensor& second = *network.addActivation(first, ActivationType::kTANH)->getOutput(0);
  network.markOutput(second);
  network.markOutput(first);
  ASSERT_EQ(network.getNbOutputs(), 2);
  EXPECT_EQ(network.getOutput(0), &second);
  EXPECT_EQ(network.getOutput(2), nullptr);
  EXPECT_TRUE(first.isNetworkOutput());
  network.unmarkOutput(second);
  EXPECT_FALSE(second.isNetworkOutput());
  EXPECT_EQ(network.getOutput(0), &first);
  EXPECT_EQ(error(), "");
}

TEST_F(NetworkEdit, UnusedInputsAreRemoved) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {1, 4, 4});
  ITensor& other = input(network, {1, 4, 4}, "other");
  auto* layer = network.addActivation(data, ActivationType::kRELU);
  layer->setName("relu");
  network.removeTensor(data);
  EXPECT_NE(error().find("'data' is an input of layer relu"), std::string::npos);
  layer->setInput(0, other);
  network.removeTensor(data);
  EXPECT_EQ(error(), "");
  ASSERT_EQ(network.getNbInputs(), 1);
  EXPECT_EQ(network.getInput(0), &other);
  layer->setInput(0, data);
  EXPECT_NE(error().find("was removed"), std::string::npos);
  EXPECT_EQ(layer->getInput(0), &other);
}

TEST_F(NetworkEdit, LayersAreReached) {
  INetworkDefinition& network = implicit();
  auto* layer = network.addSoftMax(input(network, {10}));
  EXPECT_EQ(network.getNbLayers(), 1);
  EXPECT_EQ(network.getLayer(0), layer);
  EXPECT_EQ(network.getLayer(1), nullptr);
  EXPECT_EQ(network.getLayer(-1), nullptr);
  EXPECT_EQ(layer->getNbInputs(), 1);
  EXPECT_EQ(layer->getInput(0), network.getInput(0));
  EXPECT_EQ(layer->getOutput(1), nullptr);
}

TEST_F(NetworkEdit, WishesAreKept) {
  INetworkDefinition& network = implicit();
  auto* layer = network.addSoftMax(input(network, {10}));
  EXPECT_FALSE(layer->precisionIsSet());
  layer->setPrecision(DataType::kHALF);
  EXPECT_EQ(layer->getPrecision(), DataType::kHALF);
  layer->resetPrecision();
  EXPECT_FALSE(layer->precisionIsSet());
  layer->setOutputType(0, DataType::kHALF);
  EXPECT_TRUE(layer->outputTypeIsSet(0));
  EXPECT_EQ(layer->getOutput(0)->getType(), DataType::kHALF);
  layer->resetOutputType(0);
  EXPECT_EQ(layer->getOutput(0)->getType(), DataType::kFLOAT);
  layer->setMetadata("onnx: Softmax");
  EXPECT_STREQ(layer->getMetadata(), "onnx: Softmax");
}

TEST_F(NetworkEdit, TensorSettingsAreKept) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {10});
  EXPECT_FALSE(data.dynamicRangeIsSet());
  EXPECT_FALSE(data.setDynamicRange(1, -1));
  EXPECT_NE(error(), "");
  EXPECT_TRUE(data.setDynamicRange(-2, 1));
  EXPECT_EQ(data.getDynamicRangeMin(), -2);
  EXPECT_EQ(data.getDynamicRange(), 2);
  data.resetDynamicRange();
  EXPECT_FALSE(data.dynamicRangeIsSet());
  EXPECT_EQ(data.getAllowedFormats(), 1U);
  data.setBroadcastAcrossBatch(true);
  EXPECT_TRUE(data.getBroadcastAcrossBatch());
  data.setDimensionName(0, "width");
  EXPECT_STREQ(data.getDimensionName(0), "width");
  EXPECT_EQ(data.getDimensionName(1), nullptr);
  EXPECT_EQ(error(), "");
}

TEST_F(NetworkEdit, ManyLayersAreInferredQuickly) {
  INetworkDefinition& network = implicit();
  ITensor* tensor = &input(network, {1, 4, 4});
  for (int i = 0; i < 2000; ++i) {
    tensor = network.addActivation(*tensor, ActivationType::kRELU)->getOutput(0);
  }
  EXPECT_EQ(text(tensor), "1 4 4");
  network.getInput(0)->setDimensions(dims({1, 5, 5}));
  EXPECT_EQ(text(tensor), "1 5 5");
}

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
