#include "caffe/model/read_model.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <string_view>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "caffe/model/text_faults.h"

namespace ingot::caffe {
namespace {

using google::protobuf::TextFormat;
using google::protobuf::io::ArrayInputStream;
using google::protobuf::io::CodedInputStream;

// A caffemodel nests 4 messages (net, layer, blob, shape), a prototxt as many.
constexpr int kMaxDepth = 32;

std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void check_size(size_t size, size_t limit, const std::string& name) {
  require(size <= std::min(limit, kMaxModelBytes), ErrorCode::kInvalidArgument, [&] {
    return str(name, " has ", size, " bytes, more than the limit of ",
               std::min(limit, kMaxModelBytes), " (setProtobufBufferSize sets it)");
  });
}

void check_is_text(std::span<const std::byte> bytes, const std::string& name) {
  require(std::find(bytes.begin(), bytes.end(), std::byte{0}) == bytes.end(),
          ErrorCode::kInvalidArgument, [&] {
            return name +
                   " holds binary data, not a prototxt; are the definition and the model swapped?";
          });
}

/// What a file that is no binary model looks like, for the message.
std::string guess_content(std::span<const std::byte> bytes) {
  const std::string_view text = as_text(bytes);
  if (text.empty()) return "it is empty";
  if (text.starts_with("\x89HDF")) return "it is an HDF5 snapshot; save the model as BINARYPROTO";
  if (text.starts_with("version https://git-lfs")) return "it is a pointer of Git LFS";
  const std::string_view head = text.substr(0, 256);
  const bool printable = std::all_of(head.begin(), head.end(), [](unsigned char letter) {
    return letter >= 32 || letter == '\n' || letter == '\r' || letter == '\t';
  });
  if (printable) return "it is text; are the definition and the model swapped?";
  return "it is damaged or of another kind";
}

template <class Message>
Message read_wire(std::span<const std::byte> bytes, const std::string& name, size_t limit,
                  const char* expected) {
  check_size(bytes.size(), limit, name);
  const int size = static_cast<int>(bytes.size());
  ArrayInputStream stream(bytes.data(), size);
  CodedInputStream coded(&stream);
  coded.SetTotalBytesLimit(size);
  coded.SetRecursionLimit(kMaxDepth);
  Message message;
  require(size > 0 && message.ParseFromCodedStream(&coded) && coded.ConsumedEntireMessage(),
          ErrorCode::kCorrupt,
          [&] { return str(name, " is not a binary ", expected, ": ", guess_content(bytes)); });
  message.DiscardUnknownFields();
  return message;
}

int line_of(const TextFormat::ParseInfoTree& tree, const std::string& field, int index) {
  const auto* descriptor = proto::NetParameter::descriptor()->FindFieldByName(field);
  return tree.GetLocation(descriptor, index).line + 1;
}

/// V1 layers keep their lines through the upgrade: see upgrade.cpp.
void note_lines(const TextFormat::ParseInfoTree& tree, proto::NetParameter& net) {
  for (int i = 0; i < net.layer_size(); ++i) {
    net.mutable_layer(i)->set_source_line(line_of(tree, "layer", i));
  }
  for (int i = 0; i < net.layers_size(); ++i) {
    net.mutable_layers(i)->set_source_line(line_of(tree, "layers", i));
  }
}

}  // namespace

proto::NetParameter read_definition(std::span<const std::byte> text, const std::string& name,
                                    const Log& log) {
  check_size(text.size(), kMaxModelBytes, name);
  check_is_text(text, name);
  ArrayInputStream stream(text.data(), static_cast<int>(text.size()));
  TextFaults faults(name, log);
  TextFormat::ParseInfoTree tree;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&faults);
  parser.WriteLocationsTo(&tree);
  parser.AllowUnknownField(true);
  parser.SetRecursionLimit(kMaxDepth);
  proto::NetParameter net;
  require(parser.Parse(&stream, &net) && faults.faults().empty(), ErrorCode::kInvalidArgument, [&] {
    return faults.faults().empty() ? name + ": not a valid prototxt" : join(faults.faults(), "\n");
  });
  note_lines(tree, net);
  return net;
}

proto::NetParameter read_definition_file(const std::string& path, const Log& log) {
  return read_definition(map_file(path).span(), path, log);
}

proto::WeightFile read_weights(std::span<const std::byte> bytes, const std::string& name,
                               size_t limit) {
  return read_wire<proto::WeightFile>(bytes, name, limit, "caffemodel");
}

proto::WeightFile read_weights_file(const std::string& path, size_t limit) {
  return read_weights(map_file(path).span(), path, limit);
}

proto::WeightBlob read_blob(std::span<const std::byte> bytes, const std::string& name,
                            size_t limit) {
  return read_wire<proto::WeightBlob>(bytes, name, limit, "BlobProto");
}

proto::WeightBlob read_blob_file(const std::string& path, size_t limit) {
  return read_blob(map_file(path).span(), path, limit);
}

}  // namespace ingot::caffe
