#pragma once

#include <NvInfer.h>
#include <cuda_runtime_api.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ingot::test {

struct Model {
  std::string prototxt;    ///< below data_folder()
  std::string caffemodel;  ///< the same; empty: random weights
  std::vector<std::string> outputs;
  int batch = 1;
  /// When given: the spatial extents that replace those of the input.
  std::vector<int> input_size = {};
  int optimization_level = 3;
  /// Without tactics of vendors' libraries, whose bits may depend on the batch.
  bool has_own_tactics_only = false;
};

/// An engine that was built, serialized, and loaded again, with a context and memory for its
/// bindings. In half precision where allows_half() says so.
class Engine {
 public:
  explicit Engine(const Model& model);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Of one item.
  std::vector<int> dimensions(const std::string& name) const;

  /// Runs `batch` items; returns each output's values by name.
  std::map<std::string, std::vector<float>> run(const std::vector<float>& input, int batch);

 private:
  nvinfer1::IRuntime* runtime_ = nullptr;
  nvinfer1::ICudaEngine* engine_ = nullptr;
  nvinfer1::IExecutionContext* context_ = nullptr;
  cudaStream_t stream_ = nullptr;
  std::vector<void*> buffers_;  ///< for the largest batch
};

/// Elements of a binary mean file below data_folder().
std::vector<float> read_mean(const std::string& path);

}  // namespace ingot::test
