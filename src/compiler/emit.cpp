#include "compiler/emit.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "compiler/memory.h"
#include "compiler/problems.h"
#include "compiler/weights.h"

namespace ingot::compiler {
namespace {

using plan::Plan;
using plan::Step;
using plan::Storage;

class Emitter {
 public:
  Emitter(const ir::Graph& graph, const std::map<ir::NodeId, Choice>& choices,
          const Settings& settings)
      : graph_(graph), choices_(choices), settings_(settings) {
    plan_.name = settings.name;
    plan_.device = settings.device->info().identity;
    plan_.implicit_batch = settings.implicit_batch;
    plan_.profiles = settings.profiles;
  }

  Plan emit() {
    for (const ir::NodeId input : graph_.inputs()) {
      add_binding(graph_.node(input).name(), {input, 0}, true);
    }
    for (const auto& output : graph_.outputs()) add_binding(output.name, output.value, false);
    for (const ir::NodeId id : graph_.topological_order()) {
      if (graph_.node(id).kind() == ir::Node::Kind::kOp) add_step(graph_.node(id));
    }
    place_in_arena();
    plan_.weights = weights_.finish();
    return std::move(plan_);
  }

 private:
  /// A tensor of the arena with its aliases: one block from its first write to its last read.
  struct Block {
    Lifetime lifetime;
    std::vector<uint32_t> tensors;
  };

  uint32_t add_tensor(plan::Tensor tensor) {
    plan_.tensors.push_back(std::move(tensor));
    blocks_of_tensor_.emplace_back();
    return static_cast<uint32_t>(plan_.tensors.size() - 1);
  }

  void add_binding(const std::string& name, ir::Value value, bool is_input) {
    require(!tensors_.contains(value), ErrorCode::kInternal,
            [&] { return str("output '", name, "' has no operator of its own"); });
    const uint32_t tensor = add_tensor({.name = name,
                                        .type = graph_.type(value),
                                        .storage = Storage::kBinding,
                                        .offset = plan_.bindings.size()});
    tensors_[value] = tensor;
    plan_.bindings.push_back({name, tensor, is_input});
  }

  uint64_t largest_size(const ir::TensorType& type) const {
    uint64_t size = 0;
    for (const auto& profile : settings_.profiles) {
      size = std::max<uint64_t>(size, byte_size(ir::bind(type, maximum(profile))));
    }
    return size;
  }

  void add_step(const ir::Node& node) {
    const Choice& choice = choices_.at(node.id());
    Step step{.name = display_name(node),
              .op = node.op(),
              .tactic = std::string(choice.chosen.tactic->name()),
              .configuration = choice.chosen.configuration,
              .workspace_size = align_up(choice.workspace_size)};
    for (size_t i = 0; i < node.inputs().size(); ++i) {
      step.inputs.push_back(read(node, i, choice.chosen));
    }
    for (uint32_t i = 0; i < node.outputs().size(); ++i) {
      step.outputs.push_back(write(node, i, step.inputs));
    }
    if (step.workspace_size > 0) workspaces_.push_back({plan_.steps.size(), step.workspace_size});
    plan_.steps.push_back(std::move(step));
  }

  uint32_t read(const ir::Node& node, size_t index, const Candidate& chosen) {
    const ir::Value value = node.inputs()[index];
    if (const ir::Tensor* constant = graph_.constant(value)) {
      return add_weights(node, index, *constant, chosen);
    }
    const uint32_t tensor = tensors_.at(value);
    if (const auto block = blocks_of_tensor_[tensor]) {
      blocks_[*block].lifetime.last = plan_.steps.size();
    }
    return tensor;
  }

  uint32_t add_weights(const ir::Node& node, size_t index, const ir::Tensor& constant,
                       const Candidate& chosen) {
    const backend::Problem problem =
        problem_of(graph_, node, optimum(settings_.profiles.front()), *settings_.device);
    const auto packed = chosen.tactic->pack(problem, chosen.configuration, index, constant);
    const size_t size =
        packed ? chosen.tactic->packed_size(problem, chosen.configuration, index).value()
               : constant.bytes.size();
    const std::span<const std::byte> bytes =
        packed ? std::span<const std::byte>(packed->get(), size) : constant.bytes.span();
    return add_tensor({.name = str(display_name(node), ".", index),
                       .type = constant.type,
                       .storage = Storage::kWeights,
                       .offset = weights_.add(bytes),
                       .size = size});
  }

  uint32_t write(const ir::Node& node, uint32_t index, const std::vector<uint32_t>& inputs) {
    const ir::Value value{node.id(), index};
    if (const auto bound = tensors_.find(value); bound != tensors_.end()) return bound->second;
    const ir::TensorType& type = node.outputs()[index];
    const uint32_t tensor = add_tensor({.name = display_name(node),
                                        .type = type,
                                        .storage = Storage::kArena,
                                        .size = align_up(largest_size(type))});
    tensors_[value] = tensor;
    const auto source = inputs.empty() ? std::nullopt : blocks_of_tensor_[inputs[0]];
    if (node.op().def().traits.view && source) {
      join_block(tensor, *source);
    } else {
      start_block(tensor);
    }
    return tensor;
  }

  void start_block(uint32_t tensor) {
    const size_t step = plan_.steps.size();
    blocks_of_tensor_[tensor] = blocks_.size();
    blocks_.push_back({{plan_.tensors[tensor].size, step, step}, {tensor}});
  }

  void join_block(uint32_t tensor, size_t block) {
    blocks_of_tensor_[tensor] = block;
    blocks_[block].tensors.push_back(tensor);
  }

  void place_in_arena() {
    std::vector<Lifetime> lifetimes;
    for (const Block& block : blocks_) lifetimes.push_back(block.lifetime);
    for (const auto& [step, size] : workspaces_) lifetimes.push_back({size, step, step});
    const MemoryPlan memory = plan_memory(lifetimes);
    for (size_t i = 0; i < blocks_.size(); ++i) {
      for (const uint32_t tensor : blocks_[i].tensors) {
        plan_.tensors[tensor].offset = memory.offsets[i];
      }
    }
    for (size_t i = 0; i < workspaces_.size(); ++i) {
      plan_.steps[workspaces_[i].first].workspace_offset = memory.offsets[blocks_.size() + i];
    }
    plan_.arena_size = memory.arena_size;
    settings_.log(Severity::kVerbose,
                  str("arena: ", memory.arena_size,
                      " bytes; largest live set: ", largest_live_set(lifetimes), " bytes"));
  }

  const ir::Graph& graph_;
  const std::map<ir::NodeId, Choice>& choices_;
  const Settings& settings_;
  Plan plan_;
  WeightsWriter weights_;
  std::map<ir::Value, uint32_t> tensors_;
  std::vector<std::optional<size_t>> blocks_of_tensor_;
  std::vector<Block> blocks_;
  std::vector<std::pair<size_t, uint64_t>> workspaces_;  // step, size
};

}  // namespace

Plan emit(const ir::Graph& graph, const std::map<ir::NodeId, Choice>& choices,
          const Settings& settings) {
  return Emitter(graph, choices, settings).emit();
}

}  // namespace ingot::compiler
