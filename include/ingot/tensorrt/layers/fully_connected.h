/// \file
/// Fully connected layer.
#pragma once

#include "../layer.h"
#include "../weights.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Multiplies the last three dimensions of the input, taken as one vector of C elements, by a
/// matrix [outputs, C] and adds a bias. The output has the last dimensions [outputs, 1, 1]
/// (TensorRT 5-9).
class IFullyConnectedLayer : public ILayer {
 public:
  /// Sets the number of outputs.
  virtual void setNbOutputChannels(int32_t nbOutputs) = 0;
  /// Number of outputs.
  virtual int32_t getNbOutputChannels() const = 0;
  /// Sets the matrix, row-major.
  virtual void setKernelWeights(Weights weights) = 0;
  /// Matrix.
  virtual Weights getKernelWeights() const = 0;
  /// Sets the bias: one value an output, or none.
  virtual void setBiasWeights(Weights weights) = 0;
  /// Bias.
  virtual Weights getBiasWeights() const = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
