// Bindings and layers of other types than f32: replayed, and held by captures of the program.
#include <array>
#include <vector>

#include "tests/gpu/batch.h"
#include "tests/gpu/captured_graph.h"
#include "tests/gpu/fallback_warnings.h"

namespace ingot::test {
namespace {

using nvinfer1::DataType;
using nvinfer1::ElementWiseOperation;

template <class T, size_t kSize>
class DeviceArray {
 public:
  DeviceArray() { EXPECT_EQ(cudaMalloc(&data_, sizeof(Values)), cudaSuccess); }
  DeviceArray(const DeviceArray&) = delete;
  DeviceArray& operator=(const DeviceArray&) = delete;
  ~DeviceArray() { EXPECT_EQ(cudaFree(data_), cudaSuccess); }

  using Values = std::array<T, kSize>;
  void* data() const { return data_; }
  void write(const Values& values) {
    EXPECT_EQ(cudaMemcpy(data_, values.data(), sizeof values, cudaMemcpyHostToDevice), cudaSuccess);
    EXPECT_EQ(cudaDeviceSynchronize(), cudaSuccess);
  }
  Values read() const {
    Values values{};
    EXPECT_EQ(cudaMemcpy(values.data(), data_, sizeof values, cudaMemcpyDeviceToHost), cudaSuccess);
    return values;
  }

 private:
  void* data_ = nullptr;
};

class Types : public testing::Test {
 protected:
  void define(nvinfer1::NetworkDefinitionCreationFlags flags = 0) {
    network_ = own(builder_->createNetworkV2(flags));
  }
  nvinfer1::ITensor& input(DataType type, const nvinfer1::Dims& dims) {
    return *network_->addInput("x", type, dims);
  }
  nvinfer1::ITensor& join(nvinfer1::ITensor& a, nvinfer1::ITensor& b, ElementWiseOperation how) {
    return *network_->addElementWise(a, b, how)->getOutput(0);
  }
  nvinfer1::ITensor& cast(nvinfer1::ITensor& x, DataType type) {
    auto* layer = network_->addIdentity(x);
    layer->setOutputType(0, type);
    return *layer->getOutput(0);
  }
  void build(nvinfer1::ITensor& y) {
    y.setName("y");
    network_->markOutput(y);
    const auto plan = own(builder_->buildSerializedNetwork(*network_, *config_));
    EXPECT_EQ(warnings_.count, 0);
    engine_ = own(runtime_->deserializeCudaEngine(plan->data(), plan->size()));
    context_ = own(engine_->createExecutionContext());
  }

  /// Runs `rows`, pairs of x and y, each for itself, over and over on the same addresses, and then
  /// by a graph that holds one inference.
  template <class X, class Y, size_t kIn, size_t kOut>
  void expect(const std::vector<std::pair<std::array<X, kIn>, std::array<Y, kOut>>>& rows) {
    constexpr int kRounds = 3;
    DeviceArray<X, kIn> x;
    DeviceArray<Y, kOut> y;
    EXPECT_TRUE(context_->setTensorAddress("x", x.data()));
    EXPECT_TRUE(context_->setTensorAddress("y", y.data()));
    const TestStream stream;
    const auto check = [&](const auto& row, const auto& run) {
      x.write(row.first);
      y.write({});
      run();
      stream.wait();
      EXPECT_EQ(y.read(), row.second);
    };
    for (int round = 0; round < kRounds; ++round) {
      for (const auto& row : rows) {
        check(row, [&] { EXPECT_TRUE(context_->enqueueV3(stream)); });
      }
    }
    CapturedGraph graph(stream, [&] { EXPECT_TRUE(context_->enqueueV3(stream)); });
    for (const auto& row : rows) check(row, [&] { graph.launch(stream); });
  }

  FallbackWarnings warnings_;
  std::unique_ptr<nvinfer1::IBuilder> builder_ = own(nvinfer1::createInferBuilder(warnings_));
  std::unique_ptr<nvinfer1::IRuntime> runtime_ = own(nvinfer1::createInferRuntime(warnings_));
  std::unique_ptr<nvinfer1::IBuilderConfig> config_ = own(builder_->createBuilderConfig());
  std::unique_ptr<nvinfer1::INetworkDefinition> network_;
  std::unique_ptr<nvinfer1::ICudaEngine> engine_;
  std::unique_ptr<nvinfer1::IExecutionContext> context_;
};

// Numbers as f16.
constexpr uint16_t kHalf = 0x3800, kOne = 0x3C00, kTwo = 0x4000, kThree = 0x4200, kFour = 0x4400,
                   kSix = 0x4600, kMinusTwo = 0xC000;

TEST_F(Types, BindingsOfHalfPrecision) {
  define();
  auto& x = input(DataType::kHALF, nvinfer1::Dims4(1, 2, 1, 3));
  auto& sum = join(x, x, ElementWiseOperation::kSUM);
  auto& y = *network_->addActivation(sum, nvinfer1::ActivationType::kRELU)->getOutput(0);
  y.setType(DataType::kHALF);
  build(y);
  using Values = std::array<uint16_t, 6>;
  expect<uint16_t, uint16_t, 6, 6>(
      {{Values{kOne, kTwo, kMinusTwo, 0, kHalf, kThree}, Values{kTwo, kFour, 0, 0, kOne, kSix}},
       {Values{kThree, kHalf, 0, kMinusTwo, kTwo, kOne}, Values{kSix, kOne, 0, 0, kFour, kTwo}}});
}

TEST_F(Types, ComparisonsAndConversions) {
  const float one = 1;
  define();
  auto& x = input(DataType::kFLOAT, {1, {5}});
  auto& ones = *network_->addConstant({1, {1}}, {DataType::kFLOAT, &one, 1})->getOutput(0);
  auto& is_large = cast(join(x, ones, ElementWiseOperation::kGREATER), DataType::kFLOAT);
  auto& whole = cast(x, DataType::kINT32);
  auto& squares = cast(join(whole, whole, ElementWiseOperation::kPROD), DataType::kFLOAT);
  build(join(squares, is_large, ElementWiseOperation::kPROD));
  using Values = std::array<float, 5>;
  expect<float, float, 5, 5>(
      {{Values{2.7F, 0.5F, -3.5F, 3e9F, 1}, Values{4, 0, 0, 0x1p31F, 0}},
       {Values{1.5F, 46340.5F, 46341, 7, -1}, Values{1, 2147395584.0F, 0x1p31F, 49, 0}}});
}

TEST_F(Types, LayersThatANetworkDeclaresInHalfPrecision) {
  const std::vector<uint16_t> halves(4, kHalf);
  const nvinfer1::Weights filters{DataType::kHALF, halves.data(), 4};
  define(1U << static_cast<uint32_t>(nvinfer1::NetworkDefinitionCreationFlag::kSTRONGLY_TYPED));
  auto& x = input(DataType::kHALF, nvinfer1::Dims4(1, 2, 1, 2));
  const nvinfer1::DimsHW one(1, 1);
  auto& sums = *network_->addConvolutionNd(x, 2, one, filters, {})->getOutput(0);
  build(*network_->addPoolingNd(sums, nvinfer1::PoolingType::kMAX, nvinfer1::DimsHW(1, 2))
             ->getOutput(0));
  using In = std::array<uint16_t, 4>;
  using Out = std::array<uint16_t, 2>;
  expect<uint16_t, uint16_t, 4, 2>({{In{kOne, kTwo, kThree, kTwo}, Out{kTwo, kTwo}},
                                    {In{kTwo, 0, kSix, kMinusTwo}, Out{kFour, kFour}}});
}

}  // namespace
}  // namespace ingot::test
