#pragma once

#include <cstdint>
#include <vector>

#include "model/ingot_caffe.pb.h"

namespace ingot::caffe {

/// A sliding window: one value a spatial axis in each.
struct Window {
  std::vector<int64_t> kernel;
  std::vector<int64_t> stride;
  std::vector<int64_t> pad;
  std::vector<int64_t> dilation;
};

/// Of a Convolution or Deconvolution over `axes` spatial axes. Throws Error kInvalidArgument where
/// a form is contradictory or a value is out of range.
Window convolution_window(const proto::ConvolutionParameter& parameter, int axes);

/// Of a Pooling over a height x width image: all of it where pooling is global.
Window pooling_window(const proto::PoolingParameter& parameter, int64_t height, int64_t width);

}  // namespace ingot::caffe
