#pragma once

#include <cuda_runtime_api.h>

#include <array>
#include <utility>

#include "tests/api/misuse/misuse.h"

namespace ingot::test {

/// A misuse of a context of a new engine.
template <Workshop::Batch batch, class Body>
std::function<bool(Workshop&)> on(Body body) {
  return [=](Workshop& w) {
    const auto engine = w.engine(batch);
    const std::unique_ptr<nvinfer1::IExecutionContext> context(engine->createExecutionContext());
    return body(*context);
  };
}

inline cudaStream_t destroyed_stream() {
  cudaStream_t stream = nullptr;
  EXPECT_EQ(cudaStreamCreate(&stream), cudaSuccess);
  EXPECT_EQ(cudaStreamDestroy(stream), cudaSuccess);
  return stream;
}

inline cudaEvent_t destroyed_event() {
  cudaEvent_t event = nullptr;
  EXPECT_EQ(cudaEventCreate(&event), cudaSuccess);
  EXPECT_EQ(cudaEventDestroy(event), cudaSuccess);
  return event;
}

/// Memory for x and y of four items.
class Bindings {
 public:
  void* const* get() const { return addresses_.data(); }
  void* const* without(size_t index) {
    addresses_.at(index) = nullptr;
    return addresses_.data();
  }
  void set(nvinfer1::IExecutionContext& context) {
    context.setTensorAddress("x", x_.data());
    context.setTensorAddress("y", y_.data());
  }

 private:
  std::array<float, 1024> x_{};
  std::array<float, 16> y_{};
  std::array<void*, 2> addresses_{x_.data(), y_.data()};
};

}  // namespace ingot::test
