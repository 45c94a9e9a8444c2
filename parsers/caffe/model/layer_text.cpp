#include "caffe/model/layer_text.h"

#include "base/text.h"

namespace ingot::caffe {

std::string describe(const proto::LayerParameter& layer) {
  const std::string line = layer.source_line() > 0 ? str(", line ", layer.source_line()) : "";
  return str("layer '", layer.name(), "' (", layer.type(), line, ")");
}

std::string shape_text(std::span<const int64_t> shape) {
  return shape.empty() ? "scalar" : join(shape, "x");
}

std::string shape_text(const proto::BlobShape& shape) {
  return shape_text(std::span(shape.dim().data(), static_cast<size_t>(shape.dim_size())));
}

}  // namespace ingot::caffe
