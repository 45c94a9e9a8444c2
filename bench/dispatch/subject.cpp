#include "subject.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "support.h"

namespace {

constexpr size_t kPlaces = 64;
constexpr size_t kApart = 64;  // floats from one y to the next, at least

constexpr int kWarmUps = 100;
constexpr int kSamples = 5001;

double median(std::vector<double>& samples) {
  const auto middle = samples.begin() + std::ssize(samples) / 2;
  std::ranges::nth_element(samples, middle);
  return *middle;
}

size_t volume(const nvinfer1::Dims& dims) {
  size_t product = 1;
  for (int i = 0; i < dims.nbDims; ++i) product *= static_cast<size_t>(dims.d[i]);
  return product;
}

/// Adds up the times of steps.
class Sum : public nvinfer1::IProfiler {
 public:
  void reportLayerTime(const char*, float milliseconds) noexcept override {
    microseconds += static_cast<double>(milliseconds) * 1e3;
    ++steps;
  }

  double microseconds = 0;
  int steps = 0;
};

}  // namespace

Memory::Memory(size_t x_floats, size_t y_floats)
    : x_floats_(std::max(x_floats, kApart)), y_floats_(std::max(y_floats, kApart)) {
  const size_t size = (x_floats_ + kPlaces * y_floats_) * sizeof(float);
  require(cudaMalloc(&data_, size) == cudaSuccess, "no memory");
  require(cudaMemset(data_, 0, size) == cudaSuccess, "no memory");
}

void* Memory::y(size_t number) const {
  return static_cast<float*>(data_) + x_floats_ + number % kPlaces * y_floats_;
}

Subject::Subject(const Plan& plan, int threads) : runtime_(nvinfer1::createInferRuntime(logger())) {
  require(runtime_ != nullptr && runtime_->setMaxThreads(threads), "the library cannot be used");
  engine_.reset(runtime_->deserializeCudaEngine(plan->data(), plan->size()));
  require(engine_ != nullptr, "a plan cannot be loaded");
  context_.reset(engine_->createExecutionContext());
  require(context_ != nullptr, "no execution context");
  memory_ = std::make_unique<Memory>(volume(engine_->getTensorShape("x")),
                                     volume(engine_->getTensorShape("y")));
  context_->setTensorAddress("x", memory_->x());
  require(cudaStreamCreate(&stream_) == cudaSuccess, "no stream");
}

double Subject::time_once(size_t place) {
  const auto begin = std::chrono::steady_clock::now();
  context_->setTensorAddress("y", memory_->y(place));
  require(context_->enqueueV3(stream_), "enqueue failed");
  require(cudaStreamSynchronize(stream_) == cudaSuccess, "the inference failed");
  const std::chrono::duration<double, std::micro> taken = std::chrono::steady_clock::now() - begin;
  return taken.count();
}

double Subject::time(bool changes_addresses) {
  std::vector<double> samples;
  for (int i = 0; i < kWarmUps + kSamples; ++i) {
    const double taken = time_once(static_cast<size_t>(changes_addresses ? i : 0));
    if (i >= kWarmUps) samples.push_back(taken);
  }
  return median(samples);
}

Times Subject::time_with_steps() {
  Sum sum;
  context_->setProfiler(&sum);
  context_->setEnqueueEmitsProfile(false);
  std::vector<double> whole;
  std::vector<double> outside;
  for (int i = 0; i < kWarmUps + kSamples; ++i) {
    const double taken = time_once(0);
    sum = {};
    require(context_->reportToProfiler(), "no times of steps");
    if (i < kWarmUps) continue;
    whole.push_back(taken);
    outside.push_back(taken - sum.microseconds);
  }
  context_->setProfiler(nullptr);
  return {median(whole), median(outside), sum.steps};
}
