#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "caffe/model/shape.h"
#include "model/caffe_weights.pb.h"

namespace ingot::caffe {

/// Uniform random numbers in [centre - spread, centre + spread].
struct RandomRange {
  float centre = 0;
  float spread = 0;
};

/// A kernel's range after He: keeps the variance of activations through layers with ReLU.
RandomRange he_range(int64_t fan_in);

/// The layers' blobs by layer name, from a file or random, and every array made from them. All
/// that it hands out stays valid as long as it lives.
class ModelWeights {
 public:
  /// Random weights, the same for the same layer name, blob and shape.
  ModelWeights() = default;
  explicit ModelWeights(proto::WeightFile file);
  ModelWeights(const ModelWeights&) = delete;
  ModelWeights& operator=(const ModelWeights&) = delete;

  bool is_random() const { return random_; }

  /// How many blobs the file holds for the layer; 0 where it has no such layer.
  int blob_count(const std::string& layer) const;

  /// Values of the layer's blob `index`, in any number. Throws Error kInvalidArgument where the
  /// file lacks the blob or a value is NaN.
  std::span<const float> blob(const std::string& layer, int index);

  /// The same; as many values as `shape` has, random from `range` without a file.
  std::span<const float> blob(const std::string& layer, int index, const Shape& shape,
                              RandomRange range);

  std::span<const float> keep(std::vector<float> values);

  /// The values as binary16 bits. Throws Error kInvalidArgument where one is out of its range.
  const uint16_t* keep_halves(std::span<const float> values);

 private:
  using Blobs = const google::protobuf::RepeatedPtrField<proto::WeightBlob>*;

  void add(const std::string& layer, Blobs blobs);

  proto::WeightFile file_;
  bool random_ = true;
  std::unordered_map<std::string, Blobs> layers_;
  std::deque<std::vector<float>> floats_;
  std::deque<std::vector<uint16_t>> halves_;
};

}  // namespace ingot::caffe
