#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string>

#include "base/log.h"
#include "model/caffe_weights.pb.h"
#include "model/ingot_caffe.pb.h"

namespace ingot::caffe {

/// The most bytes that a binary model may have; protobuf's own limit.
inline constexpr size_t kMaxModelBytes = std::numeric_limits<int>::max();

/// A network from prototxt text. `name` stands for the text in messages ("lenet.prototxt:12:3:
/// …"). Fields that the schema lacks are skipped with a warning, once a name; anything else that
/// is wrong throws Error kInvalidArgument with the line and the column of each fault.
proto::NetParameter read_definition(std::span<const std::byte> text, const std::string& name,
                                    const Log& log);
proto::NetParameter read_definition_file(const std::string& path, const Log& log);

/// The weights of a binary caffemodel of at most `limit` bytes. Throws Error kCorrupt.
proto::WeightFile read_weights(std::span<const std::byte> bytes, const std::string& name,
                               size_t limit = kMaxModelBytes);
proto::WeightFile read_weights_file(const std::string& path, size_t limit = kMaxModelBytes);

/// One blob, as in a mean.binaryproto. Throws Error kCorrupt.
proto::WeightBlob read_blob(std::span<const std::byte> bytes, const std::string& name,
                            size_t limit = kMaxModelBytes);
proto::WeightBlob read_blob_file(const std::string& path, size_t limit = kMaxModelBytes);

}  // namespace ingot::caffe
