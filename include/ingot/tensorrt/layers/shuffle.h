/// \file
/// Transposition and reshape.
#pragma once

#include "../layer.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Transposes, reshapes and transposes again; each step may be left out. An implicit batch takes no
/// part. With explicit batch, setInput(1, …) gives the new dimensions as the output of a constant
/// layer of one dimension, until setReshapeDimensions is called.
class IShuffleLayer : public ILayer {
 public:
  /// Sets the transposition before the reshape; the identity by default.
  virtual void setFirstTranspose(const Permutation& permutation) = 0;
  /// Transposition before the reshape.
  virtual Permutation getFirstTranspose() const = 0;
  /// Sets the new dimensions: 0 copies the input's extent at that place (unless
  /// setZeroIsPlaceholder(false)), a single -1 takes what is left.
  virtual void setReshapeDimensions(const Dims& dimensions) = 0;
  /// New dimensions; nbDims of -1 if there is no reshape, or input 1 gives them.
  virtual Dims getReshapeDimensions() const = 0;
  /// Sets the transposition after the reshape; the identity by default.
  virtual void setSecondTranspose(const Permutation& permutation) = 0;
  /// Transposition after the reshape.
  virtual Permutation getSecondTranspose() const = 0;
  /// Sets whether 0 copies an extent; true by default (TensorRT 7.2 on).
  virtual void setZeroIsPlaceholder(bool zeroIsPlaceholder) = 0;
  /// Whether 0 copies an extent.
  virtual bool getZeroIsPlaceholder() const = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
