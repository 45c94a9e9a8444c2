#include "caffe/model/blob_values.h"

#include <cstring>

#include "base/error.h"
#include "base/scalar.h"
#include "base/text.h"
#include "caffe/model/layer_text.h"

namespace ingot::caffe {
namespace {

using proto::WeightBlob;

size_t raw_item_size(const WeightBlob& blob) {
  switch (blob.raw_data_type()) {
    case WeightBlob::DOUBLE: return sizeof(double);
    case WeightBlob::FLOAT: return sizeof(float);
    case WeightBlob::FLOAT16: return sizeof(uint16_t);
    default:
      throw Error(ErrorCode::kCorrupt,
                  str("raw data of type ", WeightBlob::RawType_Name(blob.raw_data_type()),
                      "; FLOAT, FLOAT16 or DOUBLE is expected"));
  }
}

template <class Item>
std::vector<Item> raw_items(const WeightBlob& blob) {
  std::vector<Item> items(static_cast<size_t>(blob_count(blob)));
  if (!items.empty())
    std::memcpy(items.data(), blob.raw_data().data(), items.size() * sizeof(Item));
  return items;
}

std::vector<float> raw_floats(const WeightBlob& blob) {
  switch (blob.raw_data_type()) {
    case WeightBlob::DOUBLE: {
      const auto items = raw_items<double>(blob);
      return {items.begin(), items.end()};
    }
    case WeightBlob::FLOAT16: {
      const auto items = raw_items<uint16_t>(blob);
      std::vector<float> floats;
      floats.reserve(items.size());
      for (const uint16_t bits : items) {
        floats.push_back(static_cast<float>(Half::from_bits(bits)));
      }
      return floats;
    }
    default: return raw_items<float>(blob);
  }
}

std::vector<int64_t> stated_shape(const WeightBlob& blob) {
  if (blob.has_shape()) return {blob.shape().dim().begin(), blob.shape().dim().end()};
  if (blob.has_num() || blob.has_channels() || blob.has_height() || blob.has_width()) {
    return {blob.num(), blob.channels(), blob.height(), blob.width()};
  }
  return {blob_count(blob)};
}

}  // namespace

int64_t blob_count(const WeightBlob& blob) {
  if (blob.data_size() > 0) return blob.data_size();
  if (blob.double_data_size() > 0) return blob.double_data_size();
  if (!blob.has_raw_data()) return 0;
  const size_t item = raw_item_size(blob);
  require(blob.raw_data().size() % item == 0, ErrorCode::kCorrupt,
          [&] { return str("raw data of ", blob.raw_data().size(), " bytes in items of ", item); });
  return static_cast<int64_t>(blob.raw_data().size() / item);
}

std::vector<int64_t> blob_shape(const WeightBlob& blob) {
  const std::vector<int64_t> shape = stated_shape(blob);
  int64_t product = 1;
  bool valid = true;
  for (const int64_t extent : shape) {
    valid = valid && extent >= 0 && !__builtin_mul_overflow(product, extent, &product);
  }
  require(valid && product == blob_count(blob), ErrorCode::kCorrupt, [&] {
    return str("a blob of shape ", shape_text(shape), " holds ", blob_count(blob), " values");
  });
  return shape;
}

std::optional<std::span<const float>> stored_floats(const WeightBlob& blob) {
  if (blob.data_size() == 0) return {};
  return std::span(blob.data().data(), static_cast<size_t>(blob.data_size()));
}

std::vector<float> converted_floats(const WeightBlob& blob) {
  if (const auto floats = stored_floats(blob)) return {floats->begin(), floats->end()};
  if (blob.double_data_size() > 0) {
    return {blob.double_data().begin(), blob.double_data().end()};
  }
  return raw_floats(blob);
}

std::optional<std::vector<uint16_t>> stored_halves(const WeightBlob& blob) {
  const bool raw = blob.data_size() == 0 && blob.double_data_size() == 0 && blob.has_raw_data();
  if (!raw || blob.raw_data_type() != WeightBlob::FLOAT16) return {};
  return raw_items<uint16_t>(blob);
}

}  // namespace ingot::caffe
