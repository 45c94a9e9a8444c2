#include "tests/api/network_fixture.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using namespace nvinfer1;  // NOLINT(google-build-using-namespace): as users write it

class NetworkDims : public NetworkTest {
 protected:
  /// A constant of the dimensions.
  ITensor& constant(INetworkDefinition& network, std::initializer_list<impl::Extent> extents) {
    int64_t count = 1;
    for (const auto extent : extents) count *= extent;
    return *network.addConstant(dims(extents), weights(count))->getOutput(0);
  }
};

TEST_F(NetworkDims, Convolution) {
  INetworkDefinition& network = implicit();
  auto* layer =
      network.addConvolution(input(network, {1, 28, 28}), 20, DimsHW(5, 5), weights(500), none());
  EXPECT_EQ(text(layer), "20 24 24");
  layer->setStride(DimsHW(2, 3));
  EXPECT_EQ(text(layer), "20 12 8");
  layer->setPadding(DimsHW(2, 2));
  EXPECT_EQ(text(layer), "20 14 10");
  layer->setPaddingMode(PaddingMode::kSAME_UPPER);
  EXPECT_EQ(text(layer), "20 14 10");
  layer->setPaddingMode(PaddingMode::kEXPLICIT_ROUND_DOWN);
  layer->setDilation(DimsHW(3, 3));
  EXPECT_EQ(text(layer), "20 10 7");
  EXPECT_EQ(error(), "");
}

TEST_F(NetworkDims, ConvolutionBecomesRightByLaterSettings) {
  INetworkDefinition& network = explicit_batch();
  auto* layer = network.addConvolutionNd(input(network, {-1, 4, 2, 2}), 6, dims({3, 3}),
                                         weights(108), none());
  ASSERT_NE(layer, nullptr);
  layer->setNbGroups(2);
  layer->setPaddingNd(dims({1, 1}));
  EXPECT_EQ(text(layer), "-1 6 2 2");
  EXPECT_EQ(error(), "");
}

TEST_F(NetworkDims, ConvolutionIn3d) {
  INetworkDefinition& network = explicit_batch();
  auto* layer = network.addConvolutionNd(input(network, {2, 3, 8, -1, 8}), 4, dims({1, 3, 3}),
                                         weights(108), weights(4));
  EXPECT_EQ(text(layer), "2 4 8 -1 6");
}

TEST_F(NetworkDims, ConvolutionWithTensorsAsWeights) {
  for (const bool is_implicit : {false, true}) {
    INetworkDefinition& network = is_implicit ? implicit() : explicit_batch();
    ITensor& data = is_implicit ? input(network, {3, 8, 8}) : input(network, {1, 3, 8, 8});
    auto* layer = network.addConvolutionNd(data, 2, dims({3, 3}), none(), none());
    layer->setInput(1, constant(network, {2, 3, 3, 3}));
    layer->setInput(2, constant(network, {2}));
    EXPECT_EQ(text(layer), is_implicit ? "2 6 6" : "1 2 6 6");
  }
  EXPECT_EQ(error(), "");
}

TEST_F(NetworkDims, Deconvolution) {
  INetworkDefinition& network = implicit();
  auto* layer =
      network.addDeconvolution(input(network, {4, 5, 5}), 3, DimsHW(4, 4), weights(192), none());
  layer->setStride(DimsHW(2, 2));
  EXPECT_EQ(text(layer), "3 12 12");
  layer->setPaddingNd(dims({1, 1}));
  EXPECT_EQ(text(layer), "3 10 10");
}

TEST_F(NetworkDims, FullyConnected) {
  INetworkDefinition& network = implicit();
  EXPECT_EQ(
      text(network.addFullyConnected(input(network, {2, 3, 4}), 10, weights(240), weights(10))),
      "10 1 1");
  INetworkDefinition& batched = explicit_batch();
  EXPECT_EQ(
      text(batched.addFullyConnected(input(batched, {-1, 2, 3, 4}), 10, weights(240), none())),
      "-1 10 1 1");
}

TEST_F(NetworkDims, ActivationAndIdentityAndUnaryKeepDimensions) {
  INetworkDefinition& network = explicit_batch();
  ITensor& data = input(network, {-1, 7});
  EXPECT_EQ(text(network.addActivation(data, ActivationType::kRELU)), "-1 7");
  EXPECT_EQ(text(network.addIdentity(data)), "-1 7");
  EXPECT_EQ(text(network.addUnary(data, UnaryOperation::kEXP)), "-1 7");
}

TEST_F(NetworkDims, Pooling) {
  INetworkDefinition& network = implicit();
  auto* layer = network.addPooling(input(network, {6, 8, 8}), PoolingType::kMAX, DimsHW(3, 3));
  EXPECT_EQ(text(layer), "6 6 6");
  layer->setStride(DimsHW(2, 2));
  EXPECT_EQ(text(layer), "6 3 3");
  layer->setPaddingMode(PaddingMode::kEXPLICIT_ROUND_UP);
  EXPECT_EQ(text(layer), "6 4 4");
  layer->setPaddingMode(PaddingMode::kCAFFE_ROUND_UP);
  EXPECT_EQ(text(layer), "6 4 4");
  layer->setPaddingMode(PaddingMode::kSAME_LOWER);
  EXPECT_EQ(text(layer), "6 4 4");
  EXPECT_TRUE(layer->getAverageCountExcludesPadding());
}

TEST_F(NetworkDims, PoolingLargerThanItsInputOnceItIsPadded) {
  INetworkDefinition& network = implicit();
  auto* layer = network.addPooling(input(network, {6, 4, 4}), PoolingType::kMAX, DimsHW(5, 5));
  ASSERT_NE(layer, nullptr);
  layer->setPadding(DimsHW(2, 2));
  EXPECT_EQ(text(layer), "6 4 4");
  EXPECT_EQ(error(), "");
}

TEST_F(NetworkDims, LrnAndScale) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {6, 8, 5});
  EXPECT_EQ(text(network.addLRN(data, 5, 1e-4F, 0.75F, 1)), "6 8 5");
  const auto scale = [&](ScaleMode mode, int64_t count) {
    return network.addScale(data, mode, weights(count), weights(count), weights(count));
  };
  EXPECT_EQ(text(scale(ScaleMode::kUNIFORM, 1)), "6 8 5");
  EXPECT_EQ(text(scale(ScaleMode::kCHANNEL, 6)), "6 8 5");
  EXPECT_EQ(text(scale(ScaleMode::kELEMENTWISE, 240)), "6 8 5");
  EXPECT_EQ(scale(ScaleMode::kCHANNEL, 6)->getChannelAxis(), 0);

  INetworkDefinition& batched = explicit_batch();
  ITensor& image = input(batched, {-1, 6, 8, 5});
  auto* layer = batched.addScaleNd(image, ScaleMode::kCHANNEL, none(), weights(5), none(), 3);
  EXPECT_EQ(text(layer), "-1 6 8 5");
  EXPECT_EQ(error(), "");
}

TEST_F(NetworkDims, SoftmaxTakesTheThirdDimensionFromTheEnd) {
  INetworkDefinition& network = implicit();
  EXPECT_EQ(network.addSoftMax(input(network, {6, 8, 5}))->getAxes(), 1U);
  EXPECT_EQ(network.addSoftMax(input(network, {6}, "vector"))->getAxes(), 1U);
  INetworkDefinition& batched = explicit_batch();
  auto* layer = batched.addSoftMax(input(batched, {-1, 6, 8, 5}));
  EXPECT_EQ(layer->getAxes(), 2U);
  EXPECT_EQ(text(layer), "-1 6 8 5");
}

TEST_F(NetworkDims, Concatenation) {
  INetworkDefinition& network = implicit();
  ITensor* parts[] = {&input(network, {2, 4, 4}, "a"), &input(network, {3, 4, 4}, "b")};
  auto* layer = network.addConcatenation(parts, 2);
  EXPECT_EQ(layer->getAxis(), 0);
  EXPECT_EQ(text(layer), "5 4 4");

  INetworkDefinition& batched = explicit_batch();
  ITensor* wide[] = {&input(batched, {1, 2, 4, 4}, "a"), &input(batched, {1, 2, 4, 9}, "b")};
  auto* second = batched.addConcatenation(wide, 2);
  second->setAxis(3);
  EXPECT_EQ(text(second), "1 2 4 13");
  EXPECT_EQ(error(), "");
}

TEST_F(NetworkDims, ConcatenationOfAConstantWithABatch) {
  INetworkDefinition& network = implicit();
  ITensor* parts[] = {&constant(network, {2, 4, 4}), &input(network, {3, 4, 4})};
  EXPECT_EQ(text(network.addConcatenation(parts, 2)), "5 4 4");
  EXPECT_EQ(error(), "");
}

TEST_F(NetworkDims, ElementWiseBroadcastsExtentsOf1) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {3, 4, 5});
  EXPECT_EQ(
      text(network.addElementWise(data, constant(network, {3, 1, 1}), ElementWiseOperation::kSUM)),
      "3 4 5");
  EXPECT_EQ(text(network.addElementWise(constant(network, {1, 4, 1}), constant(network, {3, 1, 5}),
                                        ElementWiseOperation::kPROD)),
            "3 4 5");
  EXPECT_EQ(text(network.addParametricReLU(data, constant(network, {3, 1, 1}))), "3 4 5");
}

TEST_F(NetworkDims, PaddingAddsAndCuts) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {3, 4, 5});
  EXPECT_EQ(text(network.addPadding(data, DimsHW(1, 2), DimsHW(0, -3))), "3 5 4");
}

TEST_F(NetworkDims, Shuffle) {
  INetworkDefinition& network = implicit();
  auto* layer = network.addShuffle(input(network, {2, 3, 4}));
  EXPECT_EQ(text(layer), "2 3 4");
  EXPECT_EQ(layer->getReshapeDimensions().nbDims, -1);
  layer->setFirstTranspose({{2, 0, 1}});
  EXPECT_EQ(text(layer), "4 2 3");
  layer->setReshapeDimensions(dims({0, -1}));
  EXPECT_EQ(text(layer), "4 6");
  layer->setSecondTranspose({{1, 0}});
  EXPECT_EQ(text(layer), "6 4");

  INetworkDefinition& batched = explicit_batch();
  auto* flatten = batched.addShuffle(input(batched, {-1, 3, 4}));
  flatten->setReshapeDimensions(dims({-1, 12}));
  EXPECT_EQ(text(flatten), "-1 12");
  flatten->setReshapeDimensions(dims({0, 2, 6}));
  EXPECT_EQ(text(flatten), "-1 2 6");
  EXPECT_EQ(error(), "");
}

TEST_F(NetworkDims, Slice) {
  INetworkDefinition& network = implicit();
  auto* layer = network.addSlice(input(network, {3, 4, 9}), dims({1, 0, 8}), dims({2, 4, 3}),
                                 dims({1, 1, -2}));
  EXPECT_EQ(text(layer), "2 4 3");
  layer->setSize(dims({2, 6, 3}));
  EXPECT_EQ(text(layer), "none");
  EXPECT_NE(error(), "");
  layer->setMode(SliceMode::kFILL);
  EXPECT_EQ(text(layer), "2 6 3");
  EXPECT_EQ(error(), "");
}

TEST_F(NetworkDims, ShuffleWithDimensionsOfAConstant) {
  INetworkDefinition& network = explicit_batch();
  auto* layer = network.addShuffle(input(network, {2, 3, 4}));
  layer->setReshapeDimensions(dims({24}));
  const int32_t numbers[] = {0, -1, 4, 7};
  auto* constant = network.addConstant(dims({2}), {DataType::kINT32, numbers, 2});
  layer->setInput(1, *constant->getOutput(0));
  EXPECT_EQ(layer->getNbInputs(), 2);
  EXPECT_EQ(text(layer), "2 12");
  EXPECT_EQ(text(layer->getReshapeDimensions()), "none");
  constant->setWeights({DataType::kINT32, numbers, 4});
  EXPECT_EQ(text(layer), "none");
  EXPECT_NE(error(), "");
  constant->setDimensions(dims({4}));
  EXPECT_EQ(text(layer), "none");  // 7 does not divide
  EXPECT_NE(error(), "");
  layer->setReshapeDimensions(dims({6, 4}));
  EXPECT_EQ(layer->getNbInputs(), 1);
  EXPECT_EQ(text(layer), "6 4");
  EXPECT_EQ(error(), "");
}

TEST_F(NetworkDims, ShuffleWithDimensionsThatAreNotKnown) {
  INetworkDefinition& network = explicit_batch();
  ITensor& data = input(network, {2, 3, 4});
  auto* layer = network.addShuffle(data);
  layer->setInput(1, input(network, {2}, "dimensions", DataType::kINT32));
  EXPECT_EQ(text(layer), "none");
  EXPECT_NE(error().find("input 1 ('dimensions') has to be known when the network is built"),
            std::string::npos);
  layer->setInput(1, constant(network, {1, 2}));
  EXPECT_EQ(text(layer), "none");
  EXPECT_NE(error().find("expected 1 dimensions, got 2"), std::string::npos);
  layer->setInput(1, *network.addUnary(constant(network, {2}), UnaryOperation::kABS)->getOutput(0));
  EXPECT_EQ(text(layer), "none");
  EXPECT_NE(error(), "");
  INetworkDefinition& batched = implicit();
  auto* shuffle = batched.addShuffle(input(batched, {2, 3}));
  shuffle->setInput(1, constant(batched, {2}));
  EXPECT_EQ(text(shuffle), "none");
  EXPECT_NE(error().find("in a network with explicit batch"), std::string::npos);
}

TEST_F(NetworkDims, SliceWithConstants) {
  INetworkDefinition& network = explicit_batch();
  ITensor& data = input(network, {4, 9});
  const int64_t numbers[] = {1, 8, 2, 3, 1, -2};
  const auto pair = [&](int index) -> ITensor& {
    return *network.addConstant(dims({2}), {DataType::kINT64, numbers + index, 2})->getOutput(0);
  };
  auto* layer = network.addSlice(data, dims({}), dims({}), dims({1, 1}));
  EXPECT_EQ(text(layer), "none");
  EXPECT_NE(error().find("expected 2 extents for the input f32[4,9], got start []"),
            std::string::npos);
  layer->setInput(3, pair(4));
  layer->setInput(1, pair(0));
  EXPECT_EQ(layer->getNbInputs(), 4);
  EXPECT_EQ(layer->getInput(2), nullptr);
  layer->setInput(2, pair(2));
  EXPECT_EQ(text(layer), "2 3");
  EXPECT_EQ(text(layer->getStart()), "none");
  EXPECT_EQ(text(layer->getSize()), "none");
  layer->setSize(dims({3, 4}));
  EXPECT_EQ(layer->getInput(2), nullptr);
  EXPECT_EQ(text(layer->getSize()), "3 4");
  EXPECT_EQ(text(layer), "3 4");
  const float halves[] = {1.5F, 1};
  layer->setInput(2, *network.addConstant(dims({2}), {DataType::kFLOAT, halves, 2})->getOutput(0));
  EXPECT_EQ(text(layer), "none");
  EXPECT_NE(error().find("expected whole numbers, got 1.5"), std::string::npos);
}

TEST_F(NetworkDims, Reduce) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {3, 4, 5});
  EXPECT_EQ(text(network.addReduce(data, ReduceOperation::kAVG, 6, false)), "3");
  EXPECT_EQ(text(network.addReduce(data, ReduceOperation::kAVG, 6, true)), "3 1 1");
  EXPECT_EQ(text(network.addReduce(data, ReduceOperation::kSUM, 7, false)), "");
}

TEST_F(NetworkDims, MatrixMultiply) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {3, 4});
  EXPECT_EQ(text(network.addMatrixMultiply(data, MatrixOperation::kNONE, constant(network, {4, 7}),
                                           MatrixOperation::kNONE)),
            "3 7");
  EXPECT_EQ(text(network.addMatrixMultiply(data, true, data, false)), "4 4");
  EXPECT_EQ(text(network.addMatrixMultiply(data, MatrixOperation::kNONE, constant(network, {4}),
                                           MatrixOperation::kVECTOR)),
            "3");

  INetworkDefinition& batched = explicit_batch();
  EXPECT_EQ(text(batched.addMatrixMultiply(input(batched, {-1, 3, 4}), MatrixOperation::kNONE,
                                           constant(batched, {1, 4, 7}), MatrixOperation::kNONE)),
            "-1 3 7");
}

TEST_F(NetworkDims, TypesFollow) {
  INetworkDefinition& network = explicit_batch();
  ITensor& half = input(network, {2, 3}, "half", DataType::kHALF);
  EXPECT_EQ(half.getType(), DataType::kHALF);
  EXPECT_EQ(network.addIdentity(half)->getOutput(0)->getType(), DataType::kFLOAT);
  ITensor& index = input(network, {2, 3}, "index", DataType::kINT32);
  ITensor* const sum =
      network.addElementWise(index, index, ElementWiseOperation::kSUM)->getOutput(0);
  EXPECT_EQ(sum->getType(), DataType::kINT32);
  EXPECT_EQ(network.addElementWise(index, index, ElementWiseOperation::kEQUAL)->getOutputType(0),
            DataType::kBOOL);
  auto* cast = network.addIdentity(index);
  cast->setOutputType(0, DataType::kFLOAT);
  EXPECT_EQ(cast->getOutput(0)->getType(), DataType::kFLOAT);

  make({.strongly_typed = true});
  ITensor& kept = input(*network_, {2, 3}, "half", DataType::kHALF);
  EXPECT_EQ(network_->addIdentity(kept)->getOutput(0)->getType(), DataType::kHALF);
}

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
