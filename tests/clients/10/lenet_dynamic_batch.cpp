// Level 10: LeNet through the network's own calls with a batch known only when it runs, 64-bit
// dimensions, an optimisation profile, and the engine's memory from the program's allocator.

#include <NvInfer.h>

#include <atomic>
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

// Device memory from cudaMalloc, counted; several threads may ask at once.
class Allocator : public nvinfer1::IGpuAllocator {
 public:
  void* allocate(uint64_t size, uint64_t, nvinfer1::AllocatorFlags) noexcept override {
    void* memory = nullptr;
    if (size == 0 || cudaMalloc(&memory, size) != cudaSuccess) {
      return nullptr;
    }
    ++calls_;
    ++living_;
    return memory;
  }
  bool deallocate(void* memory) noexcept override {
    if (memory != nullptr) {
      --living_;
    }
    return cudaFree(memory) == cudaSuccess;
  }

  void require_used_and_empty() const {
    client::require(calls_ > 0, "the allocator was never asked");
    client::require(living_ == 0, std::to_string(living_) + " allocations were not given back");
  }

 private:
  std::atomic<int> calls_{0};
  std::atomic<int> living_{0};
};

Logger logger;

using Model = std::map<std::string, client::Blobs>;

nvinfer1::Weights weights(const Model& model, const char* layer, int blob) {
  const std::vector<float>& values = model.at(layer).at(blob);
  return {nvinfer1::DataType::kFLOAT, values.data(), static_cast<int64_t>(values.size())};
}

nvinfer1::ITensor* convolution(nvinfer1::INetworkDefinition& network, const Model& model,
                               nvinfer1::ITensor& input, const char* name, int64_t outputs,
                               nvinfer1::DimsHW kernel) {
  nvinfer1::IConvolutionLayer* layer = network.addConvolutionNd(
      input, outputs, kernel, weights(model, name, 0), weights(model, name, 1));
  client::require(layer != nullptr, std::string(name) + ": addConvolutionNd failed");
  layer->setName(name);
  return layer->getOutput(0);
}

nvinfer1::ITensor* max_pool(nvinfer1::INetworkDefinition& network, nvinfer1::ITensor& input) {
  nvinfer1::IPoolingLayer* layer =
      network.addPoolingNd(input, nvinfer1::PoolingType::kMAX, nvinfer1::DimsHW{2, 2});
  client::require(layer != nullptr, "addPoolingNd failed");
  layer->setStrideNd(nvinfer1::DimsHW{2, 2});
  return layer->getOutput(0);
}

// The inner products are convolutions as large as their input.
void define(nvinfer1::INetworkDefinition& network, const Model& model) {
  nvinfer1::ITensor* x = network.addInput("data", nvinfer1::DataType::kFLOAT,
                                          nvinfer1::Dims4{-1, 1, client::kSide, client::kSide});
  x = convolution(network, model, *x, "conv1", 20, {5, 5});
  x = max_pool(network, *x);
  x = convolution(network, model, *x, "conv2", 50, {5, 5});
  x = max_pool(network, *x);
  x = convolution(network, model, *x, "ip1", 500, {4, 4});
  x = network.addActivation(*x, nvinfer1::ActivationType::kRELU)->getOutput(0);
  x = convolution(network, model, *x, "ip2", client::kDigits, {1, 1});
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
  config->setMemoryPoolLimit(nvinfer1::MemoryPoolType::kWORKSPACE, 1 << 20);
  nvinfer1::IOptimizationProfile* profile = builder->createOptimizationProfile();
  using nvinfer1::OptProfileSelector;
  profile->setDimensions("data", OptProfileSelector::kMIN, nvinfer1::Dims4{1, 1, 28, 28});
  profile->setDimensions("data", OptProfileSelector::kOPT, nvinfer1::Dims4{5, 1, 28, 28});
  profile->setDimensions("data", OptProfileSelector::kMAX, nvinfer1::Dims4{10, 1, 28, 28});
  client::require(profile->isValid() && config->addOptimizationProfile(profile) == 0,
                  "the optimisation profile was refused");
  std::unique_ptr<nvinfer1::IHostMemory> plan(builder->buildSerializedNetwork(*network, *config));
  client::require(plan != nullptr, "buildSerializedNetwork failed");
  return plan;
}

// The digits in batches of `batch`.
std::vector<float> infer(nvinfer1::ICudaEngine& engine, const std::vector<float>& pictures,
                         int batch) {
  client::require(engine.getTensorShape("data").d[0] == -1, "data: the batch is not dynamic");
  client::DeviceFloats in(batch * client::kPixels);
  client::DeviceFloats out(batch * client::kDigits);
  client::Stream stream;
  std::vector<float> prob(client::kDigits * client::kDigits);
  std::unique_ptr<nvinfer1::IExecutionContext> context(engine.createExecutionContext());
  client::require(!context->setInputShape("data", nvinfer1::Dims4{11, 1, 28, 28}),
                  "a batch beyond the profile was accepted");
  client::require(context->setInputShape("data", nvinfer1::Dims4{batch, 1, 28, 28}),
                  "setInputShape failed");
  const nvinfer1::Dims64 shape = context->getTensorShape("prob");
  client::require(shape.d[0] == batch && shape.d[1] == client::kDigits,
                  "prob: the shape does not follow the input's");
  context->setTensorAddress("data", in.data());
  context->setTensorAddress("prob", out.data());
  for (int i = 0; i < client::kDigits; i += batch) {
    in.upload(&pictures[i * client::kPixels], stream);
    client::require(context->enqueueV3(stream), "enqueueV3 failed");
    out.download(&prob[i * client::kDigits], stream);
    stream.synchronize();
  }
  return prob;
}

void run(nvinfer1::IRuntime& runtime, const nvinfer1::IHostMemory& plan,
         const std::vector<float>& pictures) {
  std::unique_ptr<nvinfer1::ICudaEngine> built(
      runtime.deserializeCudaEngine(plan.data(), plan.size()));
  client::require(built != nullptr, "deserializeCudaEngine failed");
  const std::unique_ptr<nvinfer1::IHostMemory> again(built->serialize());
  const std::string saved = client::through_file("lenet_10.plan", again->data(), again->size());
  std::unique_ptr<nvinfer1::ICudaEngine> loaded(
      runtime.deserializeCudaEngine(saved.data(), saved.size()));
  client::require(loaded != nullptr, "deserializeCudaEngine failed");
  for (const int batch : {1, 2, 10}) {
    const std::vector<float> before = infer(*built, pictures, batch);
    client::require_right_answers(before);
    client::require_same_bits(before, infer(*loaded, pictures, batch));
  }
}

void recognize(const std::string& folder) {
  const std::vector<float> pictures = client::read_digits(folder + "/digits");
  const auto plan = build(client::read_caffemodel(folder + "/lenet.caffemodel"));
  Allocator allocator;
  std::unique_ptr<nvinfer1::IRuntime> runtime(nvinfer1::createInferRuntime(logger));
  runtime->setGpuAllocator(&allocator);
  run(*runtime, *plan, pictures);
  runtime.reset();
  allocator.require_used_and_empty();
}

}  // namespace

int main(int argc, char** argv) { return client::main(argc, argv, recognize); }
