// Published networks without their weights: random ones, one item, and the outputs' dimensions.
#include <NvCaffeParser.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/models/data.h"
#include "tests/models/engine.h"

namespace ingot::test {
namespace {

std::string path_of(const std::string& name) { return "caffe/topologies/" + name + ".prototxt"; }

struct Topology {
  const char* name;
  std::vector<int> input;  ///< of one item
  const char* output;
  std::vector<int> dimensions;  ///< of one item, as a blob has them; ones behind are not told
  bool is_run = true;           ///< and measured: below 6 G multiply-adds
};

size_t volume(const std::vector<int>& dimensions) {
  return std::accumulate(dimensions.begin(), dimensions.end(), size_t{1}, std::multiplies<>());
}

/// Smooth numbers of both signs.
std::vector<float> sample(size_t count) {
  std::vector<float> values(count);
  for (size_t i = 0; i < count; ++i) {
    values[i] = static_cast<float>((i * 37) % 255) - 127;
  }
  return values;
}

std::vector<int> without_ones_behind(std::vector<int> dimensions) {
  while (!dimensions.empty() && dimensions.back() == 1) dimensions.pop_back();
  return dimensions;
}

void expect_probabilities(const std::vector<float>& values) {
  EXPECT_NEAR(std::accumulate(values.begin(), values.end(), 0.0), 1, 1e-4);
  EXPECT_GE(*std::min_element(values.begin(), values.end()), 0);
}

class CaffeTopology : public testing::TestWithParam<Topology> {};

TEST_P(CaffeTopology, BuildsAndGivesItsDimensions) {
  INGOT_REQUIRE_DATA();
  if (allows_half()) GTEST_SKIP() << "skipped: random weights may leave the range of f16";
  const Topology& topology = GetParam();
  Engine engine({.prototxt = path_of(topology.name),
                 .caffemodel = "",
                 .outputs = {topology.output},
                 .optimization_level = topology.is_run ? 1 : 0});
  EXPECT_EQ(without_ones_behind(engine.dimensions(topology.output)),
            without_ones_behind(topology.dimensions));
  if (!topology.is_run) return;
  const auto values = engine.run(sample(volume(topology.input)), 1).at(topology.output);
  ASSERT_EQ(values.size(), volume(topology.dimensions));
  EXPECT_TRUE(
      std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); }));
  if (topology.output == std::string("prob")) expect_probabilities(values);
}

template <class Row>
std::string name_of(const testing::TestParamInfo<Row>& row) {
  std::string name = row.param.name;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

const std::vector<int> kImageNet = {3, 224, 224};
const std::vector<int> kInception = {3, 299, 299};

INSTANTIATE_TEST_SUITE_P(
    Run, CaffeTopology,
    testing::Values(Topology{"alexnet", {3, 227, 227}, "prob", {1000}},
                    Topology{"densenet121", kImageNet, "prob", {1000}},
                    Topology{"googlenet", kImageNet, "prob", {1000}},
                    Topology{"inception_v3", kInception, "prob", {1000}},
                    Topology{"mnist_siamese", {1, 28, 28}, "feat", {2}},
                    Topology{"mobilenet_v1", kImageNet, "prob", {1000, 1, 1}},
                    Topology{"resnet50", kImageNet, "prob", {1000}},
                    Topology{"resnext50_32x4d", kImageNet, "prob", {1000}},
                    Topology{"squeezenet_v1.1", {3, 227, 227}, "prob", {1000, 1, 1}}),
    name_of<Topology>);

INSTANTIATE_TEST_SUITE_P(
    BuildOnly, CaffeTopology,
    testing::Values(Topology{"fcn8s_voc", {3, 500, 500}, "score", {21, 500, 500}, false},
                    Topology{"vgg16", kImageNet, "prob", {1000}, false},
                    Topology{"xception", kInception, "prob", {1000}, false}),
    name_of<Topology>);

class Errors : public nvinfer1::ILogger {
 public:
  void log(Severity severity, const char* message) override {
    if (severity <= Severity::kERROR) text += message;
  }

  std::string text;
};

struct UnsupportedTopology {
  const char* name;
  std::vector<const char*> layers;  ///< the first of each type that has no conversion
};

class UnsupportedCaffeTopology : public testing::TestWithParam<UnsupportedTopology> {};

TEST_P(UnsupportedCaffeTopology, IsRefusedByLayerAndType) {
  INGOT_REQUIRE_DATA();
  Errors errors;
  auto* builder = nvinfer1::createInferBuilder(errors);
  auto* network = builder->createNetwork();
  auto* parser = nvcaffeparser1::createCaffeParser();
  const std::string path = data_folder() + "/" + path_of(GetParam().name);
  EXPECT_EQ(parser->parse(path.c_str(), nullptr, *network, nvinfer1::DataType::kFLOAT), nullptr);
  EXPECT_NE(errors.text.find(path), std::string::npos) << errors.text;
  for (const char* layer : GetParam().layers) {
    EXPECT_NE(errors.text.find(layer), std::string::npos) << layer << " in: " << errors.text;
  }
  parser->destroy();
  network->destroy();
  builder->destroy();
}

INSTANTIATE_TEST_SUITE_P(
    All, UnsupportedCaffeTopology,
    testing::Values(UnsupportedTopology{"detectnet", {"layer 'cluster' (Python, line 2495)"}},
                    UnsupportedTopology{"enet_cityscapes_final",
                                        {"layer 'bn0_1' (BN, line 52)",
                                         "layer 'upsample4_0_4' (Upsample, line 2085)"}},
                    UnsupportedTopology{"faster_rcnn_vgg16_voc",
                                        {"layer 'proposal' (Python, line 461)",
                                         "layer 'roi_pool5' (ROIPooling, line 477)"}},
                    UnsupportedTopology{"mobilenet_ssd_voc",
                                        {"layer 'conv11_mbox_priorbox' (PriorBox, line 1239)",
                                         "layer 'detection_out' (DetectionOutput, line 1890)"}},
                    UnsupportedTopology{"shufflenet_1x_g3",
                                        {"layer 'resx1_conv2' (ConvolutionDepthwise, line 147)",
                                         "layer 'shuffle2' (ShuffleChannel, line 315)"}},
                    UnsupportedTopology{"ssd300_vgg_voc",
                                        {"layer 'conv4_3_norm' (Normalize, line 812)",
                                         "layer 'conv4_3_norm_mbox_priorbox' (PriorBox, line 922)",
                                         "layer 'detection_out' (DetectionOutput, line 1598)"}}),
    name_of<UnsupportedTopology>);

}  // namespace
}  // namespace ingot::test
