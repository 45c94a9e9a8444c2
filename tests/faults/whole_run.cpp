#include "tests/faults/whole_run.h"

#include <cuda_runtime_api.h>

#include <algorithm>
#include <memory>
#include <new>

namespace ingot::test {
namespace {

class HeapAllocator final : public nvinfer1::IGpuAllocator {
 public:
  void* allocate(uint64_t size, uint64_t, nvinfer1::AllocatorFlags) override {
    return ::operator new(size, kAlignment, std::nothrow);
  }
  bool deallocate(void* memory) override {
    ::operator delete(memory, kAlignment);
    return true;
  }

 private:
  static constexpr std::align_val_t kAlignment{256};
};

template <class T>
std::unique_ptr<T> own(T* object) {
  return std::unique_ptr<T>(object);
}

nvinfer1::ITensor* output(nvinfer1::ILayer* layer) {
  return layer == nullptr ? nullptr : layer->getOutput(0);
}

}  // namespace

bool WholeRun::define(nvinfer1::INetworkDefinition& network) const {
  const nvinfer1::Weights filters{nvinfer1::DataType::kFLOAT, weights_.data(), 144};
  const nvinfer1::Weights bias{nvinfer1::DataType::kFLOAT, weights_.data(), 4};
  const nvinfer1::DimsHW window(3, 3);
  auto* x = network.addInput("x", nvinfer1::DataType::kFLOAT, nvinfer1::Dims4(1, 4, 8, 8));
  if (x == nullptr) return false;
  x = output(network.addConvolutionNd(*x, 4, window, filters, bias));
  if (x == nullptr) return false;
  x = output(network.addActivation(*x, nvinfer1::ActivationType::kRELU));
  if (x == nullptr) return false;
  auto* pool = network.addPoolingNd(*x, nvinfer1::PoolingType::kMAX, nvinfer1::DimsHW(2, 2));
  if (pool == nullptr) return false;
  pool->setStrideNd(nvinfer1::DimsHW(2, 2));
  if (pool->getStrideNd().d[0] != 2) return false;
  x = pool->getOutput(0);
  x = output(network.addConvolutionNd(*x, 4, window, filters, {}));
  if (x == nullptr) return false;
  x->setName("y");
  network.markOutput(*x);
  return define_counts(network);
}

bool WholeRun::define_counts(nvinfer1::INetworkDefinition& network) {
  auto* n = network.addInput("n", nvinfer1::DataType::kINT32, nvinfer1::Dims{1, {4}});
  if (n == nullptr) return false;
  n = output(network.addElementWise(*n, *n, nvinfer1::ElementWiseOperation::kSUM));
  if (n == nullptr) return false;
  n->setName("m");
  network.markOutput(*n);
  return true;
}

bool WholeRun::build(ErrorCount& errors) {
  const auto builder = own(nvinfer1::createInferBuilder(errors));
  if (builder == nullptr) return false;
  const auto network = own(builder->createNetworkV2(0));
  const auto config = own(builder->createBuilderConfig());
  if (network == nullptr || config == nullptr || !define(*network)) return false;
  config->setBuilderOptimizationLevel(0);
  plan_.reset(builder->buildSerializedNetwork(*network, *config));
  return plan_ != nullptr;
}

bool WholeRun::load_and_run(ErrorCount& errors) {
  HeapAllocator allocator;
  const auto runtime = own(nvinfer1::createInferRuntime(errors));
  if (runtime == nullptr) return false;
  runtime->setGpuAllocator(&allocator);
  const auto engine = own(runtime->deserializeCudaEngine(plan_->data(), plan_->size()));
  if (engine == nullptr) return false;
  const auto again = own(engine->serialize());
  if (again == nullptr) return false;
  const auto context = own(engine->createExecutionContext());
  return context != nullptr && run(*context, errors);
}

bool WholeRun::run(nvinfer1::IExecutionContext& context, ErrorCount& errors) {
  const int errors_before = errors.count;
  cudaStream_t stream = nullptr;
  std::byte* memory = nullptr;
  bool runs = false;
  if (cudaStreamCreate(&stream) == cudaSuccess &&
      cudaMalloc(reinterpret_cast<void**>(&memory), 2048) == cudaSuccess) {
    std::byte* const x = memory;
    std::byte* const y = memory + 1024;
    std::byte* const n = memory + 1280;
    std::byte* const m = memory + 1536;
    const auto to = cudaMemcpyHostToDevice;
    const auto from = cudaMemcpyDeviceToHost;
    runs = context.setTensorAddress("x", x) && context.setTensorAddress("y", y) &&
           context.setTensorAddress("n", n) && context.setTensorAddress("m", m) &&
           cudaMemcpyAsync(x, from_.data(), 1024, to, stream) == cudaSuccess &&
           cudaMemcpyAsync(n, counts_.data(), 16, to, stream) == cudaSuccess &&
           context.enqueueV3(stream) &&
           cudaMemcpyAsync(to_.data(), y, 16, from, stream) == cudaSuccess &&
           cudaMemcpyAsync(sums_.data(), m, 16, from, stream) == cudaSuccess;
    cudaStreamSynchronize(stream);
  }
  if (cudaGetLastError() == cudaErrorMemoryAllocation) ++errors.count;
  cudaFree(memory);
  if (stream != nullptr) cudaStreamDestroy(stream);
  return runs && errors.count == errors_before;
}

bool WholeRun::succeeds(ErrorCount& errors) {
  std::fill(to_.begin(), to_.end(), 0.0F);
  std::fill(sums_.begin(), sums_.end(), 0);
  const bool succeeds = build(errors) && load_and_run(errors);
  plan_.reset();
  return succeeds;
}

}  // namespace ingot::test
