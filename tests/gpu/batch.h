#pragma once

#include "tests/load/small_network.h"

namespace ingot::test {

inline constexpr int kMostItems = 48;

/// SmallNetwork for batches of up to kMostItems.
class BatchEngine {
 public:
  explicit BatchEngine(nvinfer1::IGpuAllocator* allocator = nullptr)
      : plan_(SmallNetwork(kMostItems).build(logger_)),
        runtime_(own(nvinfer1::createInferRuntime(logger_))) {
    runtime_->setGpuAllocator(allocator);
    engine_ = own(runtime_->deserializeCudaEngine(plan_->data(), plan_->size()));
  }

  nvinfer1::ICudaEngine& operator*() const { return *engine_; }
  nvinfer1::ICudaEngine* operator->() const { return engine_.get(); }

 private:
  SilentLogger logger_;
  std::unique_ptr<nvinfer1::IHostMemory> plan_;
  std::unique_ptr<nvinfer1::IRuntime> runtime_;
  std::unique_ptr<nvinfer1::ICudaEngine> engine_;
};

class TestStream {
 public:
  TestStream() {
    EXPECT_EQ(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), cudaSuccess);
  }
  TestStream(const TestStream&) = delete;
  TestStream& operator=(const TestStream&) = delete;
  ~TestStream() { EXPECT_EQ(cudaStreamDestroy(stream_), cudaSuccess); }

  operator cudaStream_t() const { return stream_; }  // NOLINT(google-explicit-constructor)
  void wait() const { EXPECT_EQ(cudaStreamSynchronize(stream_), cudaSuccess); }

 private:
  cudaStream_t stream_ = nullptr;
};

/// A batch in device memory: the values of item i of x are all `first` + i.
class Batch {
 public:
  explicit Batch(int items, float first = 0) : items_(items) {
    EXPECT_EQ(cudaMalloc(&x_, size() * kInputs), cudaSuccess);
    EXPECT_EQ(cudaMalloc(&y_, size() * kOutputs), cudaSuccess);
    fill(first);
  }
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;
  ~Batch() {
    EXPECT_EQ(cudaFree(x_), cudaSuccess);
    EXPECT_EQ(cudaFree(y_), cudaSuccess);
  }

  /// Also forgets y.
  void fill(float first) {
    first_ = first;
    std::vector<float> values;
    for (int i = 0; i < items_; ++i) values.insert(values.end(), kInputs, value(i));
    EXPECT_EQ(cudaMemcpy(x_, values.data(), size() * kInputs, cudaMemcpyHostToDevice), cudaSuccess);
    EXPECT_EQ(cudaMemset(y_, 0xff, size() * kOutputs), cudaSuccess);
    EXPECT_EQ(cudaDeviceSynchronize(), cudaSuccess);
  }

  bool enqueue(nvinfer1::IExecutionContext& context, cudaStream_t stream) const {
    const nvinfer1::Dims4 dims(items_, SmallNetwork::kChannels, SmallNetwork::kSide,
                               SmallNetwork::kSide);
    return context.setInputShape("x", dims) && context.setTensorAddress("x", x_) &&
           context.setTensorAddress("y", y_) && context.enqueueV3(stream);
  }

  /// Of work that is done.
  bool is_right() const {
    std::vector<float> values(kOutputs * static_cast<size_t>(items_));
    EXPECT_EQ(cudaMemcpy(values.data(), y_, size() * kOutputs, cudaMemcpyDeviceToHost),
              cudaSuccess);
    for (size_t i = 0; i < values.size(); ++i) {
      if (!SmallNetwork::is_answer(values[i], value(static_cast<int>(i / kOutputs)))) return false;
    }
    return true;
  }

 private:
  static constexpr size_t kInputs =
      size_t{SmallNetwork::kChannels} * SmallNetwork::kSide * SmallNetwork::kSide;
  static constexpr size_t kOutputs = SmallNetwork::kChannels;

  size_t size() const { return sizeof(float) * static_cast<size_t>(items_); }
  float value(int item) const { return first_ + static_cast<float>(item); }

  int items_;
  float first_ = 0;
  void* x_ = nullptr;
  void* y_ = nullptr;
};

}  // namespace ingot::test
