// Shapes and addresses of inputs and outputs.
#include <algorithm>

#include "api/bindings.h"
#include "api/convert.h"
#include "api/execution_context.h"
#include "api/guard.h"
#include "api/no_dims.h"
#include "api/program_call.h"
#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

constexpr uint64_t kOutputAlignment = 256;

}  // namespace

const ir::TensorType& ExecutionContext::type(size_t index) const {
  return plan().tensors[binding(index).tensor].type;
}

std::optional<size_t> ExecutionContext::byte_size(size_t index) const {
  const auto shape = core_->shape(index);
  if (std::count(shape.begin(), shape.end(), -1) > 0) return std::nullopt;
  return ir::byte_size({type(index).data_type, ir::shape_of(shape)});
}

void ExecutionContext::set_shape(size_t index, const Dims& dims) {
  require(!plan().implicit_batch, ErrorCode::kInvalidState, [] {
    return "the engine was built with implicit batch: its dimensions are fixed, the batch goes to "
           "enqueue";
  });
  core_->set_input_shape(index, extents_of(dims));
}

bool ExecutionContext::setInputShape(const char* name, const Dims& dims) {
  return guard(reporter_, "IExecutionContext::setInputShape", false, [&] {
    set_shape(index_of(plan(), name), dims);
    return true;
  });
}

bool ExecutionContext::setBindingDimensions(int32_t binding, const Dims& dims) {
  return guard(reporter_, "IExecutionContext::setBindingDimensions", false, [&] {
    set_shape(index_of(plan(), binding), dims);
    return true;
  });
}

nvinfer1::Dims ExecutionContext::getTensorShape(const char* name) const {
  return guard(reporter_, "IExecutionContext::getTensorShape", no_dims(),
               [&] { return visible(plan(), core_->shape(index_of(plan(), name))); });
}

nvinfer1::Dims ExecutionContext::getBindingDimensions(int32_t binding) const {
  return guard(reporter_, "IExecutionContext::getBindingDimensions", no_dims(),
               [&] { return visible(plan(), core_->shape(index_of(plan(), binding))); });
}

nvinfer1::Dims ExecutionContext::strides(size_t index) const {
  const Dims shape = visible(plan(), core_->shape(index));
  std::vector<int64_t> strides(static_cast<size_t>(shape.nbDims), 1);
  for (size_t i = strides.size(); i-- > 1;) {
    strides[i - 1] = shape.d[i] < 0 || strides[i] < 0 ? -1 : strides[i] * shape.d[i];
  }
  return dims_of(strides);
}

nvinfer1::Dims ExecutionContext::getTensorStrides(const char* name) const {
  return guard(reporter_, "IExecutionContext::getTensorStrides", no_dims(),
               [&] { return strides(index_of(plan(), name)); });
}

nvinfer1::Dims ExecutionContext::getStrides(int32_t binding) const {
  return guard(reporter_, "IExecutionContext::getStrides", no_dims(),
               [&] { return strides(index_of(plan(), binding)); });
}

int32_t ExecutionContext::inferShapes(int32_t max_names, const char** names) {
  return guard(reporter_, "IExecutionContext::inferShapes", -1, [&] {
    require(max_names >= 0 && (names != nullptr || max_names == 0), ErrorCode::kInvalidArgument,
            [&] { return str("expected room for 0 or more names, got ", max_names); });
    int32_t missing = 0;
    for (size_t i = 0; i < plan().bindings.size(); ++i) {
      if (!binding(i).is_input || byte_size(i)) continue;
      if (missing < max_names) names[missing] = binding(i).name.c_str();
      ++missing;
    }
    if (missing == 0) core_->program();
    return missing;
  });
}

bool ExecutionContext::allInputDimensionsSpecified() const { return core_->has_all_shapes(); }

void ExecutionContext::set_address(const char* name, void* data, bool input_allowed,
                                   bool output_allowed) {
  const size_t index = index_of(plan(), name);
  require(binding(index).is_input ? input_allowed : output_allowed, ErrorCode::kInvalidArgument,
          [&] { return str("'", name, "' is an ", binding(index).is_input ? "input" : "output"); });
  addresses_[index] = data;
}

bool ExecutionContext::setTensorAddress(const char* name, void* data) {
  return guard(reporter_, "IExecutionContext::setTensorAddress", false, [&] {
    set_address(name, data, true, true);
    return true;
  });
}

bool ExecutionContext::setInputTensorAddress(const char* name, const void* data) {
  return guard(reporter_, "IExecutionContext::setInputTensorAddress", false, [&] {
    set_address(name, const_cast<void*>(data), true, false);
    return true;
  });
}

bool ExecutionContext::setOutputTensorAddress(const char* name, void* data) {
  return guard(reporter_, "IExecutionContext::setOutputTensorAddress", false, [&] {
    set_address(name, data, false, true);
    return true;
  });
}

const void* ExecutionContext::getTensorAddress(const char* name) const {
  return guard(reporter_, "IExecutionContext::getTensorAddress", nullptr,
               [&]() -> const void* { return addresses_[index_of(plan(), name)]; });
}

void* ExecutionContext::getOutputTensorAddress(const char* name) const {
  return guard(reporter_, "IExecutionContext::getOutputTensorAddress", nullptr, [&]() -> void* {
    const size_t index = index_of(plan(), name);
    return binding(index).is_input ? nullptr : addresses_[index];
  });
}

bool ExecutionContext::setOutputAllocator(const char* name, IOutputAllocator* allocator) {
  return guard(reporter_, "IExecutionContext::setOutputAllocator", false, [&] {
    const size_t index = index_of(plan(), name);
    require(!binding(index).is_input, ErrorCode::kInvalidArgument,
            [&] { return str("'", name, "' is an input"); });
    output_allocators_[index] = allocator;
    return true;
  });
}

nvinfer1::IOutputAllocator* ExecutionContext::getOutputAllocator(const char* name) const {
  return guard(reporter_, "IExecutionContext::getOutputAllocator", nullptr,
               [&]() { return output_allocators_[index_of(plan(), name)]; });
}

int64_t ExecutionContext::getMaxOutputSize(const char* name) const {
  return guard(reporter_, "IExecutionContext::getMaxOutputSize", int64_t{-1}, [&] {
    const auto size = byte_size(index_of(plan(), name));
    return size ? static_cast<int64_t>(*size) : int64_t{-1};
  });
}

bool ExecutionContext::setInputConsumedEvent(cudaEvent_t event) {
  input_consumed_ = event;
  return true;
}

void ExecutionContext::use_output_allocators(cudaStream_t stream) {
  for (size_t i = 0; i < output_allocators_.size(); ++i) {
    IOutputAllocator* allocator = output_allocators_[i];
    if (allocator == nullptr) continue;
    const char* name = binding(i).name.c_str();
    const auto size = byte_size(i);
    require(size.has_value(), ErrorCode::kInvalidState,
            [] { return "not every input has its shape yet"; });
    addresses_[i] = call_program("IOutputAllocator::reallocateOutputAsync", [&] {
      return allocator->reallocateOutputAsync(name, addresses_[i], *size, kOutputAlignment, stream);
    });
    require(addresses_[i] != nullptr || *size == 0, ErrorCode::kOutOfMemory, [&] {
      return str("the program's IOutputAllocator has no ", *size, " bytes for output '", name, "'");
    });
    const Dims shape = visible(plan(), core_->shape(i));
    call_program("IOutputAllocator::notifyShape", [&] { allocator->notifyShape(name, shape); });
  }
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
