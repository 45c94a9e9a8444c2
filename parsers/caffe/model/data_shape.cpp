#include "caffe/model/data_shape.h"

#include <algorithm>
#include <array>

namespace ingot::caffe {
namespace {

using proto::BlobShape;
using proto::LayerParameter;
using Shape = std::optional<BlobShape>;

Shape image(int64_t batch, int64_t channels, int64_t height, int64_t width) {
  if (channels == 0 || height == 0 || width == 0) return {};
  BlobShape shape;
  for (const int64_t extent : {std::max<int64_t>(batch, 1), channels, height, width}) {
    shape.add_dim(extent);
  }
  return shape;
}

/// One value for all tops, or one a top.
template <class Values>
int64_t value_of(const Values& values, int top) {
  if (values.empty()) return 0;
  return values.size() == 1 ? values.Get(0) : top < values.size() ? values.Get(top) : 0;
}

Shape dummy_shape(const proto::DummyDataParameter& data, int top) {
  if (data.shape_size() == 1) return data.shape(0);
  if (data.shape_size() > 0) return top < data.shape_size() ? Shape(data.shape(top)) : Shape();
  return image(value_of(data.num(), top), value_of(data.channels(), top),
               value_of(data.height(), top), value_of(data.width(), top));
}

/// 0 where the parameters do not tell.
int64_t channels_of(const LayerParameter& layer) {
  const auto& transform = layer.transform_param();
  if (transform.force_gray()) return 1;
  if (transform.force_color() || layer.data_param().force_encoded_color()) return 3;
  if (layer.type() == "ImageData") return layer.image_data_param().is_color() ? 3 : 1;
  return transform.mean_value_size() > 1 ? transform.mean_value_size() : 0;
}

Shape image_shape(const LayerParameter& layer) {
  const auto& images = layer.image_data_param();
  const int64_t crop =
      std::max({layer.transform_param().crop_size(), layer.data_param().crop_size(),
                images.crop_size(), layer.window_data_param().crop_size()});
  const int64_t batch = std::max({layer.data_param().batch_size(),
                                  layer.has_image_data_param() ? images.batch_size() : 0U,
                                  layer.window_data_param().batch_size()});
  return image(batch, channels_of(layer), crop > 0 ? crop : images.new_height(),
               crop > 0 ? crop : images.new_width());
}

}  // namespace

bool is_data_layer(std::string_view type) {
  static constexpr std::array<std::string_view, 8> kTypes = {
      "Data",       "ImageData", "HDF5Data",      "MemoryData",
      "WindowData", "DummyData", "AnnotatedData", "VideoData"};
  return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

Shape data_shape(const LayerParameter& layer, int top) {
  if (layer.type() == "DummyData") return dummy_shape(layer.dummy_data_param(), top);
  if (top > 0) return {};
  if (layer.type() == "MemoryData") {
    const auto& memory = layer.memory_data_param();
    return image(memory.batch_size(), memory.channels(), memory.height(), memory.width());
  }
  return image_shape(layer);
}

}  // namespace ingot::caffe
