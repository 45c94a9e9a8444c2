/// \file
/// Network definitions.
#pragma once

#include "creation_flags.h"
#include "error_recorder.h"
#include "layers.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
class IBuilder;

/// A network: tensors, and layers in the order in which they were added. It owns both. Made by
/// IBuilder::createNetwork (implicit batch) or IBuilder::createNetworkV2.
///
/// Every add method returns the new layer, owned by the network, or null after an error was logged.
/// Weights are not copied: the program keeps them until the engine is built.
class INetworkDefinition {
 public:
  virtual ~INetworkDefinition() = default;

  /// Deletes the network with its tensors and layers, as delete does (TensorRT 5-9).
  virtual void destroy() { delete this; }

  /// \name Inputs and outputs
  /// \{
  /// Adds an input. The dimensions leave out an implicit batch; -1 stands for an extent given only
  /// at run time, with explicit batch. Null if the name is taken or empty, or an extent is wrong.
  virtual ITensor* addInput(const char* name, DataType type, const Dims& dimensions) = 0;
  /// Makes a tensor an output.
  virtual void markOutput(ITensor& tensor) = 0;
  /// Makes a tensor no output.
  virtual void unmarkOutput(ITensor& tensor) = 0;
  /// Removes a tensor that is neither an input nor an output of a layer, such as an unused input.
  virtual void removeTensor(ITensor& tensor) = 0;
  /// Number of inputs.
  virtual int32_t getNbInputs() const = 0;
  /// Input index, in the order of addInput; null if out of range.
  virtual ITensor* getInput(int32_t index) const = 0;
  /// Number of outputs.
  virtual int32_t getNbOutputs() const = 0;
  /// Output index, in the order of markOutput; null if out of range.
  virtual ITensor* getOutput(int32_t index) const = 0;
  /// \}

  /// \name Layers
  /// \{
  /// Number of layers.
  virtual int32_t getNbLayers() const = 0;
  /// Layer index, in the order of addition; null if out of range.
  virtual ILayer* getLayer(int32_t index) const = 0;

  /// Adds a convolution; the window's rank, 2 or 3, is that of kernelSize (TensorRT 6 on).
  virtual IConvolutionLayer* addConvolutionNd(ITensor& input, impl::Extent nbOutputMaps,
                                              const Dims& kernelSize, Weights kernelWeights,
                                              Weights biasWeights) = 0;
  /// Adds a two-dimensional convolution (TensorRT 5-9).
  IConvolutionLayer* addConvolution(ITensor& input, impl::Extent nbOutputMaps, DimsHW kernelSize,
                                    Weights kernelWeights, Weights biasWeights) {
    return addConvolutionNd(input, nbOutputMaps, kernelSize, kernelWeights, biasWeights);
  }
  /// Adds a deconvolution; the window's rank, 2 or 3, is that of kernelSize (TensorRT 6 on).
  virtual IDeconvolutionLayer* addDeconvolutionNd(ITensor& input, impl::Extent nbOutputMaps,
                                                  const Dims& kernelSize, Weights kernelWeights,
                                                  Weights biasWeights) = 0;
  /// Adds a two-dimensional deconvolution (TensorRT 5-9).
  IDeconvolutionLayer* addDeconvolution(ITensor& input, impl::Extent nbOutputMaps,
                                        DimsHW kernelSize, Weights kernelWeights,
                                        Weights biasWeights) {
    return addDeconvolutionNd(input, nbOutputMaps, kernelSize, kernelWeights, biasWeights);
  }
  /// Adds a fully connected layer (TensorRT 5-9).
  virtual IFullyConnectedLayer* addFullyConnected(ITensor& input, int32_t nbOutputs,
                                                  Weights kernelWeights, Weights biasWeights) = 0;
  /// Adds an activation. Alpha and beta have the usual value of the function until they are set.
  virtual IActivationLayer* addActivation(ITensor& input, ActivationType type) = 0;
  /// Adds a pooling; the window's rank, 2 or 3, is that of windowSize (TensorRT 6 on).
  virtual IPoolingLayer* addPoolingNd(ITensor& input, PoolingType type, const Dims& windowSize) = 0;
  /// Adds a two-dimensional pooling (TensorRT 5-9).
  IPoolingLayer* addPooling(ITensor& input, PoolingType type, DimsHW windowSize) {
    return addPoolingNd(input, type, windowSize);
  }
  /// Adds a local response normalization over a window of channels, an odd number.
  virtual ILRNLayer* addLRN(ITensor& input, impl::Extent window, float alpha, float beta,
                            float k) = 0;
  /// Adds a scale layer; the channels are the third dimension from the end.
  virtual IScaleLayer* addScale(ITensor& input, ScaleMode mode, Weights shift, Weights scale,
                                Weights power) = 0;
  /// Adds a scale layer whose channels are dimension channelAxis (TensorRT 6 on).
  virtual IScaleLayer* addScaleNd(ITensor& input, ScaleMode mode, Weights shift, Weights scale,
                                  Weights power, int32_t channelAxis) = 0;
  /// Adds a softmax.
  virtual ISoftMaxLayer* addSoftMax(ITensor& input) = 0;
  /// Adds a concatenation of nbInputs tensors.
  virtual IConcatenationLayer* addConcatenation(ITensor* const* inputs, int32_t nbInputs) = 0;
  /// Adds an operation on the elements of two tensors.
  virtual IElementWiseLayer* addElementWise(ITensor& input1, ITensor& input2,
                                            ElementWiseOperation op) = 0;
  /// Adds a function of each element.
  virtual IUnaryLayer* addUnary(ITensor& input, UnaryOperation operation) = 0;
  /// Adds padding of the last two dimensions; both paddings have rank 2 (TensorRT 7 on).
  virtual IPaddingLayer* addPaddingNd(ITensor& input, const Dims& prePadding,
                                      const Dims& postPadding) = 0;
  /// Adds padding of the last two dimensions (TensorRT 5-9).
  IPaddingLayer* addPadding(ITensor& input, DimsHW prePadding, DimsHW postPadding) {
    return addPaddingNd(input, prePadding, postPadding);
  }
  /// Adds a shuffle layer that does nothing until it is set.
  virtual IShuffleLayer* addShuffle(ITensor& input) = 0;
  /// Adds a slice; start, size and stride have the input's rank.
  virtual ISliceLayer* addSlice(ITensor& input, const Dims& start, const Dims& size,
                                const Dims& stride) = 0;
  /// Adds a reduction of the dimensions whose bits are set in reduceAxes.
  virtual IReduceLayer* addReduce(ITensor& input, ReduceOperation operation, uint32_t reduceAxes,
                                  bool keepDimensions) = 0;
  /// Adds a matrix product.
  virtual IMatrixMultiplyLayer* addMatrixMultiply(ITensor& input0, MatrixOperation op0,
                                                  ITensor& input1, MatrixOperation op1) = 0;
  /// Adds a matrix product of two matrices, each transposed or not (TensorRT 5-7).
  IMatrixMultiplyLayer* addMatrixMultiply(ITensor& input0, bool transpose0, ITensor& input1,
                                          bool transpose1) {
    return addMatrixMultiply(
        input0, transpose0 ? MatrixOperation::kTRANSPOSE : MatrixOperation::kNONE, input1,
        transpose1 ? MatrixOperation::kTRANSPOSE : MatrixOperation::kNONE);
  }
  /// Adds a constant.
  virtual IConstantLayer* addConstant(const Dims& dimensions, Weights weights) = 0;
  /// Adds an identity.
  virtual IIdentityLayer* addIdentity(ITensor& input) = 0;
  /// Adds a parametric ReLU (TensorRT 6 on).
  virtual IParametricReLULayer* addParametricReLU(ITensor& input, ITensor& slope) = 0;
  /// \}

  /// \name Properties
  /// \{
  /// Sets the name, which is copied and becomes the engine's (TensorRT 6 on).
  virtual void setName(const char* name) = 0;
  /// Name; empty if none is set.
  virtual const char* getName() const = 0;
  /// Whether the batch is left out of all dimensions (TensorRT 6 on).
  virtual bool hasImplicitBatchDimension() const = 0;
  /// Whether the network was created with kEXPLICIT_PRECISION (TensorRT 6-9).
  bool hasExplicitPrecision() const {
    return getFlag(NetworkDefinitionCreationFlag::kEXPLICIT_PRECISION);
  }
  /// Properties of the creation, one bit a flag (TensorRT 10 on).
  virtual NetworkDefinitionCreationFlags getFlags() const = 0;
  /// Whether the network was created with a property (TensorRT 10 on).
  bool getFlag(NetworkDefinitionCreationFlag networkDefinitionCreationFlag) const {
    return ((getFlags() >> static_cast<uint32_t>(networkDefinitionCreationFlag)) & 1U) != 0;
  }
  /// Builder that made the network (TensorRT 10 on).
  virtual IBuilder& getBuilder() const = 0;
  /// Sets where errors go besides the logger; null for nowhere (TensorRT 8 on).
  virtual void setErrorRecorder(IErrorRecorder* recorder) = 0;
  /// Error recorder, or null.
  virtual IErrorRecorder* getErrorRecorder() const = 0;
  /// \}
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
