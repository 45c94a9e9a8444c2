#include "caffe_network.h"

#include <filesystem>
#include <set>

#include "failure.h"

namespace ingot::tools {

CaffeNetwork::CaffeNetwork(const CaffeModel& model)
    : stem_(std::filesystem::path(model.deploy).stem()),
      builder_(nvinfer1::createInferBuilder(logger_)),
      parser_(nvcaffeparser1::createCaffeParser()) {
  if (builder_ == nullptr || parser_ == nullptr) fail("the library cannot be used");
  network_.reset(builder_->createNetwork());
  if (network_ == nullptr) fail("no network could be made");
  const char* weights = model.weights.empty() ? nullptr : model.weights.c_str();
  const auto* blobs =
      parser_->parse(model.deploy.c_str(), weights, *network_, nvinfer1::DataType::kFLOAT);
  if (blobs == nullptr) fail(model.deploy + ": not a Caffe network");
  mark_outputs(model, *blobs);
}

void CaffeNetwork::fail(const std::string& otherwise) const {
  throw Failure(logger_.first_error().empty() ? otherwise : logger_.first_error());
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
  std::set<const nvinfer1::ITensor*> read;
  for (int i = 0; i < network_->getNbLayers(); ++i) {
    const nvinfer1::ILayer* layer = network_->getLayer(i);
    for (int j = 0; j < layer->getNbInputs(); ++j) read.insert(layer->getInput(j));
  }
  for (int i = 0; i < network_->getNbLayers(); ++i) {
    const nvinfer1::ILayer* layer = network_->getLayer(i);
    for (int j = 0; j < layer->getNbOutputs(); ++j) {
      nvinfer1::ITensor* tensor = layer->getOutput(j);
      if (!read.contains(tensor)) network_->markOutput(*tensor);
    }
  }
}

}  // namespace ingot::tools
