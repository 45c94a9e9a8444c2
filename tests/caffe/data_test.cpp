#include <cstdlib>
#include <filesystem>

#include "caffe/model/blob_values.h"
#include "caffe/model/phase.h"
#include "caffe/model/training_layers.h"
#include "caffe/model/upgrade.h"
#include "tests/caffe/text.h"

namespace ingot::caffe {
namespace {

/// Files below caffe/ of the test data that end in `extension`; none without the data.
std::vector<std::string> data_files(const std::string& extension) {
  std::vector<std::string> paths;
  const char* root = std::getenv("INGOT_TEST_DATA");
  if (root == nullptr || *root == 0) return paths;
  const auto folder = std::filesystem::path(root) / "caffe";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == extension) paths.push_back(entry.path());
  }
  return paths;
}

bool is_training_file(const std::string& path) { return contains(path, "train_test"); }

TEST(CaffeData, EveryDefinitionIsReadAndUpgraded) {
  const auto paths = data_files(".prototxt");
  if (paths.empty()) GTEST_SKIP() << "INGOT_TEST_DATA is not set";
  for (const auto& path : paths) {
    auto net = read_definition_file(path, Log());
    upgrade(net);
    keep_test_layers(net);
    if (is_training_file(path)) {
      EXPECT_THROW(drop_training_layers(net, Log()), Error) << path;
      continue;
    }
    drop_training_layers(net, Log());
    ASSERT_GT(net.layer_size(), 0) << path;
    EXPECT_EQ(net.layer(0).type(), "Input") << path;
  }
}

TEST(CaffeData, EveryModelDecodes) {
  const auto paths = data_files(".caffemodel");
  if (paths.empty()) GTEST_SKIP() << "INGOT_TEST_DATA is not set";
  for (const auto& path : paths) {
    const auto file = read_weights_file(path);
    int64_t values = 0;
    const auto count = [&](const auto& layers) {
      for (const auto& layer : layers) {
        for (const auto& blob : layer.blobs()) {
          EXPECT_NO_THROW(blob_shape(blob)) << path << " " << layer.name();
          values += blob_count(blob);
        }
      }
    };
    count(file.layer());
    count(file.layers());
    EXPECT_GT(values, 1000) << path;
  }
}

}  // namespace
}  // namespace ingot::caffe
