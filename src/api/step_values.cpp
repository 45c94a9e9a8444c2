#include "api/step_values.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "ir/blocked.h"
#include "ir/evaluate.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

ir::Bindings bindings_of(const ir::Graph& network, const std::vector<ir::Tensor>& inputs) {
  std::vector<ir::TensorType> types;
  types.reserve(inputs.size());
  for (const ir::Tensor& input : inputs) types.push_back(input.type);
  return bind_inputs(network, types);
}

}  // namespace

StepValues::StepValues(const runtime::Engine& engine, const ir::Graph& network,
                       const std::vector<ir::Tensor>& inputs)
    : engine_(engine),
      arena_(engine.device().allocate(engine.plan().arena_size)),
      program_(program_of(inputs, network, runtime::Writes::kAll)) {
  add_buffers(inputs);
  std::vector<void*> addresses;
  for (const auto& buffer : buffers_) addresses.push_back(buffer->data());
  const auto stream = engine.device().create_stream();
  program_->run(addresses, *stream, this);
  // The outputs are those of launches as they are.
  program_ = program_of(inputs, network, runtime::Writes::kWhatIsRead);
  program_->run(addresses, *stream, nullptr);
  stream->synchronize();
  require(outputs_.size() == engine.plan().steps.size(), ErrorCode::kOutOfMemory,
          [] { return "no memory for the values of all steps"; });
}

std::unique_ptr<runtime::Program> StepValues::program_of(const std::vector<ir::Tensor>& inputs,
                                                         const ir::Graph& network,
                                                         runtime::Writes writes) const {
  return std::make_unique<runtime::Program>(engine_, bindings_of(network, inputs), arena_->data(),
                                            writes);
}

void StepValues::add_buffers(const std::vector<ir::Tensor>& inputs) {
  const plan::Plan& plan = engine_.plan();
  for (size_t i = 0; i < plan.bindings.size(); ++i) {
    ir::TensorType type = plan.tensors[plan.bindings[i].tensor].type;
    type.shape = ir::shape_of(program_->shape(plan.bindings[i].tensor));
    buffers_.push_back(engine_.device().allocate(byte_size(type)));
    if (!plan.bindings[i].is_input) continue;
    require(type == inputs.at(i).type, ErrorCode::kInvalidArgument, [&] {
      return str("input ", plan.bindings[i].name, ": the plan takes ", type, ", the network ",
                 inputs[i].type);
    });
    engine_.device().write(buffers_[i]->data(), inputs[i].bytes.span());
  }
}

ir::Tensor StepValues::value(uint32_t index) const {
  const plan::Tensor& tensor = engine_.plan().tensors[index];
  ir::TensorType type = tensor.type;
  type.shape = ir::shape_of(program_->shape(index));
  const bool is_bound = tensor.storage == plan::Storage::kBinding;
  const std::byte* data =
      is_bound ? buffers_[tensor.offset]->data() : arena_->data() + tensor.offset;
  std::vector<std::byte> bytes(byte_size(type, tensor.pitch));
  engine_.device().read(bytes, data);
  return ir::to_linear(type, bytes, tensor.pitch);
}

ir::Tensor StepValues::output(size_t index) const {
  const auto& bindings = engine_.plan().bindings;
  const auto num_inputs = std::ranges::count_if(bindings, &plan::Binding::is_input);
  return value(bindings.at(static_cast<size_t>(num_inputs) + index).tensor);
}

/// Called after the step is done. Memory that lacks shows in the number of the values.
void StepValues::report(const plan::Step& step) noexcept {
  try {
    std::vector<ir::Tensor> outputs;
    for (const uint32_t tensor : step.outputs) outputs.push_back(value(tensor));
    outputs_.push_back(std::move(outputs));
  } catch (const std::exception&) {
  }
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
