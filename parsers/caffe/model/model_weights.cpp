#include "caffe/model/model_weights.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/error.h"
#include "base/hash.h"
#include "base/scalar.h"
#include "base/text.h"
#include "caffe/model/blob_values.h"
#include "caffe/model/layer_text.h"

namespace ingot::caffe {
namespace {

constexpr int64_t kMaxRandomCount = std::numeric_limits<int32_t>::max();

/// Steele, Lea and Flood's splitmix64: the same numbers on every machine, unlike <random>.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  float in(RandomRange range) {
    const auto unit = static_cast<float>(next() >> 40U) * 0x1.0p-24F;
    return range.centre + range.spread * (2 * unit - 1);
  }

 private:
  uint64_t next() {
    uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

  uint64_t state_;
};

std::vector<float> random_values(const std::string& layer, int index, int64_t count,
                                 RandomRange range) {
  require(count <= kMaxRandomCount, ErrorCode::kInvalidArgument,
          [&] { return str("blob ", index, " would have ", count, " values"); });
  Random random(hash_text(layer, static_cast<uint64_t>(index)));
  std::vector<float> values(static_cast<size_t>(count));
  for (float& value : values) value = random.in(range);
  return values;
}

void check_numbers(std::span<const float> values, int index) {
  const auto found =
      std::find_if(values.begin(), values.end(), [](float value) { return std::isnan(value); });
  require(found == values.end(), ErrorCode::kInvalidArgument, [&] {
    return str("value ", found - values.begin(), " of blob ", index, " is not a number");
  });
}

}  // namespace

RandomRange he_range(int64_t fan_in) {
  // A uniform range of half-width a has variance a^2 / 3; He asks for 2 / fan_in.
  return {0, std::sqrt(6.0F / static_cast<float>(std::max<int64_t>(fan_in, 1)))};
}

ModelWeights::ModelWeights(proto::WeightFile file) : file_(std::move(file)), random_(false) {
  for (const auto& layer : file_.layer()) add(layer.name(), &layer.blobs());
  for (const auto& layer : file_.layers()) {
    require(!layer.has_layer(), ErrorCode::kUnsupported, [] {
      return "the model is in the V0 form of 2013, which is not read; convert it with Caffe's "
             "upgrade_net_proto_binary";
    });
    add(layer.name(), &layer.blobs());
  }
  require(file_.layer_size() + file_.layers_size() > 0, ErrorCode::kCorrupt,
          [] { return "the model has no layers; is it a caffemodel?"; });
}

/// Training files name a data layer twice; the first layer that has blobs counts.
void ModelWeights::add(const std::string& layer, Blobs blobs) {
  Blobs& entry = layers_[layer];
  if (entry == nullptr || entry->empty()) entry = blobs;
}

int ModelWeights::blob_count(const std::string& layer) const {
  const auto found = layers_.find(layer);
  return found == layers_.end() ? 0 : found->second->size();
}

std::span<const float> ModelWeights::blob(const std::string& layer, int index) {
  require(index < blob_count(layer), ErrorCode::kInvalidArgument, [&] {
    return layers_.contains(layer)
               ? str("the model has ", blob_count(layer), " blobs for it; blob ", index,
                     " is missing")
               : std::string("the model has no layer of this name, but weights are needed");
  });
  const auto& blob = layers_.at(layer)->Get(index);
  with_context([&] { return str("blob ", index); }, [&] { blob_shape(blob); });
  const auto stored = stored_floats(blob);
  const auto values = stored ? *stored : keep(converted_floats(blob));
  check_numbers(values, index);
  return values;
}

std::span<const float> ModelWeights::blob(const std::string& layer, int index, const Shape& shape,
                                          RandomRange range) {
  const int64_t count = element_count(shape);
  if (random_) return keep(random_values(layer, index, count, range));
  const auto values = blob(layer, index);
  require(static_cast<int64_t>(values.size()) == count, ErrorCode::kInvalidArgument, [&] {
    return str("blob ", index, " of the model is ",
               shape_text(blob_shape(layers_.at(layer)->Get(index))), " (", values.size(),
               " values), expected ", shape_text(shape), " (", count, ")");
  });
  return values;
}

std::span<const float> ModelWeights::keep(std::vector<float> values) {
  return floats_.emplace_back(std::move(values));
}

const uint16_t* ModelWeights::keep_halves(std::span<const float> values) {
  std::vector<uint16_t> halves;
  halves.reserve(values.size());
  for (const float value : values) {
    require(std::abs(value) <= Half::kMax, ErrorCode::kInvalidArgument, [&] {
      return str("weight ", value, " is out of the range of half precision (", Half::kMax,
                 "); parse with weight type kFLOAT");
    });
    halves.push_back(Half(value).bits());
  }
  return halves_.emplace_back(std::move(halves)).data();
}

}  // namespace ingot::caffe
