#include "caffe/conversion.h"

#include <algorithm>
#include <limits>

#include "base/error.h"
#include "base/text.h"
#include "caffe/layer.h"
#include "caffe/layer_registry.h"
#include "caffe/model/layer_text.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {

Conversion::Conversion(nvinfer1::INetworkDefinition& network, ModelWeights& weights,
                       nvinfer1::DataType weight_type, const Log& log)
    : network_(network),
      weights_(weights),
      weight_type_(weight_type),
      log_(log),
      implicit_batch_(network.hasImplicitBatchDimension()) {}

void Conversion::run(const proto::NetParameter& net) {
  check_layer_types(net);
  for (const proto::LayerParameter& parameter : net.layer()) {
    with_context([&] { return describe(parameter); },
                 [&] {
                   Layer layer(*this, parameter);
                   find_layer(parameter.type())(layer);
                 });
  }
  name_tensors();
}

const Blob& Conversion::blob(const std::string& name) const {
  const auto found = blobs_.find(name);
  require(found != blobs_.end(), ErrorCode::kInvalidArgument,
          [&] { return str("bottom '", name, "' is not a top of any layer above"); });
  return found->second;
}

Shape Conversion::shape_of(const Blob& blob) const {
  const nvinfer1::Dims dims = blob.tensor->getDimensions();
  Shape shape;
  if (implicit_batch_ && blob.rank > 0) shape.push_back(file_batch_);
  for (int i = 0; static_cast<int>(shape.size()) < blob.rank; ++i) shape.push_back(dims.d[i]);
  return shape;
}

nvinfer1::Dims Conversion::tensor_dims(const Shape& shape) const {
  const size_t skip = implicit_batch_ && !shape.empty() ? 1 : 0;
  const size_t least = implicit_batch_ ? 3 : 4;
  require(shape.size() - skip <= size_t{nvinfer1::Dims::MAX_DIMS}, ErrorCode::kUnsupported, [&] {
    return str("a blob of ", shape.size(), " axes; at most ", nvinfer1::Dims::MAX_DIMS,
               " are possible");
  });
  nvinfer1::Dims dims{};
  for (size_t i = skip; i < shape.size(); ++i) {
    require(shape[i] <= std::numeric_limits<int32_t>::max(), ErrorCode::kUnsupported,
            [&] { return str("an extent of ", shape[i], " is too large"); });
    dims.d[dims.nbDims++] = static_cast<nvinfer1::impl::Extent>(shape[i]);
  }
  while (dims.nbDims < static_cast<int>(least)) dims.d[dims.nbDims++] = 1;
  return dims;
}

void Conversion::add_input(const std::string& name, const Shape& shape) {
  require(!shape.empty(), ErrorCode::kInvalidArgument,
          [&] { return str("input '", name, "' has no dimensions"); });
  element_count(shape);
  const nvinfer1::Dims dims = tensor_dims(shape);
  nvinfer1::ITensor* tensor = own_input(name, dims);
  if (tensor == nullptr) {
    tensor = network_.addInput(name.c_str(), nvinfer1::DataType::kFLOAT, dims);
  }
  require(tensor != nullptr, ErrorCode::kInvalidState,
          [&] { return str("the network does not take an input '", name, "'"); });
  if (inputs_.empty()) file_batch_ = shape.front();
  if (implicit_batch_ && shape.front() != file_batch_) {
    log_(Severity::kWarning,
         str("input '", name, "' has a batch of ", shape.front(), ", the first input one of ",
             file_batch_, "; in a network of implicit batch they have the same"));
  }
  inputs_.insert(name);
  set_blob(name, {tensor, static_cast<int>(shape.size())});
}

void Conversion::set_blob(const std::string& name, Blob blob) { blobs_[name] = blob; }

nvinfer1::Weights Conversion::encode(std::span<const float> values) const {
  const auto count = static_cast<int64_t>(values.size());
  if (weight_type_ == nvinfer1::DataType::kHALF) {
    return {weight_type_, weights_.keep_halves(values), count};
  }
  return {weight_type_, values.data(), count};
}

/// Layers are made of known extents: of -1 a window as large as the picture could not be.
nvinfer1::ITensor* Conversion::own_input(const std::string& name,
                                         const nvinfer1::Dims& dims) const {
  for (int i = 0; i < network_.getNbInputs() && !inputs_.contains(name); ++i) {
    nvinfer1::ITensor* input = network_.getInput(i);
    if (name != input->getName()) continue;
    const nvinfer1::Dims own = input->getDimensions();
    require(
        own.nbDims == dims.nbDims && std::find(own.d, own.d + own.nbDims, -1) == own.d + own.nbDims,
        ErrorCode::kInvalidArgument, [&] {
          return str("there is an input named '", name, "' already, of ",
                     shape_text(Shape(own.d, own.d + own.nbDims)), "; expected ", dims.nbDims,
                     " known extents, such as the model's ",
                     shape_text(Shape(dims.d, dims.d + dims.nbDims)));
        });
    return input;
  }
  return nullptr;
}

/// An input keeps its name where an in-place layer has taken over its blob.
void Conversion::name_tensors() const {
  for (const auto& [name, blob] : blobs_) {
    if (!inputs_.contains(name)) blob.tensor->setName(name.c_str());
  }
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
