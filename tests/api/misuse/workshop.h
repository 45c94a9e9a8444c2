#pragma once

#include <NvInfer.h>

#include <initializer_list>
#include <memory>
#include <vector>

#include "tests/api/misuse/program.h"

namespace ingot::test {

nvinfer1::Dims dims(std::initializer_list<nvinfer1::impl::Extent> extents);

/// A number that the enumeration does not have.
template <class Enum>
Enum unknown() {
  return static_cast<Enum>(99);
}

/// What a program has after `*network.addInput(…)` failed.
template <class T>
[[gnu::no_sanitize("undefined")]] T& null_reference() {
  T* volatile none = nullptr;
  return *none;  // NOLINT(clang-analyzer-core.uninitialized.UndefReturn): it is what is tested
}

inline nvinfer1::Weights no_weights() { return {nvinfer1::DataType::kFLOAT, nullptr, 0}; }

/// Objects to misuse. Errors of all go to the log and to the recorder.
class Workshop {
 public:
  enum class Batch { kFixed, kDynamic, kImplicit };

  Workshop(Log& log, Recorder& recorder);

  nvinfer1::Weights weights(int64_t count);
  /// Adds x [N,4,8,8], a convolution "conv" with a rectifier, a pooling, and a convolution to y
  /// [N,4,1,1]. N is 1; or given at run time, 1 to 4; or implicit, 1 to 4.
  void define(nvinfer1::INetworkDefinition& network, Batch batch);
  std::unique_ptr<nvinfer1::IHostMemory> plan(Batch batch);
  std::unique_ptr<nvinfer1::ICudaEngine> engine(Batch batch);
  /// Whether a network of `define` is built, loaded and run, and gives the right numbers.
  bool works();

  Log& log;
  Recorder& recorder;
  std::unique_ptr<nvinfer1::IBuilder> builder;
  std::unique_ptr<nvinfer1::IRuntime> runtime;
  std::unique_ptr<nvinfer1::IBuilderConfig> config;  ///< of builds that measure nothing
  std::unique_ptr<nvinfer1::INetworkDefinition> network, other, implicit;
  nvinfer1::ITensor* x;          ///< input of `network`, [1,4,8,8]
  nvinfer1::ITensor* foreign;    ///< the same of `other`
  nvinfer1::ITensor* unbatched;  ///< of `implicit`, [4,8,8]

 private:
  std::vector<std::vector<float>> values_;
};

}  // namespace ingot::test
