/// \file
/// Help with weights of other frameworks (TensorRT 5-9).
#pragma once

#include "dims.h"
#include "macros.h"
#include "weights.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
namespace utils {
/// Copies weights of the given shape to data with permuted dimensions: dimension i of the result is
/// dimension shapeOrder[i] of the input. False if an argument is wrong.
TENSORRTAPI bool reshapeWeights(const Weights& input, const int32_t* shape,
                                const int32_t* shapeOrder, void* data, int32_t nbDims);

/// Reorders num blocks of size bytes each: block i becomes the one that was at order[i]. False if
/// an argument is wrong.
TENSORRTAPI bool reorderSubBuffers(void* input, const int32_t* order, int32_t num, int32_t size);

/// Transposes num matrices of height rows and width columns each, in place. False if an argument is
/// wrong.
TENSORRTAPI bool transposeSubBuffers(void* input, DataType type, int32_t num, int32_t height,
                                     int32_t width);
}  // namespace utils
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
