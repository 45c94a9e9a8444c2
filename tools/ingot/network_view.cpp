#include "network_view.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace ingot::tools {
namespace {

using nlohmann::json;
using nvinfer1::LayerType;

std::string kind_of(const nvinfer1::ILayer& layer) {
  static const std::map<LayerType, const char*> kKinds{
      {LayerType::kCONVOLUTION, "convolution"},
      {LayerType::kACTIVATION, "activation"},
      {LayerType::kPOOLING, "pooling"},
      {LayerType::kLRN, "lrn"},
      {LayerType::kSCALE, "scale"},
      {LayerType::kSOFTMAX, "softmax"},
      {LayerType::kDECONVOLUTION, "deconvolution"},
      {LayerType::kCONCATENATION, "concatenation"},
      {LayerType::kELEMENTWISE, "elementwise"},
      {LayerType::kUNARY, "unary"},
      {LayerType::kPADDING, "padding"},
      {LayerType::kSHUFFLE, "shuffle"},
      {LayerType::kREDUCE, "reduce"},
      {LayerType::kMATRIX_MULTIPLY, "matrix_multiply"},
      {LayerType::kCONSTANT, "constant"},
      {LayerType::kIDENTITY, "identity"},
      {LayerType::kSLICE, "slice"},
      {LayerType::kPARAMETRIC_RELU, "parametric_relu"},
      {LayerType::kFULLY_CONNECTED, "fully_connected"},
  };
  const auto kind = kKinds.find(layer.getType());
  return kind != kKinds.end() ? kind->second
                              : "kind " + std::to_string(static_cast<int>(layer.getType()));
}

/// The steps that name each layer. A step's name joins those of its layers, "conv1 + relu1"; a part
/// of a layer is "ip1.flatten", a copy of its output "pool1 in linear".
class StepsOfLayers {
 public:
  StepsOfLayers(const nvinfer1::INetworkDefinition& network, const json& plan) {
    for (int i = 0; i < network.getNbLayers(); ++i) steps_[network.getLayer(i)->getName()];
    for (size_t i = 0; i < plan["steps"].size(); ++i) add(plan["steps"][i]["layers"], i);
  }

  const std::set<size_t>& of(const nvinfer1::ILayer& layer) const {
    return steps_.at(layer.getName());
  }

 private:
  void add(const std::string& names, size_t step) {
    constexpr std::string_view kAnd = " + ";
    for (size_t begin = 0; begin <= names.size();) {
      const size_t end = std::min(names.find(kAnd, begin), names.size());
      add_one(names.substr(begin, end - begin), step);
      begin = end + kAnd.size();
    }
  }

  void add_one(const std::string& name, size_t step) {
    for (const size_t length : {name.size(), name.rfind(" in "), name.rfind('.')}) {
      const auto layer = steps_.find(name.substr(0, length));
      if (layer == steps_.end()) continue;
      layer->second.insert(step);
      return;
    }
  }

  std::map<std::string, std::set<size_t>> steps_;
};

class View {
 public:
  View(const nvinfer1::INetworkDefinition& network, const json& plan)
      : network_(network), steps_(network, plan) {}

  json write() {
    json inputs = json::array();
    json layers = json::array();
    json outputs = json::array();
    for (int i = 0; i < network_.getNbInputs(); ++i) inputs.push_back(number(network_.getInput(i)));
    for (int i = 0; i < network_.getNbLayers(); ++i) layers.push_back(view(*network_.getLayer(i)));
    for (int i = 0; i < network_.getNbOutputs(); ++i) {
      outputs.push_back(number(network_.getOutput(i)));
    }
    return {{"tensors", tensors_}, {"inputs", inputs}, {"outputs", outputs}, {"layers", layers}};
  }

 private:
  json view(const nvinfer1::ILayer& layer) {
    json inputs = json::array();
    json outputs = json::array();
    for (int i = 0; i < layer.getNbInputs(); ++i) {
      if (layer.getInput(i) != nullptr) inputs.push_back(number(layer.getInput(i)));
    }
    for (int i = 0; i < layer.getNbOutputs(); ++i) outputs.push_back(number(layer.getOutput(i)));
    return {{"name", layer.getName()},
            {"kind", kind_of(layer)},
            {"inputs", inputs},
            {"outputs", outputs},
            {"steps", steps_.of(layer)}};
  }

  size_t number(const nvinfer1::ITensor* tensor) {
    const auto [place, is_new] = numbers_.try_emplace(tensor, numbers_.size());
    if (is_new) tensors_.push_back({{"name", tensor->getName()}, {"shape", shape_of(*tensor)}});
    return place->second;
  }

  json shape_of(const nvinfer1::ITensor& tensor) const {
    json shape = json::array();
    if (network_.hasImplicitBatchDimension()) shape.push_back("N");
    const nvinfer1::Dims dims = tensor.getDimensions();
    for (int i = 0; i < dims.nbDims; ++i) {
      shape.push_back(dims.d[i] < 0 ? json("?") : json(dims.d[i]));
    }
    return shape;
  }

  const nvinfer1::INetworkDefinition& network_;
  StepsOfLayers steps_;
  std::map<const nvinfer1::ITensor*, size_t> numbers_;
  json tensors_ = json::array();
};

}  // namespace

json network_view(const nvinfer1::INetworkDefinition& network, const json& plan) {
  return View(network, plan).write();
}

}  // namespace ingot::tools
