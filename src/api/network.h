#pragma once

#include <NvInfer.h>

#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "api/guard.h"
#include "api/layers/layer.h"
#include "api/reporter.h"
#include "api/tensor.h"
#include "ir/graph.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

struct NetworkOptions {
  bool implicit_batch = false;
  bool strongly_typed = false;
  bool explicit_precision = false;
  /// What getFlags returns.
  nvinfer1::NetworkDefinitionCreationFlags flags = 0;
};

/// Tensors and layers, editable until they are lowered to a graph. The method that adds a layer is
/// defined in the layer's file.
class Network final : public nvinfer1::INetworkDefinition {
 public:
  using ITensor = nvinfer1::ITensor;
  using Dims = nvinfer1::Dims;
  using Weights = nvinfer1::Weights;
  using Extent = nvinfer1::impl::Extent;

  Network(nvinfer1::IBuilder& builder, const Reporter& reporter, NetworkOptions options);
  ~Network() override;

  /// Throws Error kInvalidArgument unless the object was made here.
  static Network& of(nvinfer1::INetworkDefinition& network);
  static const Network& of(const nvinfer1::INetworkDefinition& network);

  /// The whole network as a graph, dead layers included. With implicit batch, every tensor has a
  /// leading extent: plan::kBatchSymbol, or 1 where the items of a batch share it; outputs always
  /// have the batch. With explicit batch, an extent of -1 is a symbol (see symbols.h). Throws
  /// Error, naming the layer, where something does not fit.
  ir::Graph lower() const;

  ITensor* addInput(const char* name, nvinfer1::DataType type, const Dims& dimensions) override;
  void markOutput(ITensor& tensor) override;
  void unmarkOutput(ITensor& tensor) override;
  void removeTensor(ITensor& tensor) override;
  int32_t getNbInputs() const override { return static_cast<int32_t>(inputs_.size()); }
  ITensor* getInput(int32_t index) const override;
  int32_t getNbOutputs() const override { return static_cast<int32_t>(outputs_.size()); }
  ITensor* getOutput(int32_t index) const override;
  int32_t getNbLayers() const override { return static_cast<int32_t>(layers_.size()); }
  nvinfer1::ILayer* getLayer(int32_t index) const override;

  nvinfer1::IConvolutionLayer* addConvolutionNd(ITensor& input, Extent nbOutputMaps,
                                                const Dims& kernelSize, Weights kernelWeights,
                                                Weights biasWeights) override;
  nvinfer1::IDeconvolutionLayer* addDeconvolutionNd(ITensor& input, Extent nbOutputMaps,
                                                    const Dims& kernelSize, Weights kernelWeights,
                                                    Weights biasWeights) override;
  nvinfer1::IFullyConnectedLayer* addFullyConnected(ITensor& input, int32_t nbOutputs,
                                                    Weights kernelWeights,
                                                    Weights biasWeights) override;
  nvinfer1::IActivationLayer* addActivation(ITensor& input, nvinfer1::ActivationType type) override;
  nvinfer1::IPoolingLayer* addPoolingNd(ITensor& input, nvinfer1::PoolingType type,
                                        const Dims& windowSize) override;
  nvinfer1::ILRNLayer* addLRN(ITensor& input, Extent window, float alpha, float beta,
                              float k) override;
  nvinfer1::IScaleLayer* addScale(ITensor& input, nvinfer1::ScaleMode mode, Weights shift,
                                  Weights scale, Weights power) override;
  nvinfer1::IScaleLayer* addScaleNd(ITensor& input, nvinfer1::ScaleMode mode, Weights shift,
                                    Weights scale, Weights power, int32_t channelAxis) override;
  nvinfer1::ISoftMaxLayer* addSoftMax(ITensor& input) override;
  nvinfer1::IConcatenationLayer* addConcatenation(ITensor* const* inputs,
                                                  int32_t nbInputs) override;
  nvinfer1::IElementWiseLayer* addElementWise(ITensor& input1, ITensor& input2,
                                              nvinfer1::ElementWiseOperation op) override;
  nvinfer1::IUnaryLayer* addUnary(ITensor& input, nvinfer1::UnaryOperation operation) override;
  nvinfer1::IPaddingLayer* addPaddingNd(ITensor& input, const Dims& prePadding,
                                        const Dims& postPadding) override;
  nvinfer1::IShuffleLayer* addShuffle(ITensor& input) override;
  nvinfer1::ISliceLayer* addSlice(ITensor& input, const Dims& start, const Dims& size,
                                  const Dims& stride) override;
  nvinfer1::IReduceLayer* addReduce(ITensor& input, nvinfer1::ReduceOperation operation,
                                    uint32_t reduceAxes, bool keepDimensions) override;
  nvinfer1::IMatrixMultiplyLayer* addMatrixMultiply(ITensor& input0, nvinfer1::MatrixOperation op0,
                                                    ITensor& input1,
                                                    nvinfer1::MatrixOperation op1) override;
  nvinfer1::IConstantLayer* addConstant(const Dims& dimensions, Weights weights) override;
  nvinfer1::IIdentityLayer* addIdentity(ITensor& input) override;
  nvinfer1::IParametricReLULayer* addParametricReLU(ITensor& input, ITensor& slope) override;

  void setName(const char* name) override;
  const char* getName() const override { return name_.c_str(); }
  bool hasImplicitBatchDimension() const override { return options_.implicit_batch; }
  nvinfer1::NetworkDefinitionCreationFlags getFlags() const override { return options_.flags; }
  nvinfer1::IBuilder& getBuilder() const override { return builder_; }
  void setErrorRecorder(nvinfer1::IErrorRecorder* recorder) override {
    reporter_.set_recorder(recorder);
  }
  nvinfer1::IErrorRecorder* getErrorRecorder() const override { return reporter_.recorder(); }

  const NetworkOptions& options() const { return options_; }
  const Reporter& reporter() const { return reporter_; }

  /// The tensor itself if this network owns it; throws Error kInvalidArgument for null, and for a
  /// tensor of another network or one that was removed, which are told by their address alone.
  Tensor& own(const ITensor* tensor) const;
  bool is_output(const Tensor& tensor) const;
  /// Throws Error kInvalidArgument when another input has the name.
  void check_input_name(const Tensor* tensor, const std::string& name) const;

  /// Types of the layer's outputs, from a cache that edits clear; null after an error was logged,
  /// once an edit, for the layer or for one above it.
  const std::vector<ir::TensorType>* infer(const Layer& layer) const;
  /// The settings of the layer, or the data that it reads, changed.
  void invalidate(const Layer& layer) noexcept;
  void invalidate_readers(const Tensor& tensor) noexcept;

  enum class Ancestors { kAll, kNotInferred };
  /// Layers that the given ones depend on, and these themselves, in an order in which they can run.
  /// What is inferred has nothing above it that is not.
  std::vector<const Layer*> with_ancestors(const std::vector<const Layer*>& layers,
                                           Ancestors which = Ancestors::kAll) const;

 private:
  /// Makes a layer of class `L`, which reports as the method `where`; null after an error.
  template <class L, class... Args>
  L* add(const char* where, std::initializer_list<const ITensor*> inputs, Args&&... args) {
    return guard(reporter_, where, nullptr, [&]() -> L* {
      const std::span<const ITensor* const> tensors(inputs.begin(), inputs.size());
      return insert(std::make_unique<L>(origin(tensors), std::forward<Args>(args)...));
    });
  }
  template <class L>
  L* insert(std::unique_ptr<L> layer) {
    L* const added = layer.get();
    take(std::move(layer));
    return added;
  }
  LayerOrigin origin(std::span<const ITensor* const> inputs);
  void take(std::unique_ptr<Layer> layer);
  /// Has the layer and all that depends on it inferred anew.
  void forget(const Layer& layer);

  nvinfer1::IBuilder& builder_;
  Reporter reporter_;
  NetworkOptions options_;
  std::string name_;
  std::map<const ITensor*, std::unique_ptr<Tensor>> tensors_;
  std::vector<std::unique_ptr<Layer>> layers_;
  std::vector<Tensor*> inputs_;
  std::vector<Tensor*> outputs_;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
