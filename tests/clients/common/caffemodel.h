// Weights of a Caffe model file by layer, read without protobuf, for clients that build LeNet
// through the network's own calls. Field numbers are those of BVLC's caffe.proto.
#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "digits.h"

namespace client {

using Blobs = std::vector<std::vector<float>>;

// Fields of one protobuf message.
class Message {
 public:
  explicit Message(std::string bytes) : bytes_(std::move(bytes)) {}

  // Goes to the next field of bytes, past scalars; false at the end.
  bool next() {
    while (at_ < bytes_.size()) {
      const std::uint64_t key = varint();
      number_ = static_cast<int>(key >> 3);
      if ((key & 7) == 0) {
        varint();
        continue;
      }
      require((key & 7) == 2, "unexpected wire type in the Caffe model");
      const std::uint64_t size = varint();
      require(size <= bytes_.size() - at_, "the Caffe model ends early");
      payload_ = bytes_.substr(at_, size);
      at_ += size;
      return true;
    }
    return false;
  }

  int number() const { return number_; }
  const std::string& payload() const { return payload_; }

 private:
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      require(at_ < bytes_.size(), "the Caffe model ends early");
      const auto byte = static_cast<unsigned char>(bytes_[at_++]);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) {
        break;
      }
    }
    return value;
  }

  std::string bytes_;
  std::size_t at_ = 0;
  int number_ = 0;
  std::string payload_;
};

inline std::vector<float> blob_values(const std::string& bytes) {
  std::vector<float> values;
  for (Message blob(bytes); blob.next();) {
    if (blob.number() == 5) {
      values.resize(blob.payload().size() / sizeof(float));
      std::memcpy(values.data(), blob.payload().data(), values.size() * sizeof(float));
    }
  }
  return values;
}

inline std::map<std::string, Blobs> read_caffemodel(const std::string& path) {
  std::map<std::string, Blobs> layers;
  for (Message net(read_file(path)); net.next();) {
    if (net.number() != 100) {
      continue;
    }
    std::string name;
    Blobs blobs;
    for (Message layer(net.payload()); layer.next();) {
      if (layer.number() == 1) {
        name = layer.payload();
      } else if (layer.number() == 7) {
        blobs.push_back(blob_values(layer.payload()));
      }
    }
    layers[name] = blobs;
  }
  return layers;
}

}  // namespace client
