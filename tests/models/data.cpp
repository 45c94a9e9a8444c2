#include "tests/models/data.h"

#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace ingot::test {

std::string data_folder() {
  const char* folder = std::getenv("INGOT_TEST_DATA");
  return folder == nullptr ? "" : folder;
}

bool allows_half() {
  const char* precision = std::getenv("INGOT_TEST_PRECISION");
  return precision != nullptr && std::string(precision) == "fp16";
}

std::vector<uint8_t> read_file(const std::string& path) {
  std::ifstream file(data_folder() + "/" + path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot open " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<uint8_t> read_gzip(const std::string& path) {
  gzFile file = gzopen((data_folder() + "/" + path).c_str(), "rb");
  if (file == nullptr) throw std::runtime_error("cannot open " + path);
  std::vector<uint8_t> bytes;
  std::vector<uint8_t> block(1 << 16);
  int count = 0;
  while ((count = gzread(file, block.data(), static_cast<unsigned>(block.size()))) > 0) {
    bytes.insert(bytes.end(), block.begin(), block.begin() + count);
  }
  gzclose(file);
  if (count < 0) throw std::runtime_error("cannot unpack " + path);
  return bytes;
}

std::vector<float> read_npy(const std::string& path) {
  const auto bytes = read_file(path);
  constexpr size_t kPreamble = 10;
  if (bytes.size() < kPreamble || std::memcmp(bytes.data(), "\x93NUMPY", 6) != 0) {
    throw std::runtime_error(path + " is no .npy file");
  }
  const size_t begin = kPreamble + bytes[8] + 256U * bytes[9];
  std::vector<float> values((bytes.size() - begin) / sizeof(float));
  std::memcpy(values.data(), bytes.data() + begin, values.size() * sizeof(float));
  return values;
}

Picture read_picture(const std::string& path) {
  const auto bytes = read_file(path);
  std::istringstream header(std::string(bytes.begin(), bytes.end()));
  std::string magic;
  int64_t largest = 0;
  Picture picture;
  header >> magic >> picture.width >> picture.height >> largest;
  header.get();
  if (!header || largest != 255 || (magic != "P5" && magic != "P6")) {
    throw std::runtime_error(path + " is no 8-bit PGM or PPM");
  }
  picture.channels = magic == "P6" ? 3 : 1;
  picture.pixels.assign(bytes.begin() + header.tellg(), bytes.end());
  picture.pixels.resize(static_cast<size_t>(picture.width * picture.height * picture.channels));
  return picture;
}

std::vector<float> planes(const Picture& picture, bool reversed, const std::vector<float>& mean,
                          float scale) {
  std::vector<float> values;
  for (int64_t c = 0; c < picture.channels; ++c) {
    const int64_t stored = reversed ? picture.channels - 1 - c : c;
    for (int64_t y = 0; y < picture.height; ++y) {
      for (int64_t x = 0; x < picture.width; ++x) {
        values.push_back((picture.at(stored, y, x) - mean[static_cast<size_t>(c)]) * scale);
      }
    }
  }
  return values;
}

std::vector<float> transposed_planes(const Picture& picture, float mean, float scale) {
  std::vector<float> values;
  for (int64_t c = 0; c < picture.channels; ++c) {
    for (int64_t x = 0; x < picture.width; ++x) {
      for (int64_t y = 0; y < picture.height; ++y) {
        values.push_back((picture.at(c, y, x) - mean) * scale);
      }
    }
  }
  return values;
}

size_t index_of_largest(const float* values, size_t count) {
  return static_cast<size_t>(std::max_element(values, values + count) - values);
}

void expect_close(const std::vector<float>& actual, const std::vector<float>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  float largest = 0;
  for (const float value : expected) largest = std::max(largest, std::abs(value));
  const float relative = allows_half() ? 2e-2F : 1e-3F;
  const float absolute = (allows_half() ? 2e-2F : 1e-5F) * largest;
  for (size_t i = 0; i < actual.size(); ++i) {
    ASSERT_NEAR(actual[i], expected[i], relative * std::abs(expected[i]) + absolute)
        << "element " << i;
  }
}

}  // namespace ingot::test
