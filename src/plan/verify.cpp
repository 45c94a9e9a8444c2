#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "ir/view.h"
#include "plan/arena_contents.h"
#include "plan/join.h"
#include "plan/plan.h"

namespace ingot::plan {
namespace {

template <class Message>
void check(bool holds, const Message& message) {
  require(holds, ErrorCode::kCorrupt, message);
}

/// Whether [offset, offset + size) is aligned and lies inside `storage` bytes.
bool is_inside(uint64_t offset, uint64_t size, uint64_t storage) {
  return offset % kAlignment == 0 && size <= storage && offset <= storage - size;
}

/// Kernels count channels in 32 bits.
constexpr int64_t kMaxPitch = std::numeric_limits<int32_t>::max();

class Verifier {
 public:
  explicit Verifier(const Plan& plan) : plan_(plan) {}

  void run() {
    verify_network();
    verify_profiles();
    for (const Tensor& tensor : plan_.tensors) verify_tensor(tensor);
    verify_bindings();
    verify_steps();
    for (const Binding& binding : plan_.bindings) {
      check(is_written_[binding.tensor],
            [&] { return str("nothing computes output '", binding.name, "'"); });
    }
  }

 private:
  void verify_network() const {
    const auto is_precision = [](const std::optional<ir::DataType>& type) {
      return !type || type == ir::DataType::kFloat32 || type == ir::DataType::kFloat16 ||
             type == ir::DataType::kBFloat16;
    };
    for (const auto& wish : plan_.network.wishes) {
      check(is_precision(wish.second.input) && is_precision(wish.second.output), [&] {
        return str("layer '", wish.first, "' is wished in a type other than f32, f16 and bf16");
      });
    }
    check(!plan_.network.refused_libraries.contains(""),
          [] { return "a library that it refuses has no name"; });
  }

  void verify_profiles() const {
    check(!plan_.profiles.empty(), [] { return "the plan has no profile"; });
    for (const Profile& profile : plan_.profiles) {
      std::set<std::string> symbols;
      for (const SymbolRange& range : profile.ranges) {
        check(symbols.insert(range.symbol).second,
              [&] { return str("symbol ", range.symbol, " has two ranges in a profile"); });
        check(0 <= range.min && range.min <= range.opt && range.opt <= range.max, [&] {
          return str("symbol ", range.symbol, " ranges over ", range.min, " ≤ ", range.opt, " ≤ ",
                     range.max);
        });
      }
      check(!plan_.implicit_batch || symbols.contains(std::string(kBatchSymbol)),
            [] { return "the hidden batch has no range"; });
    }
  }

  uint64_t largest_size(const Tensor& tensor) const {
    uint64_t size = 0;
    for (const Profile& profile : plan_.profiles) {
      const ir::TensorType type = ir::bind(tensor.type, maximum(profile));
      check(is_known(type.shape), [&] {
        return str("tensor ", tensor.name, " has the unbound shape ", to_string(type.shape));
      });
      size = std::max<uint64_t>(size, byte_size(type, tensor.pitch));
    }
    return size;
  }

  static void verify_pitch(const Tensor& tensor) {
    const ir::TensorType& type = tensor.type;
    const bool can_be_part = tensor.storage == Storage::kArena && is_channels_last(type.format) &&
                             type.shape.size() > 1 && type.shape[1].is_known();
    check(can_be_part && tensor.pitch <= kMaxPitch && tensor.pitch % block_of(type.format) == 0 &&
              0 <= type.shape[1].value() && type.shape[1].value() <= tensor.pitch,
          [&] {
            return str("tensor ", tensor.name, " of type ", type, " has the pitch ", tensor.pitch);
          });
  }

  void verify_tensor(const Tensor& tensor) const {
    if (tensor.pitch != 0) verify_pitch(tensor);
    const uint64_t least = largest_size(tensor);
    check(tensor.storage == Storage::kArena || tensor.type.format == ir::Format::kLinear,
          [&] { return str("tensor ", tensor.name, " is not linear: ", tensor.type); });
    const ir::DataType stored = stored_type(tensor.type.format);
    check(stored == ir::DataType::kFloat32 || tensor.type.data_type == ir::DataType::kFloat32, [&] {
      return str("tensor ", tensor.name, " keeps elements as ", name_of(stored),
                 " that are no f32: ", tensor.type);
    });
    switch (tensor.storage) {
      case Storage::kBinding:
        check(tensor.offset < plan_.bindings.size(), [&] {
          return str("tensor ", tensor.name, " lies in binding ", tensor.offset, " of ",
                     plan_.bindings.size());
        });
        return;
      case Storage::kArena:
        check(tensor.size >= least && is_inside(tensor.offset, tensor.size, plan_.arena_size),
              [&] { return str("tensor ", tensor.name, " does not fit where it lies"); });
        return;
      case Storage::kWeights:
        check(is_known(tensor.type.shape),
              [&] { return str("weights of ", tensor.name, " have the type ", tensor.type); });
        check(is_inside(tensor.offset, tensor.size, plan_.weights.size()),
              [&] { return str("weights of ", tensor.name, " lie outside the weights section"); });
        return;
    }
  }

  void verify_bindings() {
    is_written_.assign(plan_.tensors.size(), false);
    std::set<std::string> names;
    std::set<uint32_t> tensors;
    for (size_t i = 0; i < plan_.bindings.size(); ++i) {
      const Binding& binding = plan_.bindings[i];
      check(names.insert(binding.name).second,
            [&] { return str("two bindings are named '", binding.name, "'"); });
      check(binding.tensor < plan_.tensors.size() && tensors.insert(binding.tensor).second,
            [&] { return str("binding '", binding.name, "' has no tensor of its own"); });
      const Tensor& tensor = plan_.tensors[binding.tensor];
      check(tensor.storage == Storage::kBinding && tensor.offset == i,
            [&] { return str("binding '", binding.name, "' is not the storage of its tensor"); });
      check(!plan_.implicit_batch || is_batched(tensor.type), [&] {
        return str("binding '", binding.name, "' lacks the batch extent: ", tensor.type);
      });
      is_written_[binding.tensor] = binding.is_input;
    }
    for (size_t i = 0; i < plan_.tensors.size(); ++i) {
      if (plan_.tensors[i].storage == Storage::kWeights) is_written_[i] = true;
    }
  }

  static bool is_batched(const ir::TensorType& type) {
    return !type.shape.empty() && type.shape[0] == ir::Dim::symbol(kBatchSymbol);
  }

  /// Of tensors that exist; steps are not verified yet.
  void count_reads() {
    num_reads_.resize(plan_.tensors.size());
    for (const Step& step : plan_.steps) {
      for (const uint32_t input : step.inputs) {
        if (input < num_reads_.size()) ++num_reads_[input];
      }
    }
  }

  void verify_steps() {
    const std::span<const Step> steps = plan_.steps;
    count_reads();
    for (size_t first = 0; first < steps.size();) {
      const size_t end = end_of_launch(plan_, first);
      for (size_t i = first; i < end; ++i) {
        with_context([&] { return "layer " + steps[i].name; }, [&] { verify_step(steps[i]); });
      }
      if (end - first > 1 || steps[first].is_with_previous) {
        with_context([&] { return "the launch from layer " + steps[first].name; },
                     [&] { verify_launch(steps.subspan(first, end - first)); });
      }
      first = end;
    }
  }

  /// What the arena holds is known up to the last of them, so that what one of them reads or writes
  /// and another writes over is missing.
  void verify_launch(std::span<const Step> steps) const {
    check(!steps.front().is_with_previous, [] { return "there is no step before it"; });
    std::set<uint32_t> written;
    for (const Step& step : steps) written.insert(step.outputs.begin(), step.outputs.end());
    if (are_consecutive(steps)) {
      for (size_t i = 0; i + 1 < steps.size(); ++i) {
        verify_passed_on(steps[i], steps[i + 1]);
        written.erase(steps[i].outputs[0]);
      }
    }
    const auto check_kept = [&](uint32_t tensor) {
      check(plan_.tensors[tensor].storage != Storage::kArena || arena_.holds(tensor), [&] {
        return str("one of its steps writes over tensor ", plan_.tensors[tensor].name,
                   ", which another one uses");
      });
    };
    for (const Step& step : steps) {
      check(step.workspace_size == 0,
            [&] { return str("its step ", step.name, " has a workspace"); });
      for (const uint32_t tensor : step.inputs) {
        check(!written.contains(tensor), [&] {
          return str("its step ", step.name, " reads tensor ", plan_.tensors[tensor].name,
                     ", which another one writes");
        });
        check_kept(tensor);
      }
      for (const uint32_t tensor : step.outputs) check_kept(tensor);
    }
  }

  /// That the step alone reads what the one before it in a launch writes, which may leave that
  /// unwritten.
  void verify_passed_on(const Step& before, const Step& step) const {
    const uint32_t index = before.outputs[0];
    const Tensor& tensor = plan_.tensors[index];
    check(before.outputs.size() == 1 && std::ranges::count(step.inputs, index) == 1, [&] {
      return str("its step ", step.name, " does not read what ", before.name, " alone writes");
    });
    check(tensor.storage == Storage::kArena, [&] {
      return str("tensor ", tensor.name, " between its steps does not lie in the arena");
    });
    check(num_reads_[index] == 1, [&] {
      return str("tensor ", tensor.name, " between its steps is read ", num_reads_[index],
                 " times");
    });
  }

  void verify_step(const Step& step) {
    for (const Trial& trial : step.trials) verify_trial(trial);
    check(step.trials.empty() || is_trial_of(step.trials.front(), step),
          [] { return "its first trial is of another tactic"; });
    std::vector<ir::InputInfo> inputs;
    for (const uint32_t input : step.inputs) {
      check(input < plan_.tensors.size() && is_written_[input],
            [&] { return str("it reads tensor ", input, " before anything writes it"); });
      check(plan_.tensors[input].storage != Storage::kArena || arena_.holds(input), [&] {
        return str("it reads tensor ", plan_.tensors[input].name,
                   " after something else was written over it");
      });
      inputs.push_back({linear(plan_.tensors[input].type), nullptr});
    }
    const auto types = step.op.infer(inputs);
    check(types.size() == step.outputs.size(), [&] {
      return str("it has ", step.outputs.size(), " outputs, its operator ", types.size());
    });
    check(is_inside(step.workspace_offset, step.workspace_size, plan_.arena_size),
          [] { return "its workspace lies outside the arena"; });
    arena_.overwrite(step.workspace_offset, step.workspace_size);
    for (size_t i = 0; i < types.size(); ++i) verify_output(step, i, types[i]);
    verify_inputs_survive(step);
  }

  void verify_trial(const Trial& trial) const {
    check(trial.candidate < plan_.candidates.size() && trial.refusal < plan_.refusals.size(), [&] {
      return str("a trial has candidate ", trial.candidate, " of ", plan_.candidates.size(),
                 " and refusal ", trial.refusal, " of ", plan_.refusals.size());
    });
    check(std::isfinite(trial.seconds) && trial.seconds >= 0,
          [&] { return str("a trial took ", trial.seconds, " seconds"); });
  }

  bool is_trial_of(const Trial& trial, const Step& step) const {
    return plan_.candidates[trial.candidate] == Candidate{step.tactic, step.configuration} &&
           plan_.refusals[trial.refusal].empty();
  }

  /// An input may lie in the output where a join would copy it, and has a pitch there alone.
  void verify_inputs_survive(const Step& step) const {
    const Tensor& output = plan_.tensors[step.outputs[0]];
    const auto join = join_of_inputs(step);
    for (size_t i = 0; i < step.inputs.size(); ++i) {
      const Tensor& input = plan_.tensors[step.inputs[i]];
      const bool is_joined = join && output.storage == Storage::kArena && output.pitch == 0 &&
                             input.offset == output.offset + join->offsets[i] &&
                             input.pitch == join->pitch;
      check(input.storage != Storage::kArena || arena_.holds(step.inputs[i]) || is_joined,
            [&] { return str("it writes over tensor ", input.name, ", which it reads"); });
      check(input.pitch == 0 || is_joined, [&] {
        return str("it reads tensor ", input.name, ", whose pixels lie ", input.pitch,
                   " elements apart");
      });
    }
  }

  std::optional<Join> join_of_inputs(const Step& step) const {
    std::vector<ir::TensorType> types;
    for (const uint32_t input : step.inputs) types.push_back(plan_.tensors[input].type);
    return join_of(step.op, types, plan_.profiles);
  }

  void verify_output(const Step& step, size_t index, const ir::TensorType& inferred) {
    const uint32_t output = step.outputs[index];
    check(output < plan_.tensors.size() && !is_written_[output] &&
              !is_input_binding(plan_.tensors[output]),
          [&] { return str("it writes tensor ", output, ", which is not its own"); });
    check(linear(plan_.tensors[output].type) == inferred, [&] {
      return str("its output is of type ", plan_.tensors[output].type, ", its operator gives ",
                 inferred);
    });
    is_written_[output] = true;
    if (plan_.tensors[output].storage == Storage::kArena) hold_output(step, output);
  }

  void hold_output(const Step& step, uint32_t output) {
    const Tensor& tensor = plan_.tensors[output];
    if (tensor.pitch != 0) {
      const uint64_t size = size_of(stored_type(tensor.type));
      const auto channels = static_cast<uint64_t>(filled_shape(tensor.type)[1].value());
      arena_.hold_columns(output, tensor.offset, tensor.size, channels * size,
                          static_cast<uint64_t>(tensor.pitch) * size);
      return;
    }
    const bool is_view = step.op.def().traits.view &&
                         has_same_bytes(plan_.tensors[step.inputs[0]].type, tensor.type);
    arena_.hold(output, tensor.offset, tensor.size, is_view);
  }

  bool is_input_binding(const Tensor& tensor) const {
    return tensor.storage == Storage::kBinding && plan_.bindings[tensor.offset].is_input;
  }

  const Plan& plan_;
  std::vector<bool> is_written_;
  std::vector<size_t> num_reads_;  ///< of each tensor, by all steps
  ArenaContents arena_;
};

}  // namespace

void verify(const Plan& plan) {
  try {
    Verifier(plan).run();
  } catch (const Error& error) {
    throw Error(ErrorCode::kCorrupt, str("the plan is not valid: ", error.what()));
  }
}

}  // namespace ingot::plan
