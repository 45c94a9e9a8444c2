#include "caffe/model/training_layers.h"

#include "tests/caffe/text.h"

namespace ingot::caffe {
namespace {

const std::string kConsumer = "layer { name: \"r\" type: \"ReLU\" bottom: \"data\" top: \"r\" }";

proto::NetParameter inference_net(const std::string& text, const Log& log = Log()) {
  proto::NetParameter net = net_of(text + kConsumer);
  drop_training_layers(net, log);
  return net;
}

std::string shape_of_input(const proto::NetParameter& net) {
  std::string text = net.layer(0).type();
  for (const int64_t dim : net.layer(0).input_param().shape(0).dim()) {
    text += " " + std::to_string(dim);
  }
  return text;
}

TEST(TrainingLayers, DropsLossesAndMetricsWithAWarning) {
  KeptLog kept;
  proto::NetParameter net = net_of(
      "layer { name: \"acc\" type: \"Accuracy\" } layer { name: \"e\" type: \"EuclideanLoss\" }"
      "layer { name: \"keep\" type: \"ReLU\" }");
  drop_training_layers(net, kept.log);
  ASSERT_EQ(net.layer_size(), 1);
  EXPECT_EQ(net.layer(0).name(), "keep");
  ASSERT_EQ(kept.messages.size(), 2U);
  EXPECT_TRUE(contains(kept.messages[0], "'acc'")) << kept.messages[0];
}

TEST(TrainingLayers, TakesSoftmaxWithLossAsSoftmax) {
  proto::NetParameter net = net_of(
      "layer { name: \"loss\" type: \"SoftmaxWithLoss\" bottom: \"ip\" bottom: \"label\""
      " top: \"loss\" softmax_param { axis: 2 } }");
  drop_training_layers(net, Log());
  ASSERT_EQ(net.layer_size(), 1);
  EXPECT_EQ(net.layer(0).type(), "Softmax");
  EXPECT_EQ(net.layer(0).bottom_size(), 1);
  EXPECT_EQ(net.layer(0).bottom(0), "ip");
  EXPECT_EQ(net.layer(0).top(0), "loss");
  EXPECT_EQ(net.layer(0).softmax_param().axis(), 2);
}

TEST(TrainingLayers, MakesInputsOfDataWithAKnownShape) {
  EXPECT_EQ(shape_of_input(inference_net(
                "layer { name: \"d\" type: \"MemoryData\" top: \"data\" top: \"label\""
                " memory_data_param { batch_size: 2 channels: 3 height: 4 width: 5 } }")),
            "Input 2 3 4 5");
  EXPECT_EQ(shape_of_input(inference_net("layer { name: \"d\" type: \"DummyData\" top: \"data\""
                                         " dummy_data_param { shape { dim: 6 dim: 7 } } }")),
            "Input 6 7");
  EXPECT_EQ(shape_of_input(inference_net(
                "layer { name: \"d\" type: \"Data\" top: \"data\" data_param { batch_size: 9 }"
                " transform_param { crop_size: 8 mean_value: 1 mean_value: 2 mean_value: 3 } }")),
            "Input 9 3 8 8");
  EXPECT_EQ(shape_of_input(inference_net(
                "layer { name: \"d\" type: \"ImageData\" top: \"data\""
                " image_data_param { new_height: 6 new_width: 7 is_color: false } }")),
            "Input 1 1 6 7");
}

TEST(TrainingLayers, LeavesOutTopsThatNothingUses) {
  const auto net = inference_net(
      "layer { name: \"d\" type: \"DummyData\" top: \"data\" top: \"label\""
      " dummy_data_param { num: 1 channels: 2 height: 3 width: 4 } }");
  EXPECT_EQ(net.layer_size(), 2);
}

TEST(TrainingLayers, AsksForAnInputWhereTheShapeIsUnknown) {
  const std::string error = error_of([] {
    inference_net(
        "layer { name: \"mnist\" type: \"Data\" top: \"data\" top: \"label\""
        " data_param { source: \"lmdb\" } }");
  });
  EXPECT_TRUE(contains(error, "'mnist'")) << error;
  EXPECT_TRUE(contains(error, "type: \"Input\"")) << error;
}

}  // namespace
}  // namespace ingot::caffe
