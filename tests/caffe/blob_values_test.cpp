#include "caffe/model/blob_values.h"

#include <cstring>
#include <limits>

#include "caffe/model/model_weights.h"
#include "tests/caffe/text.h"

namespace ingot::caffe {
namespace {

using Floats = std::vector<float>;
using Shape = std::vector<int64_t>;

template <class Item>
proto::WeightBlob raw_blob(proto::WeightBlob::RawType type, const std::vector<Item>& items) {
  proto::WeightBlob blob;
  blob.set_raw_data_type(type);
  blob.set_raw_data(items.data(), items.size() * sizeof(Item));
  return blob;
}

TEST(BlobValues, DecodesEveryEncoding) {
  proto::WeightBlob doubles;
  doubles.add_double_data(0.5);
  EXPECT_EQ(converted_floats(doubles), Floats({0.5F}));
  EXPECT_EQ(converted_floats(raw_blob<float>(proto::WeightBlob::FLOAT, {1, -2})), Floats({1, -2}));
  EXPECT_EQ(converted_floats(raw_blob<double>(proto::WeightBlob::DOUBLE, {3})), Floats({3}));
  const auto halves = raw_blob<uint16_t>(proto::WeightBlob::FLOAT16, {0x3C00, 0xC000});
  EXPECT_EQ(converted_floats(halves), Floats({1, -2}));
  EXPECT_EQ(*stored_halves(halves), (std::vector<uint16_t>{0x3C00, 0xC000}));
}

TEST(BlobValues, RefusesRawDataOfAPartOfAnItem) {
  proto::WeightBlob blob = raw_blob<float>(proto::WeightBlob::FLOAT, {1, 2});
  blob.mutable_raw_data()->pop_back();
  EXPECT_THROW(converted_floats(blob), Error);
  EXPECT_THROW(blob_count(raw_blob<uint32_t>(proto::WeightBlob::INT, {1})), Error);
}

TEST(BlobValues, ReadsBothShapeForms) {
  proto::WeightBlob blob;
  for (int i = 0; i < 6; ++i) blob.add_data(static_cast<float>(i));
  EXPECT_EQ(blob_shape(blob), Shape({6}));
  blob.set_num(1);
  blob.set_channels(1);
  blob.set_height(2);
  blob.set_width(3);
  EXPECT_EQ(blob_shape(blob), Shape({1, 1, 2, 3}));
  blob.mutable_shape()->add_dim(3);
  blob.mutable_shape()->add_dim(2);
  EXPECT_EQ(blob_shape(blob), Shape({3, 2}));
}

TEST(BlobValues, RefusesAShapeThatDisagrees) {
  proto::WeightBlob blob;
  blob.add_data(1);
  for (const Shape& dims : {Shape{2}, Shape{-1, -1}, Shape{1LL << 32, 1LL << 32}}) {
    blob.mutable_shape()->clear_dim();
    for (const int64_t dim : dims) blob.mutable_shape()->add_dim(dim);
    EXPECT_THROW(blob_shape(blob), Error);
  }
}

proto::WeightFile file_with(const Floats& values) {
  proto::WeightFile file;
  auto* layer = file.add_layers();
  layer->set_name("conv");
  auto* blob = layer->add_blobs();
  for (const float value : values) blob->add_data(value);
  return file;
}

TEST(ModelWeights, FindsV1LayersByName) {
  ModelWeights weights(file_with({1, 2}));
  EXPECT_EQ(weights.blob("conv", 0, {2}, {})[1], 2);
  EXPECT_EQ(weights.blob_count("conv"), 1);
  EXPECT_EQ(weights.blob_count("none"), 0);
}

TEST(ModelWeights, RefusesWrongCountsMissingBlobsAndNaN) {
  ModelWeights weights(file_with({1, std::numeric_limits<float>::quiet_NaN()}));
  EXPECT_TRUE(contains(error_of([&] { weights.blob("conv", 0); }), "not a number"));
  EXPECT_TRUE(contains(error_of([&] { weights.blob("conv", 1); }), "blob 1 is missing"));
  EXPECT_TRUE(contains(error_of([&] { weights.blob("ip", 0); }), "no layer of this name"));
  ModelWeights good(file_with({1, 2}));
  const std::string error = error_of([&] { good.blob("conv", 0, {3, 1}, {}); });
  EXPECT_TRUE(contains(error, "is 2 (2 values)")) << error;
  EXPECT_TRUE(contains(error, "expected 3x1 (3)")) << error;
}

TEST(ModelWeights, ConvertsToHalvesWithinTheirRange) {
  ModelWeights weights;
  const Floats in_range = {1, 65504, -0.5F};
  const uint16_t* halves = weights.keep_halves(in_range);
  EXPECT_EQ(halves[0], 0x3C00);
  EXPECT_EQ(halves[1], 0x7BFF);
  EXPECT_EQ(halves[2], 0xB800);
  const Floats beyond = {1e6F};
  EXPECT_THROW(weights.keep_halves(beyond), Error);
}

TEST(ModelWeights, MakesTheSameRandomNumbersForTheSameLayer) {
  ModelWeights one;
  ModelWeights other;
  const auto a = one.blob("conv", 0, {1000}, {2, 0.5F});
  const auto b = other.blob("conv", 0, {1000}, {2, 0.5F});
  EXPECT_TRUE(std::equal(a.begin(), a.end(), b.begin()));
  for (const float value : a) {
    EXPECT_GE(value, 1.5F);
    EXPECT_LE(value, 2.5F);
  }
  EXPECT_NE(a[0], a[1]);
  EXPECT_NE(a[0], one.blob("conv2", 0, {1000}, {2, 0.5F})[0]);
}

TEST(ModelWeights, RefusesAFileWithoutLayers) {
  EXPECT_THROW(ModelWeights(proto::WeightFile()), Error);
}

}  // namespace
}  // namespace ingot::caffe
