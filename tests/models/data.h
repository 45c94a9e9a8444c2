#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace ingot::test {

/// The folder of test data; empty where INGOT_TEST_DATA is not set.
std::string data_folder();

#define INGOT_REQUIRE_DATA()                                                       \
  if (ingot::test::data_folder().empty()) {                                        \
    GTEST_SKIP() << "skipped: INGOT_TEST_DATA does not name the folder of models"; \
  }

/// Whether INGOT_TEST_PRECISION is fp16: engines may compute in half precision, and numbers are
/// compared accordingly.
bool allows_half();

/// An 8-bit picture: PGM or PPM, row by row, channels interleaved.
struct Picture {
  int64_t width = 0, height = 0, channels = 0;
  std::vector<uint8_t> pixels;

  float at(int64_t channel, int64_t y, int64_t x) const {
    return pixels[static_cast<size_t>((y * width + x) * channels + channel)];
  }
};

// All take a path below data_folder() and throw std::runtime_error with it.

std::vector<uint8_t> read_file(const std::string& path);
std::vector<uint8_t> read_gzip(const std::string& path);
std::vector<float> read_npy(const std::string& path);
Picture read_picture(const std::string& path);

/// A picture's planes (channel order as stored, or reversed), each value (v − mean[c])·scale.
std::vector<float> planes(const Picture& picture, bool reversed, const std::vector<float>& mean,
                          float scale);
/// The same with x and y exchanged: [channels, width, height].
std::vector<float> transposed_planes(const Picture& picture, float mean, float scale);

size_t index_of_largest(const float* values, size_t count);

/// Expects equal counts, and |a − b| ≤ 1e-3·|b| + 1e-5·(largest |b|); in half precision
/// 2e-2·(|b| + largest |b|).
void expect_close(const std::vector<float>& actual, const std::vector<float>& expected);

}  // namespace ingot::test
