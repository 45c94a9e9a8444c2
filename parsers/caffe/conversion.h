#pragma once

#include <NvInfer.h>

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/log.h"
#include "caffe/model/model_weights.h"
#include "caffe/model/shape.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {

/// A Caffe blob in the network. The tensor has the blob's dimensions, without the batch in a
/// network of implicit batch, and ones behind them where it has fewer than three after the batch.
struct Blob {
  nvinfer1::ITensor* tensor = nullptr;
  int rank = 0;  ///< Caffe's number of axes, the batch included.
};

using Blobs = std::map<std::string, Blob, std::less<>>;

/// The state of one parse: the network that grows, and the blobs made so far.
class Conversion {
 public:
  Conversion(nvinfer1::INetworkDefinition& network, ModelWeights& weights,
             nvinfer1::DataType weight_type, const Log& log);

  /// Adds the net's layers, of its present form and the TEST phase, to the network, and names the
  /// tensors after their blobs. Throws Error with the layer's name and line.
  void run(const proto::NetParameter& net);

  nvinfer1::INetworkDefinition& network() const { return network_; }
  ModelWeights& weights() const { return weights_; }
  const Log& log() const { return log_; }
  const Blobs& blobs() const { return blobs_; }
  bool implicit_batch() const { return implicit_batch_; }

  /// The blob's tensor; its dimensions as Caffe counts them, with the file's batch size where the
  /// network's batch is implicit. Throws Error where no layer has made the blob.
  const Blob& blob(const std::string& name) const;
  Shape shape_of(const Blob& blob) const;
  /// Dimensions of the tensor for a blob of this shape.
  nvinfer1::Dims tensor_dims(const Shape& shape) const;

  /// Adds an input, or takes the network's own of that name, which the program has added with
  /// extents of its choice.
  void add_input(const std::string& name, const Shape& shape);
  /// A later blob of the same name takes the place of an earlier one: an in-place layer.
  void set_blob(const std::string& name, Blob blob);

  /// Values in the type that the caller asked weights to have.
  nvinfer1::Weights encode(std::span<const float> values) const;

 private:
  /// An input that the network had before the parse; null: none. Throws Error unless layers can be
  /// made for a tensor of its dimensions in place of `dims`.
  nvinfer1::ITensor* own_input(const std::string& name, const nvinfer1::Dims& dims) const;
  void name_tensors() const;

  nvinfer1::INetworkDefinition& network_;
  ModelWeights& weights_;
  nvinfer1::DataType weight_type_;
  const Log& log_;
  bool implicit_batch_;
  int64_t file_batch_ = 0;
  Blobs blobs_;
  std::set<std::string> inputs_;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
