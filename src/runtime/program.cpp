#include "runtime/program.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace ingot::runtime {
namespace {

void check_fits(const plan::Tensor& tensor, const ir::TensorType& type) {
  const size_t size = byte_size(type, tensor.pitch);
  require(tensor.storage != plan::Storage::kArena || size <= tensor.size,
          ErrorCode::kInvalidArgument, [&] {
            return str("tensor ", tensor.name, " of type ", type, " needs ", size,
                       " bytes, the plan reserves ", tensor.size,
                       "; build with a profile that covers this shape");
          });
}

}  // namespace

Program::Program(const Engine& engine, const ir::Bindings& bindings, std::byte* arena,
                 Writes writes)
    : engine_(engine), recordings_(engine.plan().bindings.size()) {
  infer_shapes(bindings);
  for (size_t first = 0; first < engine.plan().steps.size();) {
    const size_t end = end_of_launch(engine.plan(), first);
    std::vector<std::unique_ptr<backend::Kernel>> kernels;
    for (size_t step = first; step < end; ++step) {
      with_context([&] { return "layer " + engine.plan().steps[step].name; },
                   [&] { kernels.push_back(prepare(step, bindings)); });
    }
    if (auto kernel = prepare_launch(first, kernels, bindings, writes)) {
      add_call(std::move(kernel), first, end - first, arena);
    } else {
      for (size_t i = 0; i < kernels.size(); ++i) {
        add_call(std::move(kernels[i]), first + i, 1, arena);
      }
    }
    first = end;
  }
}

void Program::infer_shapes(const ir::Bindings& bindings) {
  for (const plan::Tensor& tensor : engine_.plan().tensors) {
    const ir::TensorType type = ir::bind(tensor.type, bindings);
    check_fits(tensor, type);
    shapes_.push_back(numbers(type.shape));
  }
}

std::unique_ptr<backend::Kernel> Program::prepare(size_t step_index,
                                                  const ir::Bindings& bindings) const {
  const plan::Step& step = engine_.plan().steps[step_index];
  const backend::Tactic& tactic = engine_.tactic(step_index);
  const backend::Problem problem = problem_of(engine_, step, bindings);
  for (size_t i = 0; i < step.outputs.size(); ++i) {
    require(numbers(problem.outputs[i].shape) == shapes_[step.outputs[i]],
            ErrorCode::kInvalidArgument, [&] {
              return str("these input shapes give ", problem.outputs[i], ", expected [",
                         join(shapes_[step.outputs[i]], ","), "]");
            });
  }
  const backend::Support support = tactic.supports(problem);
  require(static_cast<bool>(support), ErrorCode::kUnsupported, [&] {
    return str("tactic ", step.tactic, " cannot run these shapes: ", support.reason());
  });
  auto kernel = tactic.prepare(problem, step.configuration);
  require(kernel->workspace_size() <= step.workspace_size, ErrorCode::kCorrupt, [&] {
    return str("its kernel needs a workspace of ", kernel->workspace_size(),
               " bytes, the plan reserves ", step.workspace_size);
  });
  return kernel;
}

std::unique_ptr<backend::Kernel> Program::prepare_launch(
    size_t first, std::span<const std::unique_ptr<backend::Kernel>> kernels,
    const ir::Bindings& bindings, Writes writes) const {
  const auto steps = std::span(engine_.plan().steps).subspan(first, kernels.size());
  const backend::Tactic& tactic = engine_.tactic(first);
  if (plan::are_consecutive(steps)) {
    if (writes == Writes::kAll) return nullptr;
    std::vector<backend::Problem> next;
    for (const plan::Step& step : steps.subspan(1)) {
      next.push_back(problem_of(engine_, step, bindings));
    }
    return tactic.with_next(problem_of(engine_, steps[0], bindings), steps[0].configuration, next);
  }
  if (steps.size() == 1 || !tactic.launches_together()) return nullptr;
  std::vector<const backend::Kernel*> parts;
  for (size_t i = 0; i < kernels.size(); ++i) {
    if (&engine_.tactic(first + i) != &tactic) return nullptr;
    parts.push_back(kernels[i].get());
  }
  return tactic.together(parts);
}

void Program::add_call(std::unique_ptr<backend::Kernel> kernel, size_t first_step, size_t num_steps,
                       std::byte* arena) {
  std::vector<uint32_t> inputs;
  std::vector<uint32_t> outputs;
  const auto steps = std::span(engine_.plan().steps).subspan(first_step, num_steps);
  for (const plan::Step& step : steps) {
    inputs.insert(inputs.end(), step.inputs.begin(), step.inputs.end());
    outputs.insert(outputs.end(), step.outputs.begin(), step.outputs.end());
  }
  const size_t first_input = add_addresses(inputs, arena);
  const size_t first_output = add_addresses(outputs, arena);
  calls_.push_back({std::move(kernel), first_step, num_steps, first_input, inputs.size(),
                    first_output, outputs.size(), arena + steps.front().workspace_offset});
}

size_t Program::add_addresses(std::span<const uint32_t> tensors, std::byte* arena) {
  const size_t first = addresses_.size();
  for (const uint32_t index : tensors) {
    const plan::Tensor& tensor = engine_.plan().tensors[index];
    std::byte* address = nullptr;
    switch (tensor.storage) {
      case plan::Storage::kArena: address = arena + tensor.offset; break;
      case plan::Storage::kWeights:
        address = const_cast<std::byte*>(engine_.weights()) + tensor.offset;
        break;
      case plan::Storage::kBinding: patches_.push_back({addresses_.size(), tensor.offset}); break;
    }
    addresses_.push_back(address);
  }
  return first;
}

const Program::Call* Program::first_unrecordable() const {
  const auto found = std::ranges::find_if(
      calls_, [](const Call& call) { return !call.kernel->can_be_recorded(); });
  return found == calls_.end() ? nullptr : &*found;
}

void Program::require_recordable() const {
  const Call* const call = first_unrecordable();
  require(call == nullptr, ErrorCode::kUnsupported, [&] {
    const plan::Step& refused = engine_.plan().steps[call->first_step];
    return str("layer ", refused.name, ": tactic ", refused.tactic,
               " waits for the stream, which a capture does not allow; enqueue outside of it");
  });
}

void Program::place(std::span<void* const> addresses) noexcept {
  for (const Patch& patch : patches_) addresses_[patch.slot] = addresses[patch.binding];
}

void Program::launch(const Call& call, backend::Stream& stream) const noexcept {
  call.kernel->launch({{addresses_.data() + call.first_input, call.num_inputs},
                       {addresses_.data() + call.first_output, call.num_outputs},
                       call.workspace},
                      stream);
}

void Program::launch_all(backend::Stream& stream) const noexcept {
  for (const Call& call : calls_) launch(call, stream);
}

void Program::run(std::span<void* const> addresses, backend::Stream& stream,
                  StepObserver* observer) noexcept {
  place(addresses);
  if (observer == nullptr) return launch_all(stream);
  for (const Call& call : calls_) {
    launch(call, stream);
    stream.synchronize();
    for (size_t i = 0; i < call.num_steps; ++i) {
      observer->report(engine_.plan().steps[call.first_step + i]);
    }
  }
}

std::unique_ptr<backend::Recording> Program::record(backend::Stream& stream) const noexcept {
  if (first_unrecordable() != nullptr) return nullptr;
  try {
    return stream.record([this, &stream] { launch_all(stream); });
  } catch (const std::exception&) {
    return nullptr;  // plain launches need no memory
  }
}

void Program::replay(std::span<void* const> addresses, backend::Stream& stream) noexcept {
  if (recordings_.replay(addresses, stream)) return;
  run(addresses, stream, nullptr);
  if (recordings_.note(addresses)) recordings_.add(record(stream));
}

void Program::time(std::span<void* const> addresses, backend::Stream& stream,
                   backend::Laps& laps) noexcept {
  place(addresses);
  laps.clear();
  laps.mark(stream);
  for (const Call& call : calls_) {
    launch(call, stream);
    for (size_t i = 0; i < call.num_steps; ++i) laps.mark(stream);
  }
}

}  // namespace ingot::runtime
