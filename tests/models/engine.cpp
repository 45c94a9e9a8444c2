#include "tests/models/engine.h"

#include <NvCaffeParser.h>

#include <iostream>
#include <regex>
#include <stdexcept>

#include "tests/models/data.h"

namespace ingot::test {
namespace {

class Logger : public nvinfer1::ILogger {
 public:
  void log(Severity severity, const char* message) override {
    if (severity <= Severity::kERROR) std::cerr << message << '\n';
  }
};

Logger logger;

void check(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error(what + " failed");
}

size_t volume(const nvinfer1::Dims& dims) {
  size_t product = 1;
  for (int i = 0; i < dims.nbDims; ++i) product *= static_cast<size_t>(dims.d[i]);
  return product;
}

/// The deploy text, with the last two extents of its net-level input replaced.
std::string deploy_text(const Model& model) {
  const auto bytes = read_file(model.prototxt);
  std::string text(bytes.begin(), bytes.end());
  if (model.input_size.empty()) return text;
  const std::regex extents(
      R"((input_dim:\s*\d+\s+input_dim:\s*\d+\s+)input_dim:\s*\d+\s+input_dim:\s*\d+)");
  return std::regex_replace(text, extents,
                            "$1input_dim: " + std::to_string(model.input_size[0]) +
                                " input_dim: " + std::to_string(model.input_size[1]));
}

nvinfer1::IHostMemory* build(const Model& model) {
  auto* builder = nvinfer1::createInferBuilder(logger);
  auto* network = builder->createNetwork();
  auto* parser = nvcaffeparser1::createCaffeParser();
  const std::string deploy = deploy_text(model);
  const auto weights =
      model.caffemodel.empty() ? std::vector<uint8_t>() : read_file(model.caffemodel);
  const auto* blobs = parser->parseBuffers(deploy.data(), deploy.size(),
                                           reinterpret_cast<const char*>(weights.data()),
                                           weights.size(), *network, nvinfer1::DataType::kFLOAT);
  check(blobs != nullptr, "parsing " + model.prototxt);
  for (const std::string& name : model.outputs) {
    auto* tensor = blobs->find(name.c_str());
    check(tensor != nullptr, "finding " + name);
    network->markOutput(*tensor);
  }
  builder->setMaxBatchSize(model.batch);
  auto* config = builder->createBuilderConfig();
  config->setMaxWorkspaceSize(256U << 20U);
  config->setBuilderOptimizationLevel(model.optimization_level);
  if (allows_half()) {
    config->setFlag(nvinfer1::BuilderFlag::kFP16);
  } else {
    config->clearFlag(nvinfer1::BuilderFlag::kTF32);
  }
  if (model.has_own_tactics_only) check(config->setTacticSources(0), "setting tactic sources");
  auto* engine = builder->buildEngineWithConfig(*network, *config);
  check(engine != nullptr, "building " + model.prototxt);
  auto* plan = engine->serialize();
  engine->destroy();
  config->destroy();
  network->destroy();
  parser->destroy();
  builder->destroy();
  return plan;
}

}  // namespace

Engine::Engine(const Model& model) {
  auto* plan = build(model);
  runtime_ = nvinfer1::createInferRuntime(logger);
  engine_ = runtime_->deserializeCudaEngine(plan->data(), plan->size(), nullptr);
  plan->destroy();
  check(engine_ != nullptr, "loading");
  context_ = engine_->createExecutionContext();
  check(context_ != nullptr, "making a context");
  check(cudaStreamCreate(&stream_) == cudaSuccess, "making a stream");
  buffers_.resize(static_cast<size_t>(engine_->getNbBindings()));
  for (int i = 0; i < engine_->getNbBindings(); ++i) {
    const size_t count =
        volume(engine_->getBindingDimensions(i)) * static_cast<size_t>(model.batch);
    check(cudaMalloc(&buffers_[static_cast<size_t>(i)], count * sizeof(float)) == cudaSuccess,
          "allocating");
  }
}

Engine::~Engine() {
  for (void* buffer : buffers_) cudaFree(buffer);
  if (stream_ != nullptr) cudaStreamDestroy(stream_);
  if (context_ != nullptr) context_->destroy();
  if (engine_ != nullptr) engine_->destroy();
  if (runtime_ != nullptr) runtime_->destroy();
}

std::vector<int> Engine::dimensions(const std::string& name) const {
  const auto dims = engine_->getBindingDimensions(engine_->getBindingIndex(name.c_str()));
  return {dims.d, dims.d + dims.nbDims};
}

std::map<std::string, std::vector<float>> Engine::run(const std::vector<float>& input, int batch) {
  std::map<std::string, std::vector<float>> outputs;
  for (int i = 0; i < engine_->getNbBindings(); ++i) {
    const size_t count = volume(engine_->getBindingDimensions(i)) * static_cast<size_t>(batch);
    if (engine_->bindingIsInput(i)) {
      check(count == input.size(), "matching the input's size");
      cudaMemcpyAsync(buffers_[static_cast<size_t>(i)], input.data(), count * sizeof(float),
                      cudaMemcpyHostToDevice, stream_);
    } else {
      outputs[engine_->getBindingName(i)].resize(count);
    }
  }
  check(context_->enqueue(batch, buffers_.data(), stream_, nullptr), "enqueue");
  for (auto& [name, values] : outputs) {
    cudaMemcpyAsync(values.data(),
                    buffers_[static_cast<size_t>(engine_->getBindingIndex(name.c_str()))],
                    values.size() * sizeof(float), cudaMemcpyDeviceToHost, stream_);
  }
  check(cudaStreamSynchronize(stream_) == cudaSuccess, "inference");
  return outputs;
}

std::vector<float> read_mean(const std::string& path) {
  auto* parser = nvcaffeparser1::createCaffeParser();
  auto* blob = parser->parseBinaryProto((data_folder() + "/" + path).c_str());
  check(blob != nullptr, "reading " + path);
  const auto* values = static_cast<const float*>(blob->getData());
  std::vector<float> mean(values, values + volume(blob->getDimensions()));
  blob->destroy();
  parser->destroy();
  return mean;
}

}  // namespace ingot::test
