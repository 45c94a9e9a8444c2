#pragma once

#include <NvInferRuntime.h>

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// What TensorRT returns where there are no dimensions to give: nbDims is -1.
inline nvinfer1::Dims no_dims() {
  nvinfer1::Dims none{};
  none.nbDims = -1;
  return none;
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
