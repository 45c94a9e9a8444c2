#pragma once

#include <NvInfer.h>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "api/guard.h"
#include "api/lowering.h"
#include "api/tensor.h"
#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// Where a new layer stands.
struct LayerOrigin {
  Network& network;
  size_t number;  ///< in the order of addition
  std::vector<Tensor*> inputs;
};

/// What all layers have, whatever their interface: a name, inputs and outputs, wished types, and
/// the types of the outputs as they were inferred last.
class Layer {
 public:
  /// `kind` is what default names say: "(Unnamed Layer* 3) [Pooling]".
  Layer(LayerOrigin origin, nvinfer1::LayerType type, const char* kind);
  virtual ~Layer() = default;
  Layer(const Layer&) = delete;
  Layer& operator=(const Layer&) = delete;

  virtual nvinfer1::ILayer& interface() = 0;
  /// As lower; an Error names the layer, and outputs of another type than is wished are one.
  std::vector<ir::Value> lower_checked(Lowering& lowering) const;
  /// Throws Error where no later setting can make the layer right.
  void check_new() const;

  Network& network() const { return network_; }
  const std::string& name() const { return name_; }
  nvinfer1::LayerType type() const { return type_; }
  /// Null where no tensor is set.
  std::span<Tensor* const> inputs() const { return inputs_; }
  std::span<Tensor* const> outputs() const { return outputs_; }
  bool reads(const Tensor& tensor) const;
  void add_output(Tensor* tensor) { outputs_.push_back(tensor); }
  std::optional<nvinfer1::DataType> wished_type(size_t output) const;

  bool is_inferred() const { return state_ != State::kUnknown; }
  /// Null while not inferred, and where that failed.
  const std::vector<ir::TensorType>* types() const;
  /// Infers; an error is logged, unless an input failed already.
  void infer() const;
  /// Forgets the types; returns whether there was anything to forget.
  bool forget() const;

 protected:
  using Weights = nvinfer1::Weights;

  /// Adds the layer's nodes; gives one value an output.
  virtual std::vector<ir::Value> lower(Lowering& lowering) const = 0;
  /// As the public check_new. By default a layer has to be right at once.
  virtual void check_new(Lowering& lowering) const { lower_checked(lowering); }
  /// Number of positions that setInput can reach.
  virtual size_t max_inputs() const { return inputs_.size(); }
  bool has_input(size_t index) const { return index < inputs_.size() && inputs_[index] != nullptr; }
  /// The numbers of the tensor at a position; nothing where none is set. Throws Error kUnsupported
  /// unless the network's batch is explicit and the tensor a constant of that many dimensions.
  std::optional<std::vector<double>> constant_input(size_t index, int32_t rank) const;
  /// As constant_input of one dimension, for integers. Throws Error kInvalidArgument for others.
  std::optional<std::vector<int64_t>> extents_input(size_t index) const;
  /// Leaves a position other than the first without a tensor.
  void reset_input(size_t index);

  /// Runs `edit`, which leaves the layer as it was where it throws; the Error names the layer and
  /// is reported as of the method `where`. Then has what depends on the layer inferred anew.
  template <class Edit>
  void change(const char* where, Edit&& edit) {
    guard_void(reporter(), where, [&] {
      in_layer(edit);
      invalidate();
    });
  }
  /// As change, for what concerns no type.
  template <class Edit>
  void note(const char* where, Edit&& edit) {
    guard_void(reporter(), where, [&] { in_layer(edit); });
  }
  /// Runs `body`; an Error that leaves it names the layer once.
  template <class Body>
  decltype(auto) in_layer(Body&& body) const {
    try {
      return body();
    } catch (Error& error) {
      name_layer(error);
      throw;
    }
  }

  const Reporter& reporter() const;
  void invalidate() const;
  void set_name(const char* name);
  void set_input(int32_t index, const nvinfer1::ITensor& tensor);
  void set_precision(nvinfer1::DataType type);
  void set_output_type(int32_t index, nvinfer1::DataType type);
  void reset_output_type(int32_t index) { wishes_.outputs.erase(checked_output(index)); }
  nvinfer1::DataType output_type(int32_t index) const;

  struct Wishes {
    std::optional<nvinfer1::DataType> precision;
    std::map<size_t, nvinfer1::DataType> outputs;
    std::string metadata;
  };
  Wishes wishes_;

 private:
  enum class State { kUnknown, kKnown, kFailed };

  void name_layer(Error& error) const;
  size_t checked_output(int32_t index) const;
  bool inputs_are_known() const;
  Lowering types_only(ir::Graph& graph) const;
  void infer_types() const;
  void check_wishes(const Lowering& lowering, std::span<const ir::Value> values) const;

  Network& network_;
  nvinfer1::LayerType type_;
  std::string name_;
  std::vector<Tensor*> inputs_;
  std::vector<Tensor*> outputs_;
  mutable State state_ = State::kUnknown;
  mutable std::vector<ir::TensorType> types_;
};

/// A layer with the methods that ILayer has. `Interface` is the layer's own, such as
/// ISoftMaxLayer.
template <class Interface>
class LayerOf : public Interface, public Layer {
 public:
  using Layer::Layer;
  using DataType = nvinfer1::DataType;
  using ITensor = nvinfer1::ITensor;

  nvinfer1::ILayer& interface() final { return *this; }

  nvinfer1::LayerType getType() const final { return type(); }
  void setName(const char* name) final {
    note("ILayer::setName", [&] { set_name(name); });
  }
  const char* getName() const final { return name().c_str(); }

  int32_t getNbInputs() const final { return count(inputs()); }
  ITensor* getInput(int32_t index) const final { return at(inputs(), index); }
  int32_t getNbOutputs() const final { return count(outputs()); }
  ITensor* getOutput(int32_t index) const final { return at(outputs(), index); }
  void setInput(int32_t index, ITensor& tensor) final {
    change("ILayer::setInput", [&] { set_input(index, tensor); });
  }

  void setPrecision(DataType dataType) final {
    note("ILayer::setPrecision", [&] { set_precision(dataType); });
  }
  DataType getPrecision() const final { return wishes_.precision.value_or(DataType::kFLOAT); }
  bool precisionIsSet() const final { return wishes_.precision.has_value(); }
  void resetPrecision() final { wishes_.precision.reset(); }

  void setOutputType(int32_t index, DataType dataType) final {
    change("ILayer::setOutputType", [&] { set_output_type(index, dataType); });
  }
  DataType getOutputType(int32_t index) const final { return output_type(index); }
  bool outputTypeIsSet(int32_t index) const final {
    return index >= 0 && wished_type(static_cast<size_t>(index)).has_value();
  }
  void resetOutputType(int32_t index) final {
    change("ILayer::resetOutputType", [&] { reset_output_type(index); });
  }

  void setMetadata(const char* metadata) final {
    note("ILayer::setMetadata", [&] { wishes_.metadata = metadata == nullptr ? "" : metadata; });
  }
  const char* getMetadata() const final { return wishes_.metadata.c_str(); }

 private:
  static int32_t count(std::span<Tensor* const> tensors) {
    return static_cast<int32_t>(tensors.size());
  }
  static ITensor* at(std::span<Tensor* const> tensors, int32_t index) {
    return index >= 0 && index < count(tensors) ? tensors[static_cast<size_t>(index)] : nullptr;
  }
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
