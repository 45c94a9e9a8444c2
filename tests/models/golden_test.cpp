// Networks of which only the numbers for given inputs are known.
#include "tests/models/data.h"
#include "tests/models/engine.h"

namespace ingot::test {
namespace {

constexpr float kMtcnnMean = 127.5F;
constexpr float kMtcnnScale = 0.0078125F;

Model mtcnn(const std::string& name, std::vector<std::string> outputs, int batch = 1,
            std::vector<int> input_size = {}) {
  return {"caffe/mtcnn/" + name + ".prototxt", "caffe/mtcnn/" + name + ".caffemodel",
          std::move(outputs), batch, std::move(input_size)};
}

TEST(Mtcnn, ProposalNetworkOnAWholePicture) {
  INGOT_REQUIRE_DATA();
  const auto picture = read_picture("caffe/mtcnn/golden/test1_scaled.ppm");
  Engine engine(mtcnn("det1", {"prob1", "conv4-2"}, 1,
                      {static_cast<int>(picture.width), static_cast<int>(picture.height)}));
  auto outputs = engine.run(transposed_planes(picture, kMtcnnMean, kMtcnnScale), 1);
  expect_close(outputs["prob1"], read_npy("caffe/mtcnn/golden/det1_prob1.npy"));
  expect_close(outputs["conv4-2"], read_npy("caffe/mtcnn/golden/det1_conv4-2.npy"));
}

void expect_golden_crops(const std::string& name, const std::vector<std::string>& outputs) {
  std::vector<float> input;
  for (int crop = 0; crop < 3; ++crop) {
    const auto picture =
        read_picture("caffe/mtcnn/golden/" + name + "_crop" + std::to_string(crop) + ".ppm");
    const auto values = transposed_planes(picture, kMtcnnMean, kMtcnnScale);
    input.insert(input.end(), values.begin(), values.end());
  }
  Engine engine(mtcnn(name, outputs, 3));
  auto actual = engine.run(input, 3);
  for (const std::string& output : outputs) {
    SCOPED_TRACE(output);
    expect_close(actual[output], read_npy("caffe/mtcnn/golden/" + name + "_" + output + ".npy"));
  }
}

TEST(Mtcnn, RefinementNetwork) {
  INGOT_REQUIRE_DATA();
  expect_golden_crops("det2", {"prob1", "conv5-2"});
}

TEST(Mtcnn, OutputNetwork) {
  INGOT_REQUIRE_DATA();
  expect_golden_crops("det3", {"prob1", "conv6-2", "conv6-3"});
}

TEST(Mtcnn, LandmarkNetworkBuildsAndRuns) {
  INGOT_REQUIRE_DATA();
  Engine engine(mtcnn("det4", {"fc5_1", "fc5_5"}));
  const auto outputs = engine.run(std::vector<float>(15 * 24 * 24, 0.1F), 1);
  EXPECT_EQ(outputs.at("fc5_1").size(), 2U);
}

struct Plate {
  const char* name;
  const char* picture;
  const char* output;
};

class HyperLpr : public testing::TestWithParam<Plate> {};

TEST_P(HyperLpr, GoldenOutput) {
  INGOT_REQUIRE_DATA();
  const Plate plate = GetParam();
  const std::string base = std::string("caffe/hyperlpr/") + plate.name;
  const std::string golden = std::string("caffe/hyperlpr/golden/") + plate.name;
  const auto picture = read_picture(golden + "_input." + plate.picture);
  Engine engine({base + ".prototxt", base + ".caffemodel", {plate.output}});
  const auto outputs = engine.run(planes(picture, true, {0, 0, 0}, 1.0F / 255), 1);
  expect_close(outputs.at(plate.output), read_npy(golden + "_" + plate.output + ".npy"));
}

INSTANTIATE_TEST_SUITE_P(Models, HyperLpr,
                         testing::Values(Plate{"CharacterRecognization", "pgm", "prob"},
                                         Plate{"HorizonalFinemapping", "ppm", "dense"},
                                         Plate{"Segmentation", "pgm", "prob"}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Waifu2x, GoldenPicture) {
  INGOT_REQUIRE_DATA();
  const auto picture = read_picture("caffe/waifu2x-vgg7/golden/input.ppm");
  Engine engine({"caffe/waifu2x-vgg7/scale2.0x_model.prototxt",
                 "caffe/waifu2x-vgg7/scale2.0x_model.caffemodel",
                 {"conv7"}});
  const auto outputs = engine.run(planes(picture, false, {0, 0, 0}, 1.0F / 255), 1);
  expect_close(outputs.at("conv7"), read_npy("caffe/waifu2x-vgg7/golden/output.npy"));
}

}  // namespace
}  // namespace ingot::test
