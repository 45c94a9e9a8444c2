// What rows of *.cases cannot say: paths, buffers, files of another kind.
#include <NvCaffeParser.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <limits>

#include "tests/caffe/layers/caffemodel.h"
#include "tests/caffe/layers/run.h"

namespace ingot::test {
namespace {

constexpr auto kFloat = nvinfer1::DataType::kFLOAT;

constexpr const char* kDeploy =
    "layer { name: \"x\" type: \"Input\" top: \"x\" input_param { shape { dim: 1 dim: 2 } } }\n"
    "layer { name: \"ip\" type: \"InnerProduct\" bottom: \"x\" top: \"y\"\n"
    "        inner_product_param { num_output: 1 } }\n";

/// A parser and an empty network.
class CaffeFiles : public testing::Test {
 protected:
  CaffeFiles()
      : builder_(nvinfer1::createInferBuilder(log_)),
        network_(builder_->createNetworkV2(0)),
        parser_(nvcaffeparser1::createCaffeParser()) {}
  ~CaffeFiles() override {
    parser_->destroy();
    network_->destroy();
    builder_->destroy();
  }

  std::string write(const std::string& name, const std::string& content) {
    std::string path = file_name(name);
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  std::string model(float value, const char* layer = "ip") {
    const auto bytes = caffemodel({{layer, {1, 2}, {value, 1}}, {layer, {1}, {0}}}, false);
    return {bytes.begin(), bytes.end()};
  }

  bool parse(const std::string& deploy, const char* model_path) {
    return parser_->parse(deploy.c_str(), model_path, *network_, kFloat) != nullptr;
  }

  bool parse_buffers(const std::string& deploy, const std::string& model,
                     nvinfer1::DataType type = kFloat) {
    const auto* bytes = reinterpret_cast<const uint8_t*>(model.data());
    return parser_->parseBuffers(reinterpret_cast<const uint8_t*>(deploy.data()), deploy.size(),
                                 bytes, model.size(), *network_, type) != nullptr;
  }

  void expect_error(const std::string& part) {
    EXPECT_NE(log_.errors().find(part), std::string::npos) << log_.errors();
  }

  KeptLog log_;
  nvinfer1::IBuilder* builder_;
  nvinfer1::INetworkDefinition* network_;
  nvcaffeparser1::ICaffeParser* parser_;
};

TEST_F(CaffeFiles, AreRead) {
  const std::string deploy = write("good.prototxt", kDeploy);
  const std::string weights = write("good.caffemodel", model(1));
  EXPECT_TRUE(parse(deploy, weights.c_str()));
  EXPECT_EQ(log_.errors(), "");
  EXPECT_EQ(network_->getNbLayers(), 1);
}

TEST_F(CaffeFiles, WithoutAModelWeightsAreTheSameRandomNumbers) {
  ASSERT_TRUE(parse(write("random.prototxt", kDeploy), nullptr));
  auto* first = static_cast<nvinfer1::IFullyConnectedLayer*>(network_->getLayer(0));
  auto* again = builder_->createNetworkV2(0);
  ASSERT_NE(parser_->parseBuffers(kDeploy, std::strlen(kDeploy), nullptr, 0, *again, kFloat),
            nullptr);
  auto* second = static_cast<nvinfer1::IFullyConnectedLayer*>(again->getLayer(0));
  const auto* values = static_cast<const float*>(first->getKernelWeights().values);
  const auto* same = static_cast<const float*>(second->getKernelWeights().values);
  ASSERT_EQ(first->getKernelWeights().count, 2);
  EXPECT_EQ(values[0], same[0]);
  EXPECT_EQ(values[1], same[1]);
  EXPECT_NE(values[0], values[1]);
  again->destroy();
}

TEST_F(CaffeFiles, ErrorsNameFileLayerAndLine) {
  const std::string deploy = write("layer.prototxt", kDeploy);
  const std::string weights = write("layer.caffemodel", model(1, "other"));
  EXPECT_FALSE(parse(deploy, weights.c_str()));
  expect_error("layer.prototxt");
  expect_error("layer 'ip' (InnerProduct, line 2)");
}

TEST_F(CaffeFiles, TextFaultsNameFileLineAndColumn) {
  EXPECT_FALSE(parse(write("fault.prototxt", "name: \"net\"\nlayer { name \"a\" }\n"), nullptr));
  expect_error("fault.prototxt:2:14:");
}

TEST_F(CaffeFiles, AMissingDefinitionIsNamed) {
  EXPECT_FALSE(parse("no_such.prototxt", nullptr));
  expect_error("no_such.prototxt");
}

TEST_F(CaffeFiles, AMissingModelIsNamed) {
  EXPECT_FALSE(parse(write("alone.prototxt", kDeploy), "no_such.caffemodel"));
  expect_error("no_such.caffemodel");
}

TEST_F(CaffeFiles, SwappedFilesAreRecognised) {
  const std::string deploy = write("swapped.prototxt", kDeploy);
  EXPECT_FALSE(parse(deploy, deploy.c_str()));
  expect_error("is not a binary caffemodel: it is text; are the definition and the model swapped?");
}

TEST_F(CaffeFiles, AnEmptyModelIsRefused) {
  EXPECT_FALSE(parse_buffers(kDeploy, ""));
  expect_error("it is empty");
}

TEST_F(CaffeFiles, AModelCutShortIsRefused) {
  const std::string bytes = model(1);
  for (size_t size = 1; size < bytes.size(); ++size) {
    EXPECT_FALSE(parse_buffers(kDeploy, bytes.substr(0, size))) << size;
  }
  expect_error("the model buffer");
}

TEST_F(CaffeFiles, AModelLargerThanTheLimitIsRefused) {
  parser_->setProtobufBufferSize(10);
  EXPECT_FALSE(parse_buffers(kDeploy, model(1)));
  expect_error("more than the limit of 10");
}

TEST_F(CaffeFiles, AWeightThatIsNoNumberIsRefused) {
  EXPECT_FALSE(parse_buffers(kDeploy, model(std::numeric_limits<float>::quiet_NaN())));
  expect_error("value 0 of blob 0 is not a number");
}

TEST_F(CaffeFiles, AWeightBeyondHalvesIsRefusedAsAHalf) {
  EXPECT_FALSE(parse_buffers(kDeploy, model(1e6F), nvinfer1::DataType::kHALF));
  expect_error("out of the range of half precision");
}

TEST_F(CaffeFiles, OtherWeightTypesAreRefused) {
  EXPECT_FALSE(parse_buffers(kDeploy, model(1), nvinfer1::DataType::kINT8));
  expect_error("the weight type must be kFLOAT or kHALF");
}

/// The network's input before the parse, which then makes a layer that depends on its extents.
class CaffeInputs : public CaffeFiles {
 protected:
  CaffeInputs() : explicit_(builder_->createNetworkV2(1)) {}
  ~CaffeInputs() override { explicit_->destroy(); }

  /// Extents of y; none after an error.
  std::vector<int64_t> pooled(const std::vector<int64_t>& own) {
    nvinfer1::Dims dims{};
    for (const int64_t extent : own) dims.d[dims.nbDims++] = static_cast<int32_t>(extent);
    explicit_->addInput("x", kFloat, dims);
    const std::string deploy =
        "input: \"x\" input_shape { dim: 1 dim: 2 dim: 4 dim: 4 }\n"
        "layer { name: \"pool\" type: \"Pooling\" bottom: \"x\" top: \"y\"\n"
        "        pooling_param { pool: AVE global_pooling: true } }\n";
    const auto* blobs =
        parser_->parseBuffers(deploy.data(), deploy.size(), nullptr, 0, *explicit_, kFloat);
    if (blobs == nullptr) return {};
    const auto shape = blobs->find("y")->getDimensions();
    return {shape.d, shape.d + shape.nbDims};
  }

  nvinfer1::INetworkDefinition* explicit_;
};

TEST_F(CaffeInputs, OfTheNetworkKeepTheirExtents) {
  EXPECT_EQ(pooled({3, 2, 6, 9}), (std::vector<int64_t>{3, 2, 1, 1}));
  EXPECT_EQ(log_.errors(), "");
  EXPECT_EQ(explicit_->getNbInputs(), 1);
}

TEST_F(CaffeInputs, OfTheNetworkHaveAsManyExtents) {
  EXPECT_TRUE(pooled({3, 2, 6}).empty());
  expect_error(
      "there is an input named 'x' already, of 3x2x6; expected 4 known extents, such as the "
      "model's 1x2x4x4");
}

TEST_F(CaffeInputs, OfTheNetworkHaveKnownExtents) {
  EXPECT_TRUE(pooled({1, 2, -1, 6}).empty());
  expect_error("expected 4 known extents");
}

TEST_F(CaffeFiles, AMeanIsRead) {
  const auto bytes = binaryproto({"", {1, 2, 1, 2}, {1, -2, 3, 4}});
  const std::string path = write("mean.binaryproto", {bytes.begin(), bytes.end()});
  auto* blob = parser_->parseBinaryProto(path.c_str());
  ASSERT_NE(blob, nullptr);
  const auto dims = blob->getDimensions();
  EXPECT_EQ(std::vector<int64_t>(dims.d, dims.d + dims.nbDims), (std::vector<int64_t>{1, 2, 1, 2}));
  EXPECT_EQ(blob->getDataType(), kFloat);
  EXPECT_EQ(static_cast<const float*>(blob->getData())[1], -2);
  blob->destroy();
}

TEST_F(CaffeFiles, AMeanOfAnotherKindIsRefused) {
  EXPECT_EQ(parser_->parseBinaryProto(write("no_mean.binaryproto", kDeploy).c_str()), nullptr);
}

}  // namespace
}  // namespace ingot::test
