#include <array>

#include "ir/evaluate.h"
#include "tests/api/network_fixture.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using namespace nvinfer1;  // NOLINT(google-build-using-namespace): as users write it

class NetworkLower : public NetworkTest {
 protected:
  /// The text of the lowered network, which is verified.
  std::string lowered() {
    const ir::Graph graph = network_->lower();
    ir::verify(graph);
    return ir::to_text(graph);
  }
  void output(ILayer* layer, const char* name) {
    layer->getOutput(0)->setName(name);
    network_->markOutput(*layer->getOutput(0));
  }
  std::vector<float> run(std::initializer_list<ir::Tensor> inputs) {
    const ir::Tensor result =
        ir::evaluate(network_->lower(), std::vector<ir::Tensor>(inputs)).front();
    const auto elements = result.elements<float>();
    return {elements.begin(), elements.end()};
  }
};

ir::Tensor tensor(const std::vector<int64_t>& shape, const std::vector<float>& values) {
  return ir::make_tensor(shape, values);
}

TEST_F(NetworkLower, ImplicitBatchIsALeadingSymbol) {
  INetworkDefinition& network = implicit();
  auto* conv =
      network.addConvolution(input(network, {1, 3, 3}), 1, DimsHW(2, 2), weights(4), weights(1));
  conv->setName("conv1");
  auto* relu = network.addActivation(*conv->getOutput(0), ActivationType::kRELU);
  relu->setName("relu1");
  output(relu, "prob");
  EXPECT_EQ(lowered(), R"(graph {
  %0 = input "data" : f32[N,1,3,3]
  %1 = constant "conv1.kernel" : f32[1,1,2,2] = [1, 2, 3, 4]
  %2 = constant "conv1.bias" : f32[1] = splat 1
  %3 = convolution {stride = [1, 1], dilation = [1, 1], pad_begin = [0, 0], pad_end = [0, 0]} (%0, %1, %2) "conv1" : f32[N,1,2,2]
  %4 = activation (%3) "relu1" : f32[N,1,2,2]
  output "prob" = %4
}
)");
  EXPECT_EQ(run({tensor({2, 1, 3, 3}, {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0})}),
            (std::vector<float>{2, 1, 1, 1, 5, 4, 3, 2}));
}

TEST_F(NetworkLower, UnknownExtentsAreSymbols) {
  INetworkDefinition& network = explicit_batch();
  ITensor& a = input(network, {-1, 3}, "a:0");
  ITensor& b = input(network, {-1, -1}, "b");
  a.setDimensionName(0, "batch");
  b.setDimensionName(0, "batch");
  network.addUnary(b, UnaryOperation::kABS)->setName("dead");
  auto* sum = network.addElementWise(a, b, ElementWiseOperation::kSUM);
  sum->setName("sum");
  output(sum, "sum");
  EXPECT_EQ(lowered(), R"(graph {
  %0 = input "a:0" : f32[batch,3]
  %1 = input "b" : f32[batch,b.1]
  %2 = elementwise (%0, %1) "sum" : f32[batch,3]
  %3 = unary {operation = "abs"} (%1) "dead" : f32[batch,b.1]
  output "sum" = %2
}
)");
  a.setDimensionName(0, nullptr);
  EXPECT_NE(lowered().find("f32[a#3A0.0,3]"), std::string::npos);
}

TEST_F(NetworkLower, WeightsAreBorrowedAndConverted) {
  INetworkDefinition& network = implicit();
  const Weights kernel = weights(4);
  ITensor& data = input(network, {1, 3, 3});
  auto* conv = network.addConvolution(data, 1, DimsHW(2, 2), kernel, none());
  output(conv, "out");
  const auto constant = [](const ir::Graph& graph) {
    return graph.constant(graph.node(graph.outputs()[0].value.node).inputs()[1]);
  };
  const ir::Graph borrowed = network_->lower();
  EXPECT_EQ(static_cast<const void*>(constant(borrowed)->bytes.data()), kernel.values);

  const std::array<Half, 4> halves{Half(0.5F), Half(1), Half(2), Half(4)};
  conv->setKernelWeights({DataType::kHALF, halves.data(), 4});
  const ir::Graph converted = network_->lower();
  EXPECT_EQ(*constant(converted), tensor({1, 1, 2, 2}, {0.5F, 1, 2, 4}));
}

TEST_F(NetworkLower, OutputsHaveTheBatch) {
  INetworkDefinition& network = implicit();
  input(network, {2});
  output(network.addConstant(dims({3}), weights(3)), "constant");
  const std::string text = lowered();
  EXPECT_NE(text.find("\"constant.batched\" : f32[N,3]"), std::string::npos) << text;
  EXPECT_EQ(run({tensor({2, 2}, {0, std::numeric_limits<float>::quiet_NaN(), -1, 1})}),
            (std::vector<float>{1, 2, 3, 1, 2, 3}));
}

TEST_F(NetworkLower, ConstantsJoinABatch) {
  INetworkDefinition& network = implicit();
  ITensor* parts[] = {&input(network, {2}),
                      network.addConstant(dims({1}), weights(1))->getOutput(0)};
  output(network.addConcatenation(parts, 2), "joined");
  EXPECT_EQ(run({tensor({2, 2}, {5, 6, 7, 8})}), (std::vector<float>{5, 6, 1, 7, 8, 1}));
}

TEST_F(NetworkLower, ABatchNeedsAnInputThatHasIt) {
  INetworkDefinition& network = implicit();
  input(network, {2}).setBroadcastAcrossBatch(true);
  output(network.addConstant(dims({3}), weights(3)), "constant");
  EXPECT_THROW(network_->lower(), Error);
  input(network, {2}, "other");
  EXPECT_NE(lowered().find("input \"data\" : f32[1,2]"), std::string::npos);
}

TEST_F(NetworkLower, ScaleIsLinearAndThenAPower) {
  INetworkDefinition& network = implicit();
  const std::array<float, 2> scale{2, 3}, shift{1, -1}, ones{1, 1}, power{2, 3};
  const auto of = [](const std::array<float, 2>& values) {
    return Weights{DataType::kFLOAT, values.data(), 2};
  };
  auto* layer = network.addScale(input(network, {2, 1, 1}), ScaleMode::kCHANNEL, of(shift),
                                 of(scale), of(power));
  output(layer, "out");
  const ir::Tensor data = tensor({1, 2, 1, 1}, {1, 1});
  EXPECT_EQ(run({data}), (std::vector<float>{9, 8}));
  layer->setPower(of(ones));
  EXPECT_EQ(lowered().find("elementwise"), std::string::npos);
  EXPECT_EQ(run({data}), (std::vector<float>{3, 2}));
  layer->setShift(none());
  EXPECT_EQ(run({data}), (std::vector<float>{2, 3}));
  layer->setScale(none());
  EXPECT_EQ(run({data}), (std::vector<float>{1, 1}));
}

TEST_F(NetworkLower, ShuffleIsTransposeReshapeTranspose) {
  INetworkDefinition& network = implicit();
  auto* layer = network.addShuffle(input(network, {2, 3}));
  layer->setName("s");
  output(layer, "out");
  EXPECT_NE(lowered().find("identity (%0) \"s\" : f32[N,2,3]"), std::string::npos);
  layer->setFirstTranspose({{1, 0}});
  layer->setReshapeDimensions(dims({2, -1, 1}));
  layer->setSecondTranspose({{2, 1, 0}});
  EXPECT_EQ(lowered(), R"(graph {
  %0 = input "data" : f32[N,2,3]
  %1 = transpose {permutation = [0, 2, 1]} (%0) "s.first_transpose" : f32[N,3,2]
  %2 = reshape {shape = [0, 2, -1, 1]} (%1) "s" : f32[N,2,3,1]
  %3 = transpose {permutation = [0, 3, 2, 1]} (%2) "s.second_transpose" : f32[N,1,3,2]
  output "out" = %3
}
)");
}

TEST_F(NetworkLower, AveragePoolingAsCaffe) {
  INetworkDefinition& network = implicit();
  auto* pool = network.addPooling(input(network, {1, 3, 3}), PoolingType::kAVERAGE, DimsHW(2, 2));
  pool->setStride(DimsHW(2, 2));
  pool->setPrePadding(dims({1, 1}));
  output(pool, "out");
  const ir::Tensor data = tensor({1, 1, 3, 3}, {4, 4, 4, 4, 4, 4, 4, 4, 4});
  EXPECT_EQ(run({data}), (std::vector<float>{4, 4, 4, 4}));
  pool->setAverageCountExcludesPadding(false);
  pool->setPaddingMode(PaddingMode::kCAFFE_ROUND_UP);
  EXPECT_EQ(text(pool), "1 2 2");
  EXPECT_EQ(run({data}), (std::vector<float>{1, 2, 2, 4}));
}

TEST_F(NetworkLower, WeakTypingComputesInFloat) {
  INetworkDefinition& network = explicit_batch();
  ITensor& data = input(network, {2}, "data", DataType::kHALF);
  auto* relu = network.addActivation(data, ActivationType::kRELU);
  relu->setName("relu");
  relu->setPrecision(DataType::kHALF);
  output(relu, "out");
  relu->getOutput(0)->setType(DataType::kHALF);
  EXPECT_EQ(relu->getOutput(0)->getType(), DataType::kHALF);
  EXPECT_EQ(lowered(), R"(graph {
  %0 = input "data" : f16[2]
  %1 = cast (%0) "data.cast" : f32[2]
  %2 = activation (%1) "relu" : f32[2]
  %3 = cast {to = "f16"} (%2) "out.cast" : f16[2]
  output "out" = %3
}
)");
}

TEST_F(NetworkLower, Int8InputsAndOutputsAreScaledByTheirRanges) {
  INetworkDefinition& network = explicit_batch();
  ITensor& data = input(network, {3}, "data", DataType::kINT8);
  data.setDynamicRange(-63.5F, 63.5F);
  auto* twice = network.addElementWise(data, data, ElementWiseOperation::kSUM);
  output(twice, "out");
  const std::array<int8_t, 3> values{-4, 3, 127};
  const ir::Tensor given{{ir::DataType::kInt8, {3}},
                         SharedBytes::borrowed(values.data(), values.size())};
  EXPECT_EQ(run({given}), (std::vector<float>{-4, 3, 127}));
  twice->getOutput(0)->setType(DataType::kINT8);
  twice->getOutput(0)->setDynamicRange(-31.75F, 31.75F);
  const ir::Tensor result = ir::evaluate(network_->lower(), std::vector{given}).front();
  ASSERT_EQ(result.type.data_type, ir::DataType::kInt8);
  const auto elements = result.elements<int8_t>();
  EXPECT_EQ(std::vector<int>(elements.begin(), elements.end()), (std::vector<int>{-16, 12, 127}));
}

TEST_F(NetworkLower, StrongTypingKeepsTypes) {
  make({.strongly_typed = true});
  ITensor& data = input(*network_, {2}, "data", DataType::kHALF);
  auto* relu = network_->addActivation(data, ActivationType::kRELU);
  output(relu, "out");
  EXPECT_NE(lowered().find(": f16[2]\n  output"), std::string::npos);
  relu->getOutput(0)->setType(DataType::kFLOAT);
  EXPECT_NE(error().find("follows from the inputs of a strongly typed network"), std::string::npos);
}

TEST_F(NetworkLower, IdentityConverts) {
  INetworkDefinition& network = explicit_batch();
  auto* layer = network.addIdentity(input(network, {3}));
  layer->setOutputType(0, DataType::kINT32);
  auto* back = network.addIdentity(*layer->getOutput(0));
  back->setOutputType(0, DataType::kFLOAT);
  output(back, "out");
  EXPECT_EQ(run({tensor({3}, {1.5F, -1.5F, 7})}), (std::vector<float>{1, -1, 7}));
}

TEST_F(NetworkLower, SliceAndShuffleByConstants) {
  INetworkDefinition& network = explicit_batch();
  const int32_t numbers[] = {0, 1, 2, 3, 3, 2};
  const auto pair = [&](int index) -> ITensor& {
    return *network.addConstant(dims({2}), {DataType::kINT32, numbers + index, 2})->getOutput(0);
  };
  const float fill = 9;
  auto* slice = network.addSlice(input(network, {2, 2}), dims({}), dims({}), dims({1, 1}));
  slice->setMode(SliceMode::kFILL);
  slice->setInput(1, pair(0));
  slice->setInput(2, pair(2));
  slice->setInput(4, *network.addConstant(dims({}), {DataType::kFLOAT, &fill, 1})->getOutput(0));
  slice->setMode(SliceMode::kCLAMP);
  EXPECT_EQ(text(slice), "none");
  EXPECT_NE(error().find("set SampleMode::kFILL"), std::string::npos);
  slice->setMode(SliceMode::kFILL);
  auto* shuffle = network.addShuffle(*slice->getOutput(0));
  shuffle->setInput(1, pair(4));
  output(shuffle, "out");
  EXPECT_EQ(run({tensor({2, 2}, {1, 2, 3, 4})}), (std::vector<float>{2, 9, 9, 4, 9, 9}));
  EXPECT_EQ(error(), "");
}

TEST_F(NetworkLower, LayersRunAfterTheirInputsInAnyOrderOfAddition) {
  INetworkDefinition& network = explicit_batch();
  ITensor& data = input(network, {2});
  auto* last = network.addUnary(data, UnaryOperation::kNEG);
  auto* first = network.addUnary(data, UnaryOperation::kABS);
  last->setInput(0, *first->getOutput(0));
  output(last, "out");
  EXPECT_EQ(run({tensor({2}, {3, -4})}), (std::vector<float>{-3, -4}));
}

TEST_F(NetworkLower, MatrixProductOfABatchAndAConstant) {
  INetworkDefinition& network = implicit();
  ITensor& data = input(network, {1, 2});
  ITensor& matrix = *network.addConstant(dims({2, 2}), weights(4))->getOutput(0);
  output(network.addMatrixMultiply(data, false, matrix, true), "out");
  EXPECT_EQ(run({tensor({2, 1, 2}, {1, 0, 0, 1})}), (std::vector<float>{1, 3, 2, 4}));
}

TEST_F(NetworkLower, ReductionOfAxesBehindTheBatch) {
  INetworkDefinition& network = implicit();
  output(network.addReduce(input(network, {2, 2}), ReduceOperation::kMAX, 1, false), "out");
  EXPECT_EQ(run({tensor({2, 2, 2}, {1, 2, 3, 0, 5, 6, 7, 8})}), (std::vector<float>{3, 2, 7, 8}));
}

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
