#pragma once

#include <span>

#include "caffe/layer.h"

/// Pieces that several layer types are made of.
namespace ingot::caffe {
inline namespace INGOT_API_GROUP {

nvinfer1::Dims to_dims(std::span<const int64_t> extents);

/// The tensor with other dimensions; the tensor itself where these are its own.
nvinfer1::ITensor& reshape(const Layer& layer, nvinfer1::ITensor& tensor,
                           const nvinfer1::Dims& dims, const char* part = "");
/// The first bottom as a blob of this shape.
nvinfer1::ITensor& reshape_bottom(const Layer& layer, const Shape& shape, const char* part = "");

/// (tensor * scale + shift) ^ power, with the same numbers everywhere.
nvinfer1::ITensor& scale_uniform(const Layer& layer, nvinfer1::ITensor& tensor, float scale,
                                 float shift, float power, const char* part = "");

/// first bottom * scale + shift with a number a channel; either may be empty.
nvinfer1::ITensor& scale_channels(const Layer& layer, nvinfer1::Weights scale,
                                  nvinfer1::Weights shift);

nvinfer1::ITensor& combine(const Layer& layer, nvinfer1::ITensor& a, nvinfer1::ITensor& b,
                           nvinfer1::ElementWiseOperation operation, const char* part = "");

/// A constant tensor of floats.
nvinfer1::ITensor& constant(const Layer& layer, const nvinfer1::Dims& dims,
                            std::span<const float> values, const char* part);

/// Part of the tensor, of `size` from `start`.
nvinfer1::ITensor& slice(const Layer& layer, nvinfer1::ITensor& tensor, const nvinfer1::Dims& start,
                         const nvinfer1::Dims& size, const char* part = "");

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
