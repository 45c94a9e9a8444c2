#include "tests/models/data.h"
#include "tests/models/engine.h"

namespace ingot::test {
namespace {

constexpr size_t kPixels = 28 * 28;
constexpr size_t kClasses = 10;
constexpr float kScale = 0.00390625F;

Model lenet(int batch, std::vector<std::string> outputs = {"prob"}) {
  return {"caffe/lenet/lenet.prototxt", "caffe/lenet/lenet_iter_10000.caffemodel",
          std::move(outputs), batch};
}

TEST(LeNet, GoldenDigits) {
  INGOT_REQUIRE_DATA();
  std::vector<float> input;
  for (int digit = 0; digit < 10; ++digit) {
    const auto picture = read_picture("mnist/digits/" + std::to_string(digit) + ".pgm");
    const auto plane = planes(picture, false, {0}, kScale);
    input.insert(input.end(), plane.begin(), plane.end());
  }
  Engine engine(lenet(10, {"ip2", "prob"}));
  auto outputs = engine.run(input, 10);
  expect_close(outputs["prob"], read_npy("caffe/lenet/golden/prob_digits_0_to_9.npy"));
  expect_close(outputs["ip2"], read_npy("caffe/lenet/golden/ip2_digits_0_to_9.npy"));
  for (size_t digit = 0; digit < 10; ++digit) {
    EXPECT_EQ(index_of_largest(outputs["prob"].data() + digit * kClasses, kClasses), digit);
  }
}

TEST(LeNet, TestSetAndSameBitsInEveryBatch) {
  INGOT_REQUIRE_DATA();
  const auto images = read_gzip("mnist/t10k-images-idx3-ubyte.gz");
  const auto labels = read_gzip("mnist/t10k-labels-idx1-ubyte.gz");
  constexpr size_t kImageHeader = 16;
  constexpr size_t kLabelHeader = 8;
  const size_t count = labels.size() - kLabelHeader;
  ASSERT_EQ(count, 10000U);
  std::vector<float> pixels;
  for (size_t i = kImageHeader; i < images.size(); ++i) {
    pixels.push_back(static_cast<float>(images[i]) * kScale);
  }
  constexpr size_t kBatch = 100;
  Model model = lenet(kBatch);
  model.has_own_tactics_only = true;
  Engine hundred(model);
  size_t right = 0;
  for (size_t first = 0; first < count; first += kBatch) {
    const auto begin = pixels.begin() + static_cast<ptrdiff_t>(first * kPixels);
    const auto together =
        hundred.run({begin, begin + static_cast<ptrdiff_t>(kBatch * kPixels)}, kBatch)["prob"];
    for (size_t i = 0; i < kBatch; ++i) {
      const auto image = begin + static_cast<ptrdiff_t>(i * kPixels);
      const auto alone = hundred.run({image, image + static_cast<ptrdiff_t>(kPixels)}, 1)["prob"];
      ASSERT_EQ(alone,
                std::vector<float>(together.begin() + static_cast<ptrdiff_t>(i * kClasses),
                                   together.begin() + static_cast<ptrdiff_t>((i + 1) * kClasses)))
          << "image " << first + i;
      right += index_of_largest(alone.data(), kClasses) == labels[kLabelHeader + first + i];
    }
  }
  std::cout << "right on t10k: " << right << " of " << count << '\n';
  EXPECT_NEAR(static_cast<double>(right), 9914, allows_half() ? 3 : 0);
}

}  // namespace
}  // namespace ingot::test
