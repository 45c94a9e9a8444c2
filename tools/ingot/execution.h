#pragma once

#include <NvInfer.h>
#include <cuda_runtime_api.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "element_type.h"
#include "loaded_engine.h"
#include "shapes.h"

namespace ingot::tools {

/// Throws Failure unless the result is cudaSuccess.
void require_success(cudaError_t result, const char* what);

struct DeviceMemoryDeleter {
  void operator()(void* memory) const { cudaFree(memory); }
};
struct StreamDeleter {
  void operator()(cudaStream_t stream) const { cudaStreamDestroy(stream); }
};
struct EventDeleter {
  void operator()(cudaEvent_t event) const { cudaEventDestroy(event); }
};
using Event = std::unique_ptr<std::remove_pointer_t<cudaEvent_t>, EventDeleter>;
/// Throws Failure.
Event make_event();

/// An input or output for a whole batch.
struct Tensor {
  std::string name;
  bool is_input = false;
  const ElementType* type = nullptr;
  std::vector<int64_t> shape;  ///< the first extent is the batch
  std::vector<std::byte> host;
  std::unique_ptr<void, DeviceMemoryDeleter> device;

  std::vector<int64_t> item_shape() const { return {shape.begin() + 1, shape.end()}; }
  /// Bytes of one item of the batch.
  std::span<std::byte> item(int index);
};

/// A context of an engine with a stream of its own and memory for a batch. The engine must outlive
/// it. Failures throw Failure.
class Execution {
 public:
  /// `shapes`: of inputs; extents that neither they nor the engine tell are those that the engine
  /// was tuned for.
  Execution(const LoadedEngine& engine, int batch, const Shapes& shapes);
  ~Execution();
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;

  int batch() const { return batch_; }
  std::vector<Tensor>& tensors() { return tensors_; }
  std::vector<Tensor*> inputs() { return select(true); }
  std::vector<Tensor*> outputs() { return select(false); }
  nvinfer1::IExecutionContext& context() { return *context_; }
  cudaStream_t stream() const { return stream_.get(); }

  void upload();    ///< the inputs' host memory, in the order of the stream
  void enqueue();   ///< one inference
  void download();  ///< into the outputs' host memory
  void wait();      ///< for all of these

 private:
  void set_input_shapes(const Shapes& shapes);
  void add_tensor(const char* name);
  std::vector<Tensor*> select(bool inputs);

  const LoadedEngine& engine_;
  int batch_;
  bool is_implicit_;
  std::unique_ptr<nvinfer1::IExecutionContext> context_;
  std::unique_ptr<std::remove_pointer_t<cudaStream_t>, StreamDeleter> stream_;
  std::vector<Tensor> tensors_;
  std::vector<void*> bindings_;
};

}  // namespace ingot::tools
