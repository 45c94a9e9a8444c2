#include "tests/caffe/text.h"

namespace ingot::caffe {
namespace {

TEST(ReadDefinition, NamesLineAndColumnOfAFault) {
  const std::string error =
      error_of([] { net_of("name: \"n\"\nlayer {\n  type: Convolution\n}\n"); });
  EXPECT_TRUE(contains(error, "net.prototxt:3:9: ")) << error;
}

TEST(ReadDefinition, NamesAWrongEnumerator) {
  const std::string error =
      error_of([] { net_of("layer {\n  pooling_param {\n    pool: MEAN\n  }\n}\n"); });
  EXPECT_TRUE(contains(error, "net.prototxt:")) << error;
  EXPECT_TRUE(contains(error, "\"MEAN\" for field \"pool\"")) << error;
}

TEST(ReadDefinition, WarnsOfAnUnknownFieldOnce) {
  KeptLog kept;
  const std::string text =
      "layer {\n  prior_box_param { min_size: 1 }\n}\nlayer {\n  prior_box_param { step: 8 }\n}\n";
  const auto net = read_definition(bytes_of(text), "ssd.prototxt", kept.log);
  EXPECT_EQ(net.layer_size(), 2);
  ASSERT_EQ(kept.messages.size(), 1U);
  EXPECT_TRUE(contains(kept.messages[0], "ssd.prototxt:2:")) << kept.messages[0];
  EXPECT_TRUE(contains(kept.messages[0], "prior_box_param")) << kept.messages[0];
}

TEST(ReadDefinition, SkipsTrainingSettingsSilently) {
  KeptLog kept;
  const std::string text =
      "layer { param { lr_mult: 1 } convolution_param { weight_filler { type: \"msra\" } } }";
  read_definition(bytes_of(text), "net.prototxt", kept.log);
  EXPECT_TRUE(kept.messages.empty());
}

TEST(ReadDefinition, NotesWhereLayersBegin) {
  const auto net = net_of("# a comment\nlayer { name: \"a\" }\n\nlayer { name: \"b\" }\n");
  EXPECT_EQ(net.layer(0).source_line(), 2);
  EXPECT_EQ(net.layer(1).source_line(), 4);
}

TEST(ReadDefinition, RefusesBinaryData) {
  const std::string error = error_of([] { net_of(std::string("\x0a\x00\x05", 3)); });
  EXPECT_TRUE(contains(error, "binary")) << error;
}

TEST(ReadDefinition, RefusesDeepNesting) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "layer { unknown { ";
  EXPECT_THROW(net_of(text), Error);
}

std::string small_model() {
  proto::WeightFile file;
  auto* layer = file.add_layer();
  layer->set_name("conv");
  layer->add_blobs()->add_data(2);
  return file.SerializeAsString();
}

TEST(ReadWeights, ReadsLayersByName) {
  const auto file = read_weights(bytes_of(small_model()), "m");
  ASSERT_EQ(file.layer_size(), 1);
  EXPECT_EQ(file.layer(0).blobs(0).data(0), 2);
}

TEST(ReadWeights, RefusesEveryCutOfAFile) {
  const std::string model = small_model();
  for (size_t size = 0; size < model.size(); ++size) {
    EXPECT_THROW(read_weights(bytes_of(model.substr(0, size)), "m"), Error) << size;
  }
}

TEST(ReadWeights, RefusesMoreThanTheLimit) {
  const std::string model = small_model();
  EXPECT_NO_THROW(read_weights(bytes_of(model), "m", model.size()));
  const std::string error = error_of([&] { read_weights(bytes_of(model), "m", model.size() - 1); });
  EXPECT_TRUE(contains(error, "setProtobufBufferSize")) << error;
}

TEST(ReadWeights, RecognisesATextByMistake) {
  const std::string error = error_of([] { read_weights(bytes_of("name: \"LeNet\"\n"), "m"); });
  EXPECT_TRUE(contains(error, "swapped")) << error;
}

TEST(ReadWeights, RefusesDeepNesting) {
  // Groups of field 15, each inside the one before.
  EXPECT_THROW(read_weights(bytes_of(std::string(100000, '\x7b')), "m"), Error);
}

TEST(ReadFiles, NamesAMissingFile) {
  const std::string error = error_of([] { read_definition_file("no/such/net.prototxt", Log()); });
  EXPECT_TRUE(contains(error, "no/such/net.prototxt")) << error;
}

}  // namespace
}  // namespace ingot::caffe
