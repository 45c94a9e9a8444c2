#include <cmath>

#include "base/text.h"
#include "caffe/layer_registry.h"
#include "caffe/pieces.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

struct Statistics {
  std::span<const float> mean;
  std::span<const float> variance;
  float scale;  ///< Of both.
};

/// BVLC Caffe has three blobs; NVIDIA's branch five, whose third is not a divisor.
bool has_scale_and_bias(const Layer& layer) {
  const int blobs = layer.conversion().weights().blob_count(layer.parameter().name());
  return blobs == 5;
}

/// Both statistics are stored as sums of this weight; Caffe takes 0 where the weight is 0.
float statistics_scale(const Layer& layer) {
  const float weight = layer.values(2, {1}, {1, 0})[0];
  if (weight != 0) return 1 / weight;
  layer.warn(
      "the moving-average factor (blob 2) is 0: mean and variance are taken as 0, as Caffe "
      "does; were they trained?");
  return 0;
}

Statistics statistics_of(const Layer& layer, int64_t channels) {
  Statistics statistics{layer.values(0, {channels}, {0, 0.1F}),
                        layer.values(1, {channels}, {1, 0.1F}), 1};
  if (!has_scale_and_bias(layer)) statistics.scale = statistics_scale(layer);
  return statistics;
}

/// (x - mean) / sqrt(variance + eps) as x * scale + shift
void convert_batch_norm(Layer& layer) {
  layer.expect(1, 1);
  const int64_t channels = layer.channels();
  const float eps = layer.parameter().batch_norm_param().eps();
  const Statistics statistics = statistics_of(layer, channels);
  std::vector<float> scale(static_cast<size_t>(channels));
  std::vector<float> shift(static_cast<size_t>(channels));
  for (size_t i = 0; i < scale.size(); ++i) {
    const float variance = statistics.variance[i] * statistics.scale + eps;
    if (variance <= 0) layer.refuse(str("the variance of channel ", i, " is ", variance));
    scale[i] = 1 / std::sqrt(variance);
    shift[i] = -statistics.mean[i] * statistics.scale * scale[i];
  }
  if (has_scale_and_bias(layer)) {
    const auto gamma = layer.values(3, {channels}, {});
    const auto beta = layer.values(4, {channels}, {});
    for (size_t i = 0; i < scale.size(); ++i) {
      scale[i] *= gamma[i];
      shift[i] = shift[i] * gamma[i] + beta[i];
    }
  }
  layer.set_top(
      scale_channels(layer, layer.weights(std::move(scale)), layer.weights(std::move(shift))));
}

CAFFE_LAYER("BatchNorm", convert_batch_norm);

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
