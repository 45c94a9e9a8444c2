#include "tests/caffe/layers/caffemodel.h"

#include <bit>
#include <map>
#include <string>

namespace ingot::test {
namespace {

using Bytes = std::vector<uint8_t>;

void add_varint(Bytes& bytes, uint64_t value) {
  for (; value >= 0x80; value >>= 7U) bytes.push_back(static_cast<uint8_t>(value | 0x80U));
  bytes.push_back(static_cast<uint8_t>(value));
}

/// A field of wire type 2: a message, a text or a packed array.
template <class Content>
void add_field(Bytes& bytes, uint32_t number, const Content& content) {
  add_varint(bytes, number << 3U | 2U);
  add_varint(bytes, content.size());
  bytes.insert(bytes.end(), content.begin(), content.end());
}

/// BlobShape { repeated int64 dim = 1 [packed] }
Bytes shape_message(const std::vector<int64_t>& shape) {
  Bytes dims;
  for (const int64_t extent : shape) add_varint(dims, static_cast<uint64_t>(extent));
  Bytes message;
  add_field(message, 1, dims);
  return message;
}

/// BlobProto { repeated float data = 5 [packed]; optional BlobShape shape = 7 }
Bytes blob_message(const Array& blob) {
  Bytes data;
  for (const float value : blob.values) {
    const auto bits = std::bit_cast<uint32_t>(value);
    for (uint32_t shift = 0; shift < 32; shift += 8) {
      data.push_back(static_cast<uint8_t>(bits >> shift));
    }
  }
  Bytes message;
  add_field(message, 5, data);
  add_field(message, 7, shape_message(blob.shape));
  return message;
}

/// Numbers of a layer's fields, and of the net's field that holds it.
struct LayerForm {
  uint32_t name;
  uint32_t blobs;
  uint32_t in_net;
};

constexpr LayerForm kLayer = {1, 7, 100};
constexpr LayerForm kOldLayer = {4, 6, 2};

}  // namespace

Bytes caffemodel(const std::vector<Array>& blobs, bool old_layers) {
  const LayerForm form = old_layers ? kOldLayer : kLayer;
  std::map<std::string, Bytes> layers;
  for (const Array& blob : blobs) {
    Bytes& layer = layers[blob.name];
    if (layer.empty()) add_field(layer, form.name, blob.name);
    add_field(layer, form.blobs, blob_message(blob));
  }
  Bytes net;
  for (const auto& [name, layer] : layers) add_field(net, form.in_net, layer);
  return net;
}

Bytes binaryproto(const Array& blob) { return blob_message(blob); }

}  // namespace ingot::test
