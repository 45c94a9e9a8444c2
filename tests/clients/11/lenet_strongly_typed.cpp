// Level 11: a network (strongly typed, as all of this level) of matrix products over constants, a
// dynamic batch, tensors enumerated by name, enqueueV3.

#include <NvInfer.h>

#include <map>
#include <memory>

#include "common/caffemodel.h"
#include "common/device.h"
#include "common/digits.h"

namespace {

class Logger : public nvinfer1::ILogger {
  void log(Severity severity, const char* message) noexcept override {
    if (severity <= Severity::kWARNING) {
      std::fprintf(stderr, "%s\n", message);
    }
  }
};

Logger logger;

using Model = std::map<std::string, client::Blobs>;

nvinfer1::Weights weights(const Model& model, const char* layer, int blob) {
  const std::vector<float>& values = model.at(layer).at(blob);
  return {nvinfer1::DataType::kFLOAT, values.data(), static_cast<int64_t>(values.size())};
}

nvinfer1::ITensor* convolution_and_pool(nvinfer1::INetworkDefinition& network, const Model& model,
                                        nvinfer1::ITensor& input, const char* name,
                                        int64_t outputs) {
  nvinfer1::IConvolutionLayer* convolution = network.addConvolutionNd(
      input, outputs, nvinfer1::DimsHW{5, 5}, weights(model, name, 0), weights(model, name, 1));
  client::require(convolution != nullptr, std::string(name) + ": addConvolutionNd failed");
  convolution->setName(name);
  nvinfer1::IPoolingLayer* pool = network.addPoolingNd(
      *convolution->getOutput(0), nvinfer1::PoolingType::kMAX, nvinfer1::DimsHW{2, 2});
  pool->setStrideNd(nvinfer1::DimsHW{2, 2});
  return pool->getOutput(0);
}

// (N, inputs) to (N, outputs): input times the transposed weights, plus the bias.
nvinfer1::ITensor* inner_product(nvinfer1::INetworkDefinition& network, const Model& model,
                                 nvinfer1::ITensor& input, const char* name, int64_t inputs,
                                 int64_t outputs) {
  using nvinfer1::MatrixOperation;
  nvinfer1::ITensor* matrix =
      network.addConstant(nvinfer1::Dims2{outputs, inputs}, weights(model, name, 0))->getOutput(0);
  nvinfer1::ITensor* bias =
      network.addConstant(nvinfer1::Dims2{1, outputs}, weights(model, name, 1))->getOutput(0);
  nvinfer1::IMatrixMultiplyLayer* product = network.addMatrixMultiply(
      input, MatrixOperation::kNONE, *matrix, MatrixOperation::kTRANSPOSE);
  client::require(product != nullptr, std::string(name) + ": addMatrixMultiply failed");
  product->setName(name);
  return network
      .addElementWise(*product->getOutput(0), *bias, nvinfer1::ElementWiseOperation::kSUM)
      ->getOutput(0);
}

void define(nvinfer1::INetworkDefinition& network, const Model& model) {
  nvinfer1::ITensor* x = network.addInput("data", nvinfer1::DataType::kFLOAT,
                                          nvinfer1::Dims4{-1, 1, client::kSide, client::kSide});
  x = convolution_and_pool(network, model, *x, "conv1", 20);
  x = convolution_and_pool(network, model, *x, "conv2", 50);
  nvinfer1::IShuffleLayer* flat = network.addShuffle(*x);
  flat->setReshapeDimensions(nvinfer1::Dims2{-1, 800});
  x = inner_product(network, model, *flat->getOutput(0), "ip1", 800, 500);
  x = network.addActivation(*x, nvinfer1::ActivationType::kRELU)->getOutput(0);
  x = inner_product(network, model, *x, "ip2", 500, client::kDigits);
  nvinfer1::ISoftMaxLayer* softmax = network.addSoftMax(*x);
  softmax->setAxes(1U << 1);
  softmax->getOutput(0)->setName("prob");
  network.markOutput(*softmax->getOutput(0));
}

std::unique_ptr<nvinfer1::IHostMemory> build(const Model& model) {
  std::unique_ptr<nvinfer1::IBuilder> builder(nvinfer1::createInferBuilder(logger));
  std::unique_ptr<nvinfer1::INetworkDefinition> network(builder->createNetworkV2(0));
  define(*network, model);

  std::unique_ptr<nvinfer1::IBuilderConfig> config(builder->createBuilderConfig());
  nvinfer1::IOptimizationProfile* profile = builder->createOptimizationProfile();
  using nvinfer1::OptProfileSelector;
  profile->setDimensions("data", OptProfileSelector::kMIN, nvinfer1::Dims4{1, 1, 28, 28});
  profile->setDimensions("data", OptProfileSelector::kOPT, nvinfer1::Dims4{10, 1, 28, 28});
  profile->setDimensions("data", OptProfileSelector::kMAX, nvinfer1::Dims4{16, 1, 28, 28});
  client::require(config->addOptimizationProfile(profile) == 0,
                  "the optimisation profile was refused");
  std::unique_ptr<nvinfer1::IHostMemory> plan(builder->buildSerializedNetwork(*network, *config));
  client::require(plan != nullptr, "buildSerializedNetwork failed");
  return plan;
}

// Values of a shape without dynamic dimensions.
int64_t values_in(const nvinfer1::Dims& shape) {
  int64_t count = 1;
  for (int32_t i = 0; i < shape.nbDims; ++i) {
    count *= shape.d[i];
  }
  return count;
}

// All ten digits as one batch; the tensors are those that the engine lists.
std::vector<float> infer(nvinfer1::ICudaEngine& engine, const std::vector<float>& pictures) {
  std::unique_ptr<nvinfer1::IExecutionContext> context(engine.createExecutionContext());
  client::require(context->setInputShape("data", nvinfer1::Dims4{client::kDigits, 1, 28, 28}),
                  "setInputShape failed");
  client::require(context->inferShapes(0, nullptr) == 0, "inferShapes failed");

  client::Stream stream;
  std::map<std::string, std::unique_ptr<client::DeviceFloats>> memory;
  for (int32_t i = 0; i < engine.getNbIOTensors(); ++i) {
    const char* name = engine.getIOTensorName(i);
    const int64_t count = values_in(context->getTensorShape(name));
    client::require(count > 0, std::string(name) + ": the shape is not known");
    memory[name].reset(new client::DeviceFloats(static_cast<std::size_t>(count)));
    client::require(context->setTensorAddress(name, memory[name]->data()),
                    std::string(name) + ": setTensorAddress failed");
  }
  client::require(values_in(context->getTensorShape("prob")) == client::kDigits * client::kDigits,
                  "prob: expected 10 by 10 values");

  std::vector<float> prob(client::kDigits * client::kDigits);
  memory.at("data")->upload(pictures.data(), stream);
  client::require(context->enqueueV3(stream), "enqueueV3 failed");
  memory.at("prob")->download(prob.data(), stream);
  stream.synchronize();
  return prob;
}

void recognize(const std::string& folder) {
  const std::vector<float> pictures = client::read_digits(folder + "/digits");
  const auto plan = build(client::read_caffemodel(folder + "/lenet.caffemodel"));
  const std::string saved = client::through_file("lenet_11.plan", plan->data(), plan->size());

  std::unique_ptr<nvinfer1::IRuntime> runtime(nvinfer1::createInferRuntime(logger));
  std::unique_ptr<nvinfer1::ICudaEngine> built(
      runtime->deserializeCudaEngine(plan->data(), plan->size()));
  std::unique_ptr<nvinfer1::ICudaEngine> loaded(
      runtime->deserializeCudaEngine(saved.data(), saved.size()));
  client::require(built != nullptr && loaded != nullptr, "deserializeCudaEngine failed");
  const std::vector<float> before = infer(*built, pictures);
  client::require_right_answers(before);
  client::require_same_bits(before, infer(*loaded, pictures));
}

}  // namespace

int main(int argc, char** argv) { return client::main(argc, argv, recognize); }
