#pragma once

#include <NvInfer.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ir/tensor_type.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

class Layer;
class Network;

/// An input of a network (then `producer` is null), or an output of a layer.
class Tensor final : public nvinfer1::ITensor {
 public:
  using Dims = nvinfer1::Dims;

  /// An input; the dimensions leave out an implicit batch.
  Tensor(Network& network, std::string name, nvinfer1::DataType type,
         std::vector<int64_t> dimensions);
  Tensor(Network& network, std::string name, const Layer& producer, size_t index);

  void setName(const char* name) override;
  const char* getName() const override { return name_.c_str(); }
  void setDimensions(const Dims& dimensions) override;
  Dims getDimensions() const override;
  void setType(nvinfer1::DataType type) override;
  nvinfer1::DataType getType() const override;

  bool setDynamicRange(float min, float max) override;
  bool dynamicRangeIsSet() const override { return dynamic_range_.has_value(); }
  void resetDynamicRange() override { dynamic_range_.reset(); }
  float getDynamicRangeMin() const override;
  float getDynamicRangeMax() const override;

  bool isNetworkInput() const override { return producer_ == nullptr; }
  bool isNetworkOutput() const override;

  void setBroadcastAcrossBatch(bool broadcastAcrossBatch) override;
  bool getBroadcastAcrossBatch() const override { return is_broadcast_; }
  nvinfer1::TensorLocation getLocation() const override {
    return nvinfer1::TensorLocation::kDEVICE;
  }
  void setLocation(nvinfer1::TensorLocation location) override;
  void setAllowedFormats(nvinfer1::TensorFormats formats) override;
  nvinfer1::TensorFormats getAllowedFormats() const override;
  bool isShapeTensor() const override { return false; }
  bool isExecutionTensor() const override { return true; }
  void setDimensionName(int32_t index, const char* name) override;
  const char* getDimensionName(int32_t index) const override;

  const std::string& name() const { return name_; }
  const Layer* producer() const { return producer_; }
  /// Which of the producer's outputs this is.
  size_t index() const { return index_; }

  /// What the program says of the element type, which an input always has. Where it says nothing,
  /// the type follows from the layers.
  std::optional<nvinfer1::DataType> stated_type() const;
  /// Of an input: what the user gives it, with symbols and the batch.
  ir::TensorType input_type() const;
  /// The type that layers see: as input_type but for the element type, or the producer's; null
  /// after an error was logged.
  std::optional<ir::TensorType> inner_type() const;
  /// Real number that an int8 value of 1 stands for; 1 without a dynamic range.
  double int8_scale() const;
  /// Throws Error unless data in row-major order is allowed.
  void check_formats() const;

  /// Dimensions of an input as the program may state them. Throws Error kInvalidArgument.
  static std::vector<int64_t> checked_dimensions(const Network& network, const Dims& dimensions);

 private:
  /// Runs `edit`, reporting as the method `where`, and then has what depends on the tensor inferred
  /// anew.
  template <class Edit>
  void change(const char* where, Edit&& edit);
  bool is_input_or_output() const;

  Network& network_;
  std::string name_;
  const Layer* producer_ = nullptr;
  size_t index_ = 0;
  std::optional<nvinfer1::DataType> type_;
  std::vector<int64_t> dimensions_;
  std::map<size_t, std::string> dimension_names_;
  std::optional<std::pair<float, float>> dynamic_range_;
  std::optional<nvinfer1::TensorFormats> formats_;
  bool is_broadcast_ = false;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
