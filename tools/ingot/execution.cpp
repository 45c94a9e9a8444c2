#include "execution.h"

#include <algorithm>

#include "failure.h"

namespace ingot::tools {
namespace {

bool is_input(const nvinfer1::ICudaEngine& engine, const char* name) {
  return engine.getTensorIOMode(name) == nvinfer1::TensorIOMode::kINPUT;
}

std::vector<int64_t> extents_of(const nvinfer1::Dims& dims) {
  return {dims.d, dims.d + std::max(0, dims.nbDims)};
}

/// The engine's extents, of those it leaves open the batch and what it was tuned for.
std::vector<int64_t> default_extents(const nvinfer1::ICudaEngine& engine, const char* name,
                                     int batch) {
  std::vector<int64_t> extents = extents_of(engine.getTensorShape(name));
  const auto tuned =
      extents_of(engine.getProfileShape(name, 0, nvinfer1::OptProfileSelector::kOPT));
  for (size_t i = 0; i < extents.size(); ++i) {
    if (extents[i] >= 0) continue;
    extents[i] = i == 0 ? batch : tuned.at(i);
  }
  if (!extents.empty() && extents[0] != batch) {
    throw Failure(std::string(name) + ": the engine takes batches of " +
                  std::to_string(extents[0]) + " items, not " + std::to_string(batch));
  }
  return extents;
}

void copy_async(Tensor& tensor, cudaMemcpyKind kind, cudaStream_t stream) {
  std::byte* host = tensor.host.data();
  void* to = kind == cudaMemcpyHostToDevice ? tensor.device.get() : host;
  const void* from = kind == cudaMemcpyHostToDevice ? host : tensor.device.get();
  require_success(cudaMemcpyAsync(to, from, tensor.host.size(), kind, stream), "a copy");
}

}  // namespace

void require_success(cudaError_t result, const char* what) {
  if (result == cudaSuccess) return;
  throw Failure(std::string(what) + " failed: " + cudaGetErrorString(result));
}

Event make_event() {
  cudaEvent_t event = nullptr;
  require_success(cudaEventCreate(&event), "making an event");
  return Event(event);
}

std::span<std::byte> Tensor::item(int index) {
  const size_t size = host.size() / static_cast<size_t>(shape[0]);
  return std::span(host).subspan(static_cast<size_t>(index) * size, size);
}

Execution::Execution(const LoadedEngine& engine, int batch, const Shapes& shapes)
    : engine_(engine),
      batch_(batch),
      is_implicit_(engine->hasImplicitBatchDimension()),
      context_(engine->createExecutionContext()) {
  if (context_ == nullptr) engine.fail("no execution context");
  cudaStream_t stream = nullptr;
  require_success(cudaStreamCreate(&stream), "making a stream");
  stream_.reset(stream);
  if (is_implicit_ && batch > engine->getMaxBatchSize()) {
    throw Failure("the engine takes batches of up to " + std::to_string(engine->getMaxBatchSize()) +
                  " items, not " + std::to_string(batch));
  }
  set_input_shapes(shapes);
  for (int i = 0; i < engine->getNbIOTensors(); ++i) add_tensor(engine->getIOTensorName(i));
}

/// Nothing may run in memory that is about to go.
Execution::~Execution() { cudaStreamSynchronize(stream_.get()); }

void Execution::set_input_shapes(const Shapes& shapes) {
  for (const auto& [name, extents] : shapes) {
    if (!is_input(*engine_, name.c_str())) throw Failure("the engine has no input '" + name + "'");
    if (is_implicit_) throw Failure("the engine's batch is implicit: give --batch, not shapes");
  }
  for (int i = 0; i < engine_->getNbIOTensors() && !is_implicit_; ++i) {
    const char* name = engine_->getIOTensorName(i);
    if (!is_input(*engine_, name)) continue;
    const auto given = shapes.find(name);
    const auto extents =
        given != shapes.end() ? given->second : default_extents(*engine_, name, batch_);
    if (!context_->setInputShape(name, dims_of(name, extents))) {
      engine_.fail(std::string(name) + ": cannot be " + shape_text(extents));
    }
  }
}

void Execution::add_tensor(const char* name) {
  Tensor tensor;
  tensor.name = name;
  tensor.is_input = is_input(*engine_, name);
  tensor.type = &element_type(engine_->getTensorDataType(name));
  tensor.shape =
      extents_of(is_implicit_ ? engine_->getTensorShape(name) : context_->getTensorShape(name));
  if (is_implicit_) tensor.shape.insert(tensor.shape.begin(), batch_);
  tensor.host.resize(bytes_of(tensor.shape, tensor.type->size));
  void* device = nullptr;
  require_success(cudaMalloc(&device, tensor.host.size()), "taking device memory");
  tensor.device.reset(device);
  bindings_.push_back(device);
  if (!is_implicit_ && !context_->setTensorAddress(name, device)) {
    engine_.fail(tensor.name + ": no address");
  }
  tensors_.push_back(std::move(tensor));
}

std::vector<Tensor*> Execution::select(bool inputs) {
  std::vector<Tensor*> selection;
  for (Tensor& tensor : tensors_) {
    if (tensor.is_input == inputs) selection.push_back(&tensor);
  }
  return selection;
}

void Execution::upload() {
  for (Tensor* tensor : inputs()) copy_async(*tensor, cudaMemcpyHostToDevice, stream());
}

void Execution::enqueue() {
  const bool is_accepted = is_implicit_
                               ? context_->enqueue(batch_, bindings_.data(), stream(), nullptr)
                               : context_->enqueueV3(stream());
  if (!is_accepted) engine_.fail("the inference failed");
}

void Execution::download() {
  for (Tensor* tensor : outputs()) copy_async(*tensor, cudaMemcpyDeviceToHost, stream());
}

void Execution::wait() { require_success(cudaStreamSynchronize(stream()), "the inference"); }

}  // namespace ingot::tools
