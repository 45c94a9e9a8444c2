#pragma once

#include <string>
#include <vector>

#include "caffe/conversion.h"
#include "model/ingot_caffe.pb.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {

/// One layer of the definition on its way into the network. Axes and shapes are Caffe's, the batch
/// first, unless a name says "tensor". Everything throws Error for what cannot be.
class Layer {
 public:
  Layer(Conversion& conversion, const proto::LayerParameter& parameter)
      : conversion_(conversion), parameter_(parameter) {}

  const proto::LayerParameter& parameter() const { return parameter_; }
  nvinfer1::INetworkDefinition& network() const { return conversion_.network(); }
  Conversion& conversion() const { return conversion_; }

  int bottoms() const { return parameter_.bottom_size(); }
  int tops() const { return parameter_.top_size(); }
  /// Refuses the layer unless it has so many bottoms and tops.
  void expect(int bottoms, int tops) const;

  nvinfer1::ITensor& bottom(int index = 0) const;
  int rank(int bottom = 0) const;
  Shape shape(int bottom = 0) const;
  /// Extent of axis 1 of the first bottom.
  int64_t channels() const;
  /// Axis of the first bottom counted from 0.
  int axis(int axis) const;
  /// The tensor's dimension of a counted axis; the batch has none in an implicit-batch network.
  int tensor_axis(int axis) const;

  void set_top(nvinfer1::ITensor& tensor, int rank, int top = 0);
  /// A top with the axes of the first bottom.
  void set_top(nvinfer1::ITensor& tensor) { set_top(tensor, rank()); }
  /// A top that is the first bottom by another name.
  void forward(int top = 0);

  /// Blob `index` of the layer, with as many values as the shape has.
  std::span<const float> values(int index, const Shape& shape, RandomRange range) const;
  nvinfer1::Weights weights(int index, const Shape& shape, RandomRange range) const;
  /// Weights of our own making.
  nvinfer1::Weights weights(std::vector<float> values) const;
  nvinfer1::Weights no_weights() const { return conversion_.encode({}); }

  /// Names an added layer after this one, with "/part" for all but the last, and gives its output.
  /// All parameters have to be set: what the network makes of them is checked.
  nvinfer1::ITensor& output(nvinfer1::ILayer* added, const char* part = "") const;

  void warn(const std::string& message) const;
  [[noreturn]] void refuse(const std::string& message) const;

 private:
  const Blob& blob(int bottom) const;

  Conversion& conversion_;
  const proto::LayerParameter& parameter_;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
