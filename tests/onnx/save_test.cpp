// ingot::saveOnnx through the public interface. What the files say is judged by the Python tests.
#include <NvInfer.h>
#include <gtest/gtest.h>
#include <ingot/onnx.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

namespace ingot {
namespace {

class Logger : public nvinfer1::ILogger {
 public:
  void log(Severity severity, const char* message) noexcept override {
    if (severity <= Severity::kERROR) errors += message;
  }
  std::string errors;
};

/// A network with one layer, of which nothing but the rank of the input is known.
class SaveOnnx : public testing::Test {
 protected:
  SaveOnnx()
      : builder_(nvinfer1::createInferBuilder(logger_)), network_(builder_->createNetworkV2(0)) {
    auto* data =
        network_->addInput("data", nvinfer1::DataType::kFLOAT, nvinfer1::Dims4(-1, 2, -1, 5));
    layer_ = network_->addPoolingNd(*data, nvinfer1::PoolingType::kMAX, nvinfer1::DimsHW(1, 2));
    layer_->setName("pool");
    layer_->getOutput(0)->setName("result");
    network_->markOutput(*layer_->getOutput(0));
  }
  ~SaveOnnx() override { std::remove(kPath); }

  static std::string written() {
    std::ifstream file(kPath, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  static constexpr const char* kPath = "save_test.onnx";
  Logger logger_;
  std::unique_ptr<nvinfer1::IBuilder> builder_;
  std::unique_ptr<nvinfer1::INetworkDefinition> network_;
  nvinfer1::IPoolingLayer* layer_ = nullptr;
};

TEST_F(SaveOnnx, WritesBothStages) {
  for (const OnnxStage stage : {OnnxStage::kPARSED, OnnxStage::kOPTIMISED}) {
    EXPECT_TRUE(saveOnnx(*network_, kPath, stage)) << logger_.errors;
    EXPECT_NE(written().find("MaxPool"), std::string::npos);
    EXPECT_NE(written().find("data.0"), std::string::npos) << "the batch is a parameter";
  }
}

TEST_F(SaveOnnx, AFaultNamesTheLayerAndLeavesTheFile) {
  ASSERT_TRUE(saveOnnx(*network_, kPath));
  const std::string before = written();
  layer_->setPaddingMode(nvinfer1::PaddingMode::kCAFFE_ROUND_UP);
  layer_->setStrideNd(nvinfer1::DimsHW(3, 1));
  EXPECT_FALSE(saveOnnx(*network_, kPath));
  EXPECT_NE(logger_.errors.find("layer pool"), std::string::npos) << logger_.errors;
  EXPECT_EQ(written(), before);
}

TEST_F(SaveOnnx, RefusesWrongArguments) {
  EXPECT_FALSE(saveOnnx(*network_, nullptr));
  EXPECT_FALSE(saveOnnx(*network_, kPath, OnnxStage::kPARSED, -1));
  EXPECT_NE(logger_.errors.find("got -1"), std::string::npos) << logger_.errors;
  EXPECT_FALSE(saveOnnx(*network_, "no_such_folder/save_test.onnx"));
  EXPECT_NE(logger_.errors.find("no_such_folder"), std::string::npos) << logger_.errors;
}

}  // namespace
}  // namespace ingot
