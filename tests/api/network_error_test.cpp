#include "tests/api/network_fixture.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using namespace nvinfer1;

class NetworkError : public NetworkTest {
 protected:
  std::string lower_error() {
    try {
      network_->lower();
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
};

TEST_F(NetworkError, Inputs) {
  INetworkDefinition& network = implicit();
  input(network, {1, 4, 4});
  EXPECT_EQ(network.addInput("data", DataType::kFLOAT, dims({1})), nullptr);
  EXPECT_EQ(error(), "INetworkDefinition::addInput: there is an input named 'data' already");
  EXPECT_EQ(network.addInput(nullptr, DataType::kFLOAT, dims({1})), nullptr);
  EXPECT_EQ(error(), "INetworkDefinition::addInput: the name of an input is null");
  EXPECT_EQ(network.addInput("", DataType::kFLOAT, dims({1})), nullptr);
  EXPECT_EQ(error(), "INetworkDefinition::addInput: the name of an input is empty");
  EXPECT_EQ(network.addInput("x", DataType::kFLOAT, dims({-1, 4})), nullptr);
  EXPECT_EQ(error(),
            "INetworkDefinition::addInput: input 'x': dimensions [-1,4]: expected positive extents"
            "; -1 needs a network with explicit batch");
  Dims nine = dims({1});
  nine.nbDims = 9;
  EXPECT_EQ(network.addInput("x", DataType::kFLOAT, nine), nullptr);
  EXPECT_EQ(error(), "INetworkDefinition::addInput: input 'x': expected 0 to 8 dimensions, got 9");
  EXPECT_EQ(network.addInput("x", static_cast<DataType>(77), dims({1})), nullptr);
  EXPECT_EQ(error(),
            "INetworkDefinition::addInput: input 'x': tensors of data type 77 are not supported");
  EXPECT_EQ(network.getNbInputs(), 1);
}

TEST_F(NetworkError, WeightCountsNameTheLayerAndTheNumbers) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {1, 28, 28});
  auto* layer = network.addConvolution(data, 20, DimsHW(5, 5), weights(400), none());
  layer->setName("conv1");
  EXPECT_EQ(text(layer), "none");
  EXPECT_EQ(error(),
            "ITensor::getDimensions: layer conv1: kernel weights: expected 500 values (20 x 1 x 5 "
            "x 5), got 400");
  network.markOutput(*layer->getOutput(0));
  EXPECT_EQ(lower_error(),
            "layer conv1: kernel weights: expected 500 values (20 x 1 x 5 x 5), got 400");
  EXPECT_EQ(network.addFullyConnected(data, 10, weights(7840), weights(9)), nullptr);
  EXPECT_EQ(error(),
            "INetworkDefinition::addFullyConnected: layer (Unnamed Layer* 1) [Fully Connected]: "
            "bias weights: expected 10 values (10), got 9");
}

TEST_F(NetworkError, WeightsThatCannotBe) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {1, 8, 8});
  const Weights null_values{DataType::kFLOAT, nullptr, 9};
  EXPECT_EQ(network.addConvolution(data, 1, DimsHW(3, 3), null_values, none()), nullptr);
  EXPECT_NE(error().find("kernel weights: the values are null, the count is 9"), std::string::npos);
  auto* layer = network.addConvolution(data, 1, DimsHW(3, 3), weights(9), none());
  layer->setBiasWeights({DataType::kFLOAT, nullptr, -1});
  EXPECT_NE(error().find("bias weights: the count -1 is negative"), std::string::npos);
  EXPECT_EQ(layer->getBiasWeights().count, 0);
  const int32_t number = 1;
  layer->setBiasWeights({DataType::kINT32, &number, 1});
  EXPECT_EQ(text(layer), "none");
  EXPECT_NE(error().find("bias weights: expected f32, got kINT32"), std::string::npos);
  EXPECT_EQ(network.addConstant(dims({3}), weights(4)), nullptr);
  EXPECT_NE(error().find("weights: expected 3 values (1 x 3), got 4"), std::string::npos);
}

TEST_F(NetworkError, SettingsThatCannotBeChangeNothing) {
  INetworkDefinition& network = implicit();
  auto* layer =
      network.addConvolution(input(network, {4, 8, 8}), 4, DimsHW(3, 3), weights(144), none());
  layer->setName("c");
  layer->setStride(DimsHW(0, 1));
  EXPECT_EQ(error(), "stride: layer c: stride: expected extents of at least 1, got 0 x 1");
  layer->setStrideNd(dims({1, 1, 1}));
  EXPECT_NE(error().find("expected 2 extents, got 3"), std::string::npos);
  layer->setNbGroups(0);
  EXPECT_NE(error(), "");
  layer->setNbOutputMaps(-1);
  EXPECT_NE(error(), "");
  layer->setPaddingMode(static_cast<PaddingMode>(9));
  EXPECT_NE(error().find("there is no padding mode 9"), std::string::npos);
  layer->setName(nullptr);
  EXPECT_NE(error(), "");
  EXPECT_STREQ(layer->getName(), "c");
  EXPECT_EQ(text(layer), "4 6 6");
  layer->setNbGroups(3);
  EXPECT_EQ(text(layer), "none");
  EXPECT_NE(error().find("4 input channels and 4 output maps do not divide into 3 groups"),
            std::string::npos);
}

TEST_F(NetworkError, LayersThatCannotBe) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {3, 8, 8});
  ITensor& row = input(network, {8}, "row");
  EXPECT_EQ(network.addConvolution(row, 1, DimsHW(3, 3), weights(9), none()), nullptr);
  EXPECT_NE(error().find("expected an input with 3 dimensions (batch left out), got f32[N,8]"),
            std::string::npos);
  EXPECT_EQ(network.addConvolution(data, 0, DimsHW(3, 3), none(), none()), nullptr);
  EXPECT_EQ(network.addPooling(data, PoolingType::kMAX, DimsHW(0, 3)), nullptr);
  EXPECT_EQ(network.addPoolingNd(data, static_cast<PoolingType>(3), dims({2, 2})), nullptr);
  EXPECT_EQ(network.addPoolingNd(data, PoolingType::kMAX, dims({2})), nullptr);
  EXPECT_EQ(network.addActivation(data, static_cast<ActivationType>(-1)), nullptr);
  EXPECT_EQ(network.addElementWise(data, row, ElementWiseOperation::kSUM), nullptr);
  EXPECT_EQ(network.addElementWise(data, data, ElementWiseOperation::kAND), nullptr);
  EXPECT_EQ(network.addUnary(data, UnaryOperation::kNOT), nullptr);
  EXPECT_EQ(network.addLRN(data, 4, 1, 1, 1), nullptr);
  EXPECT_EQ(network.addReduce(data, ReduceOperation::kSUM, 8, false), nullptr);
  EXPECT_EQ(network.addReduce(data, ReduceOperation::kSUM, 0, false), nullptr);
  EXPECT_EQ(network.addReduce(data, ReduceOperation::kNONE, 1, false), nullptr);
  EXPECT_EQ(network.addPaddingNd(data, dims({1, 1, 1}), dims({0, 0, 0})), nullptr);
  EXPECT_EQ(network.addPaddingNd(row, dims({1, 1}), dims({0, 0})), nullptr);
  EXPECT_EQ(network.addSlice(data, dims({0}), dims({1}), dims({1})), nullptr);
  EXPECT_EQ(network.addMatrixMultiply(data, false, row, false), nullptr);
  EXPECT_EQ(network.addConcatenation(nullptr, 2), nullptr);
  ITensor* with_null[] = {&data, nullptr};
  EXPECT_EQ(network.addConcatenation(with_null, 2), nullptr);
  EXPECT_EQ(network.addConcatenation(with_null, 0), nullptr);
  EXPECT_EQ(messages_.errors.size(), 19U);
  EXPECT_EQ(network.getNbLayers(), 0);
}

TEST_F(NetworkError, TensorsOfOtherNetworks) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {3, 8, 8});
  Network other(builder_, Reporter(messages_), {.implicit_batch = true});
  ITensor& foreign = input(other, {3, 8, 8});
  EXPECT_EQ(network.addSoftMax(foreign), nullptr);
  EXPECT_EQ(error(),
            "INetworkDefinition::addSoftMax: the tensor is of another network, or was removed "
            "from this one");
  auto* layer = network.addSoftMax(data);
  layer->setInput(0, foreign);
  EXPECT_NE(error(), "");
  EXPECT_EQ(layer->getInput(0), &data);
  network.markOutput(foreign);
  EXPECT_NE(error(), "");
  network.removeTensor(foreign);
  EXPECT_NE(error(), "");
  layer->setInput(1, data);
  EXPECT_NE(error().find("there is no input 1; the layer has inputs 0 to 0"), std::string::npos);
  layer->setInput(-1, data);
  EXPECT_NE(error().find("there is no input -1"), std::string::npos);
}

TEST_F(NetworkError, Cycles) {
  INetworkDefinition& network = implicit();
  auto* first = network.addSoftMax(input(network, {3, 8, 8}));
  auto* second = network.addSoftMax(*first->getOutput(0));
  first->setInput(0, *second->getOutput(0));
  EXPECT_NE(error().find("depends on the layer's own output"), std::string::npos);
  EXPECT_EQ(first->getInput(0), network.getInput(0));
}

TEST_F(NetworkError, Outputs) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {3, 8, 8});
  EXPECT_EQ(lower_error(), "the network has no output; mark one with markOutput");
  network.markOutput(data);
  EXPECT_NE(error().find("'data' is an input"), std::string::npos);
  ITensor& output = *network.addSoftMax(data)->getOutput(0);
  network.unmarkOutput(output);
  EXPECT_NE(error().find("is no output"), std::string::npos);
  network.markOutput(output);
  network.markOutput(output);
  EXPECT_NE(error().find("is an output already"), std::string::npos);
  output.setName("data");
  EXPECT_EQ(lower_error(), "two inputs or outputs are named 'data'; rename one");
  output.setName("prob");
  output.setAllowedFormats(1U << static_cast<uint32_t>(TensorFormat::kHWC8));
  EXPECT_EQ(lower_error(),
            "tensor 'prob': allow the format kLINEAR; inputs and outputs have no other");
  output.setDimensions(dims({1}));
  EXPECT_NE(error().find("tensor 'prob': only a network input has dimensions"), std::string::npos);
}

TEST_F(NetworkError, TypesThatDoNotFit) {
  INetworkDefinition& network = implicit();
  ITensor& index = input(network, {3}, "index", DataType::kINT32);
  auto* layer = network.addElementWise(index, index, ElementWiseOperation::kSUM);
  layer->setName("sum");
  layer->setOutputType(0, DataType::kFLOAT);
  network.markOutput(*layer->getOutput(0));
  EXPECT_EQ(lower_error(),
            "layer sum: output 0 is of type i32, the wished type is kFLOAT; convert it with an "
            "identity layer");
  layer->setOutputType(1, DataType::kFLOAT);
  EXPECT_NE(error().find("there is no output 1"), std::string::npos);
}

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
