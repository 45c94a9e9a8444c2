#include "tests/models/data.h"
#include "tests/models/engine.h"

namespace ingot::test {
namespace {

constexpr size_t kPixels = 3 * 32 * 32;
constexpr size_t kClasses = 10;
constexpr int kBatch = 100;

/// Percent of the test records that the network gets right.
double accuracy(Engine& engine, const std::string& output) {
  const auto records = read_file("cifar10/test1000.bin");
  const auto mean = read_mean("cifar10/mean.binaryproto");
  constexpr size_t kRecord = 1 + kPixels;
  const size_t count = records.size() / kRecord;
  size_t right = 0;
  for (size_t first = 0; first < count; first += kBatch) {
    std::vector<float> input;
    for (size_t i = 0; i < kBatch; ++i) {
      for (size_t p = 0; p < kPixels; ++p) {
        input.push_back(static_cast<float>(records[(first + i) * kRecord + 1 + p]) - mean[p]);
      }
    }
    const auto probabilities = engine.run(input, kBatch)[output];
    for (size_t i = 0; i < kBatch; ++i) {
      right += index_of_largest(probabilities.data() + i * kClasses, kClasses) ==
               records[(first + i) * kRecord];
    }
  }
  const double percent = 100.0 * static_cast<double>(right) / static_cast<double>(count);
  std::cout << "right on " << count << " records: " << percent << " %\n";
  return percent;
}

struct Row {
  const char* folder;
  const char* prototxt;
  const char* caffemodel;
  const char* output;
  double percent;
};

class Cifar10 : public testing::TestWithParam<Row> {};

TEST_P(Cifar10, GoldenOutputsAndAccuracy) {
  INGOT_REQUIRE_DATA();
  const Row row = GetParam();
  const std::string folder = std::string("caffe/") + row.folder + "/";
  Engine engine({folder + row.prototxt, folder + row.caffemodel, {row.output}, kBatch});
  const auto golden = engine.run(read_npy(folder + "golden/input_first10.npy"), 10);
  expect_close(golden.at(row.output), read_npy(folder + "golden/prob_first10.npy"));
  EXPECT_NEAR(accuracy(engine, row.output), row.percent, 0.3);
}

INSTANTIATE_TEST_SUITE_P(Models, Cifar10,
                         testing::Values(Row{"cifar10-quick", "cifar10_quick.prototxt",
                                             "cifar10_quick_iter_5000.caffemodel", "prob", 73.1},
                                         Row{"cifar10-resnet20", "deploy.prototxt",
                                             "cifar10_res20_iter_64000.caffemodel", "prob", 80.2}),
                         [](const auto& row) { return row.index == 0 ? "Quick" : "ResNet20"; });

}  // namespace
}  // namespace ingot::test
