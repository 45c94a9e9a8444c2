#pragma once

#include <NvInfer.h>
#include <cuda_runtime_api.h>

#include <cstddef>
#include <memory>

#include "networks.h"

/// x, and places for y.
class Memory {
 public:
  Memory(size_t x_floats, size_t y_floats);
  ~Memory() { cudaFree(data_); }
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;

  void* x() const { return data_; }
  /// One of more places than an engine remembers.
  void* y(size_t number) const;

 private:
  size_t x_floats_;
  size_t y_floats_;
  void* data_ = nullptr;
};

struct Times {
  double whole;    ///< microseconds of an enqueue and the synchronize after it, the median of many
  double outside;  ///< of them outside the steps, the median of differences within an inference
  int steps;
};

/// A loaded plan.
class Subject {
 public:
  /// `threads`: at most.
  Subject(const Plan& plan, int threads);
  ~Subject() { cudaStreamDestroy(stream_); }
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;

  /// Microseconds of an enqueue and the synchronize after it, the median of many.
  double time(bool changes_addresses = false);

  /// The same with a profiler, which reads the clock between steps.
  Times time_with_steps();

 private:
  double time_once(size_t place);

  std::unique_ptr<nvinfer1::IRuntime> runtime_;
  std::unique_ptr<nvinfer1::ICudaEngine> engine_;
  std::unique_ptr<nvinfer1::IExecutionContext> context_;
  std::unique_ptr<Memory> memory_;
  cudaStream_t stream_ = nullptr;
};
