#include <gtest/gtest.h>

#include <cctype>
#include <cmath>

#include "tests/caffe/layers/run.h"

namespace ingot::test {
namespace {

constexpr bool kHasImplicitBatch = INGOT_TENSORRT_LEVEL < 10;

/// "PoolingTheLastWindow…", of a title's letters and digits.
std::string name_of(const testing::TestParamInfo<Case>& info) {
  std::string name;
  bool at_start = true;
  for (const char letter : info.param.title) {
    const auto code = static_cast<unsigned char>(letter);
    if (std::isalnum(code) != 0) name += static_cast<char>(at_start ? std::toupper(code) : code);
    at_start = std::isalnum(code) == 0;
  }
  return name;
}

/// Dimensions of the tensor of a blob: see parsers/caffe/README.md.
std::vector<int64_t> tensor_shape(std::vector<int64_t> shape, bool implicit_batch) {
  if (implicit_batch) shape.erase(shape.begin());
  const size_t least = implicit_batch ? 3 : 4;
  while (shape.size() < least) shape.push_back(1);
  return shape;
}

/// Greatest distance of a value; halves have 11 bits.
float tolerance(const Array& expected, float value, const Usage& usage) {
  if (expected.exact) return 0;
  const float relative = usage.weights == nvinfer1::DataType::kHALF ? 3e-3F : 1e-5F;
  return relative * std::max(std::abs(value), 1.0F);
}

void expect_output(const Array& expected, const Output& actual, const Usage& usage) {
  SCOPED_TRACE("output " + expected.name);
  EXPECT_EQ(actual.shape, tensor_shape(expected.shape, usage.implicit_batch));
  const size_t count = expected.values.size();
  ASSERT_EQ(actual.values.size(), count * static_cast<size_t>(usage.copies));
  for (size_t i = 0; i < actual.values.size(); ++i) {
    const float value = expected.values[i % count];
    EXPECT_NEAR(actual.values[i], value, tolerance(expected, value, usage)) << "element " << i;
  }
}

void expect_parts(const std::vector<std::string>& parts, const std::string& text) {
  for (const std::string& part : parts) {
    EXPECT_NE(text.find(part), std::string::npos) << "no '" << part << "' in: " << text;
  }
}

void expect_outcome(const Case& row, const Usage& usage, const std::string& name) {
  SCOPED_TRACE(row.place + ", " + name);
  KeptLog log;
  const Result result = run(row, usage, log);
  expect_parts(row.warnings, log.warnings());
  if (row.is_wrong_file()) {
    EXPECT_FALSE(result.parsed);
    expect_parts(row.errors, log.errors());
    return;
  }
  EXPECT_EQ(log.errors(), "");
  ASSERT_EQ(result.outputs.size(), row.outputs.size());
  for (const Array& output : row.outputs) {
    expect_output(output, result.outputs.at(output.name), usage);
  }
}

class CaffeLayer : public testing::TestWithParam<Case> {};

TEST_P(CaffeLayer, GivesWhatCaffeGives) {
  using nvinfer1::DataType;
  const Case& row = GetParam();
  const bool implicit_batch = row.with_implicit_batch && kHasImplicitBatch;
  if (implicit_batch) {
    expect_outcome(row, {true, DataType::kFLOAT, false, 2}, "implicit batch");
  }
  if (row.with_explicit_batch) {
    expect_outcome(row, {false, DataType::kFLOAT, true, 1}, "explicit batch");
  }
  if (implicit_batch || row.with_explicit_batch) {
    expect_outcome(row, {implicit_batch, DataType::kHALF, false, 1}, "weights in halves");
  } else {
    GTEST_SKIP() << "skipped: implicit batch ends with TensorRT 9";
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, CaffeLayer,
                         testing::ValuesIn(read_cases(INGOT_SOURCE_DIR "/tests/caffe/layers")),
                         name_of);

}  // namespace
}  // namespace ingot::test
