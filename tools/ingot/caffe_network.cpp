#include "caffe_network.h"

#include <filesystem>

#include "element_type.h"
#include "failure.h"

namespace ingot::tools {

CaffeNetwork::CaffeNetwork(const CaffeModel& model)
    : stem_(std::filesystem::path(model.deploy).stem()),
      builder_(nvinfer1::createInferBuilder(logger_)),
      parser_(nvcaffeparser1::createCaffeParser()) {
  if (builder_ == nullptr || parser_ == nullptr) fail("the library cannot be used");
  network_.reset(model.shapes.empty() ? builder_->createNetwork() : builder_->createNetworkV2(0));
  if (network_ == nullptr) fail("no network could be made");
  add_inputs(model.shapes);
  const char* weights = model.weights.empty() ? nullptr : model.weights.c_str();
  const auto* blobs =
      parser_->parse(model.deploy.c_str(), weights, *network_, nvinfer1::DataType::kFLOAT);
  if (blobs == nullptr) fail(model.deploy + ": not a Caffe network");
  require_inputs(model, *blobs);
  mark_outputs(model, *blobs);
}

void CaffeNetwork::fail(const std::string& otherwise) const {
  throw Failure(logger_.first_error().empty() ? otherwise : logger_.first_error());
}

/// The parser takes an input that is there for the model's of that name.
void CaffeNetwork::add_inputs(const Shapes& shapes) {
  for (const auto& [name, extents] : shapes) {
    const auto* input =
        network_->addInput(name.c_str(), nvinfer1::DataType::kFLOAT, dims_of(name, extents));
    if (input == nullptr) fail(name + ": cannot be " + shape_text(extents));
  }
}

/// A blob of the model's is read by a layer, unless it is the last of its name.
void CaffeNetwork::require_inputs(const CaffeModel& model,
                                  const nvcaffeparser1::IBlobNameToTensor& blobs) const {
  const auto read = tensors_read();
  for (int i = 0; i < network_->getNbInputs(); ++i) {
    const nvinfer1::ITensor* input = network_->getInput(i);
    if (read.contains(input) || blobs.find(input->getName()) == input) continue;
    throw Failure(model.deploy + ": has no input '" + input->getName() + "'");
  }
}

std::set<const nvinfer1::ITensor*> CaffeNetwork::tensors_read() const {
  std::set<const nvinfer1::ITensor*> read;
  for (int i = 0; i < network_->getNbLayers(); ++i) {
    const nvinfer1::ILayer* layer = network_->getLayer(i);
    for (int j = 0; j < layer->getNbInputs(); ++j) read.insert(layer->getInput(j));
  }
  return read;
}

void CaffeNetwork::mark_outputs(const CaffeModel& model,
                                const nvcaffeparser1::IBlobNameToTensor& blobs) {
  if (model.outputs.empty()) mark_unread_tensors();
  for (const std::string& name : model.outputs) {
    nvinfer1::ITensor* tensor = blobs.find(name.c_str());
    if (tensor == nullptr) throw Failure(model.deploy + ": has no blob '" + name + "'");
    network_->markOutput(*tensor);
  }
}

void CaffeNetwork::mark_unread_tensors() {
  const auto read = tensors_read();
  for (int i = 0; i < network_->getNbLayers(); ++i) {
    const nvinfer1::ILayer* layer = network_->getLayer(i);
    for (int j = 0; j < layer->getNbOutputs(); ++j) {
      nvinfer1::ITensor* tensor = layer->getOutput(j);
      if (!read.contains(tensor)) network_->markOutput(*tensor);
    }
  }
}

}  // namespace ingot::tools
