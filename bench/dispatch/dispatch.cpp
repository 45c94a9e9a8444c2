// Prints what an enqueue costs beside the arithmetic: a base and a share for each step. On a GPU
// that of replays, then that of plain launches, which addresses that change each time ask for.

#include <NvInfer.h>
#include <cuda_runtime_api.h>
#include <ingot/device.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

class Logger : public nvinfer1::ILogger {
 public:
  void log(Severity severity, const char* message) noexcept override {
    if (severity <= Severity::kWARNING) std::cerr << message << '\n';
  }
};

Logger logger;

void require(bool condition, const std::string& message) {
  if (!condition) throw std::runtime_error(message);
}

constexpr int kFloats = 4;  // of x and of y

/// Softmaxes over a few numbers, one after another: they do not fuse.
std::unique_ptr<nvinfer1::IHostMemory> build_chain(int steps) {
  const std::unique_ptr<nvinfer1::IBuilder> builder(nvinfer1::createInferBuilder(logger));
  const std::unique_ptr<nvinfer1::INetworkDefinition> network(builder->createNetworkV2(0));
  const std::unique_ptr<nvinfer1::IBuilderConfig> config(builder->createBuilderConfig());
  nvinfer1::ITensor* x =
      network->addInput("x", nvinfer1::DataType::kFLOAT, nvinfer1::Dims2(1, kFloats));
  for (int i = 0; i < steps; ++i) x = network->addSoftMax(*x)->getOutput(0);
  x->setName("y");
  network->markOutput(*x);
  std::unique_ptr<nvinfer1::IHostMemory> plan(builder->buildSerializedNetwork(*network, *config));
  require(plan != nullptr, "a chain cannot be built");
  return plan;
}

constexpr size_t kApart = 64;      // floats from one y to the next
constexpr size_t kAddresses = 64;  // more than an engine remembers

/// x, and places for y.
class Memory {
 public:
  Memory() {
    require(cudaMalloc(&data_, kSize) == cudaSuccess, "no memory");
    require(cudaMemset(data_, 0, kSize) == cudaSuccess, "no memory");
  }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  ~Memory() { cudaFree(data_); }

  void* x() const { return data_; }
  void* y(size_t place) const {
    return static_cast<float*>(data_) + (1 + place % kAddresses) * kApart;
  }

 private:
  static constexpr size_t kSize = (kAddresses + 1) * kApart * sizeof(float);
  void* data_ = nullptr;
};

/// Microseconds of an enqueue and the synchronize after it, the median of many.
double time_chain(int steps, bool changes_addresses) {
  constexpr int kWarmUps = 100;
  constexpr int kSamples = 5001;
  const auto plan = build_chain(steps);
  const std::unique_ptr<nvinfer1::IRuntime> runtime(nvinfer1::createInferRuntime(logger));
  const std::unique_ptr<nvinfer1::ICudaEngine> engine(
      runtime->deserializeCudaEngine(plan->data(), plan->size()));
  require(engine != nullptr, "a chain cannot be loaded");
  const std::unique_ptr<nvinfer1::IExecutionContext> context(engine->createExecutionContext());
  const Memory memory;
  context->setTensorAddress("x", memory.x());
  context->setTensorAddress("y", memory.y(0));
  cudaStream_t stream = nullptr;
  require(cudaStreamCreate(&stream) == cudaSuccess, "no stream");
  std::vector<double> samples;
  for (int i = 0; i < kWarmUps + kSamples; ++i) {
    const auto place = static_cast<size_t>(changes_addresses ? i : 0);
    const auto begin = std::chrono::steady_clock::now();
    context->setTensorAddress("y", memory.y(place));
    require(context->enqueueV3(stream), "enqueue failed");
    require(cudaStreamSynchronize(stream) == cudaSuccess, "the inference failed");
    const std::chrono::duration<double, std::micro> taken =
        std::chrono::steady_clock::now() - begin;
    if (i >= kWarmUps) samples.push_back(taken.count());
  }
  cudaStreamDestroy(stream);
  std::ranges::nth_element(samples, samples.begin() + kSamples / 2);
  return samples[kSamples / 2];
}

void run(bool changes_addresses) {
  constexpr std::array kSteps{1, 9, 33, 129};
  double steps_sum = 0, time_sum = 0, square_sum = 0, product_sum = 0;
  for (const int steps : kSteps) {
    const double time = time_chain(steps, changes_addresses);
    std::printf("%4d steps: %7.2f us\n", steps, time);
    steps_sum += steps;
    time_sum += time;
    square_sum += static_cast<double>(steps) * steps;
    product_sum += steps * time;
  }
  const auto count = static_cast<double>(kSteps.size());
  const double slope =
      (count * product_sum - steps_sum * time_sum) / (count * square_sum - steps_sum * steps_sum);
  std::printf("enqueue and synchronize: %.2f us + %.3f us a step\n",
              (time_sum - slope * steps_sum) / count, slope);
}

}  // namespace

int main() {
  try {
    run(false);
    if (std::string(ingot::chosenDevice()) == "cpu") return 0;
    std::printf("with other addresses each time:\n");
    run(true);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
