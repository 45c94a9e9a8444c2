/// \file
/// Matrix product.
#pragma once

#include "../layer.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// How an operand of a matrix product is read.
enum class MatrixOperation : int32_t {
  kNONE = 0,       ///< The last two dimensions are a matrix.
  kTRANSPOSE = 1,  ///< The last two dimensions are a transposed matrix.
  kVECTOR = 2      ///< The last dimension is a vector.
};
INGOT_ENUM_MAX(MatrixOperation, 3)

/// Product of two matrices, or of a matrix and a vector, for each index of the leading dimensions;
/// a leading extent of 1 is broadcast.
class IMatrixMultiplyLayer : public ILayer {
 public:
  /// Sets how operand index (0 or 1) is read.
  virtual void setOperation(int32_t index, MatrixOperation op) = 0;
  /// How operand index is read.
  virtual MatrixOperation getOperation(int32_t index) const = 0;
  /// Sets whether operand index is transposed (TensorRT 5-7).
  void setTranspose(int32_t index, bool val) {
    setOperation(index, val ? MatrixOperation::kTRANSPOSE : MatrixOperation::kNONE);
  }
  /// Whether operand index is transposed (TensorRT 5-7).
  bool getTranspose(int32_t index) const {
    return getOperation(index) == MatrixOperation::kTRANSPOSE;
  }
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
