#include <algorithm>
#include <numeric>
#include <sstream>

#include "tests/models/data.h"
#include "tests/models/engine.h"

namespace ingot::test {
namespace {

const std::vector<float> kMeanBgr{104, 117, 123};

struct Photo {
  std::string crop;
  int label = -1;  ///< −1: not labelled
  std::vector<size_t> top5;
};

std::vector<Photo> photos() {
  const auto bytes = read_file("images/squeezenet-top5.tsv");
  std::istringstream lines(std::string(bytes.begin(), bytes.end()));
  std::vector<Photo> photos;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> columns;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) columns.push_back(cell);
    Photo photo;
    const size_t slash = columns[0].rfind('/');
    photo.crop = columns[0].substr(slash + 1, columns[0].rfind('.') - slash - 1) + ".ppm";
    if (columns[1] != "-") photo.label = std::stoi(columns[1]);
    for (size_t i = 3; i < columns.size(); ++i) photo.top5.push_back(std::stoul(columns[i]));
    photos.push_back(std::move(photo));
  }
  return photos;
}

std::vector<size_t> top5(const std::vector<float>& values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::partial_sort(order.begin(), order.begin() + 5, order.end(),
                    [&](size_t a, size_t b) { return values[a] > values[b]; });
  order.resize(5);
  return order;
}

TEST(SqueezeNet, PhotosAndTop5) {
  INGOT_REQUIRE_DATA();
  Engine engine({"caffe/squeezenet-v1.0/SqueezeNet_deploy.prototxt",
                 "caffe/squeezenet-v1.0/squeezenet_v1.0.caffemodel",
                 {"pool_final"}});
  size_t labelled = 0;
  size_t first = 0;
  size_t among5 = 0;
  for (const Photo& photo : photos()) {
    const auto picture = read_picture("images/crops227/" + photo.crop);
    auto outputs = engine.run(planes(picture, true, kMeanBgr, 1), 1);
    const auto best = top5(outputs["pool_final"]);
    if (!allows_half()) {  // where near ones change places
      EXPECT_EQ(best, photo.top5) << photo.crop;
    }
    if (photo.crop == "granny_smith_0.ppm") {
      expect_close(outputs["pool_final"],
                   read_npy("images/crops227/granny_smith_0.squeezenet_pool_final.npy"));
    }
    if (photo.label < 0) continue;
    const auto label = static_cast<size_t>(photo.label);
    ++labelled;
    first += best[0] == label;
    among5 += std::count(best.begin(), best.end(), label) > 0;
  }
  std::cout << "labelled " << labelled << ", first " << first << ", among five " << among5 << '\n';
  EXPECT_EQ(labelled, 21U);
  const double more_or_less = allows_half() ? 1 : 0;
  EXPECT_NEAR(static_cast<double>(first), 17, more_or_less);
  EXPECT_NEAR(static_cast<double>(among5), 19, more_or_less);
}

}  // namespace
}  // namespace ingot::test
