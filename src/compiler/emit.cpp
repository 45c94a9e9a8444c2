#include "compiler/emit.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.h"
#include "compiler/joins.h"
#include "compiler/launches.h"
#include "compiler/memory.h"
#include "compiler/problems.h"
#include "compiler/trials.h"
#include "compiler/weights.h"
#include "ir/text.h"

namespace ingot::compiler {
namespace {

using plan::Plan;
using plan::Step;
using plan::Storage;

class Emitter {
 public:
  Emitter(const ir::Graph& graph, const Choices& choices, const Settings& settings)
      : graph_(graph),
        choices_(choices),
        settings_(settings),
        places_(place_joined(graph, choices, settings)) {
    plan_.name = settings.name;
    plan_.device = settings.device->info().identity;
    plan_.implicit_batch = settings.implicit_batch;
    plan_.profiles = settings.profiles;
    plan_.verbosity = settings.verbosity;
  }

  Plan emit(const ir::Graph& network) {
    for (const ir::NodeId input : graph_.inputs()) {
      add_binding(graph_.node(input).name(), {input, 0}, true);
    }
    for (const auto& output : graph_.outputs()) add_binding(output.name, output.value, false);
    for (const OperatorsOfLaunch& launch : launches_of(graph_, choices_, places_, settings_)) {
      add_steps(launch);
    }
    place_in_arena();
    plan_.weights = weights_.finish();
    keep(network);
    trials_.finish(plan_);
    return std::move(plan_);
  }

 private:
  /// Where a tensor of the arena lies: a piece of a block, which it shares with its views and
  /// parts, from its write to its last read.
  struct Piece {
    size_t block;
    size_t number;  ///< of the block's pieces
  };

  /// A value in one of its formats.
  using Key = std::pair<ir::Value, ir::Format>;

  /// Constants that are worth it lie behind the steps' weights, or among them where they are equal.
  void keep(const ir::Graph& network) {
    const auto place = [&](const ir::Tensor& constant) -> std::optional<uint64_t> {
      if (constant.bytes.size() <= kAlignment) return std::nullopt;
      return weights_.add(constant.bytes);
    };
    const std::string text = ir::to_text(network, {.place = place});
    plan_.network.constants = weights_.rest();
    plan_.network.text = SharedBytes::copy_of(std::as_bytes(std::span(text)));
    plan_.network.workspace_limit = settings_.workspace_limit;
    plan_.network.optimization_level = settings_.optimization_level;
    plan_.network.allows_half = settings_.allows_half;
    plan_.network.allows_bfloat = settings_.allows_bfloat;
    plan_.network.allows_tf32 = settings_.allows_tf32;
    plan_.network.wishes = settings_.wishes;
    plan_.network.has_demands = settings_.has_demands;
    plan_.network.refused_libraries = settings_.refused_libraries;
  }

  uint32_t add_tensor(plan::Tensor tensor) {
    plan_.tensors.push_back(std::move(tensor));
    pieces_.emplace_back();
    return static_cast<uint32_t>(plan_.tensors.size() - 1);
  }

  void add_binding(const std::string& name, ir::Value value, bool is_input) {
    const Key key{value, ir::Format::kLinear};
    require(!tensors_.contains(key), ErrorCode::kInternal,
            [&] { return str("output '", name, "' has no operator of its own"); });
    const uint32_t tensor = add_tensor({.name = name,
                                        .type = graph_.type(value),
                                        .storage = Storage::kBinding,
                                        .offset = plan_.bindings.size()});
    tensors_[key] = tensor;
    if (is_input) written_.insert(key);
    plan_.bindings.push_back({name, tensor, is_input});
  }

  uint64_t largest_size(const ir::TensorType& type, int64_t pitch) const {
    uint64_t size = 0;
    for (const auto& profile : settings_.profiles) {
      size = std::max<uint64_t>(size, byte_size(ir::bind(type, maximum(profile)), pitch));
    }
    return size;
  }

  /// Copies into formats come before and behind the launch.
  void add_steps(const OperatorsOfLaunch& launch) {
    const auto is_here = [&](ir::Value value) {
      return std::ranges::find(launch, value.node) != launch.end();
    };
    for (const ir::NodeId id : launch) {
      const ir::Format format = choice_of(id, choices_, places_).layout.input;
      for (const ir::Value input : graph_.node(id).inputs()) {
        if (graph_.constant(input) != nullptr || is_here(input)) continue;
        in_format(input, format_of(graph_.type(input), format));
      }
    }
    const size_t first_step = plan_.steps.size();
    for (const ir::NodeId id : launch) {
      launch_ = first_step;
      add_step(graph_.node(id));
      plan_.steps.back().is_with_previous = id != launch.front();
    }
    for (const auto& output : graph_.outputs()) {
      if (is_here(output.value)) in_format(output.value, ir::Format::kLinear);
    }
  }

  void add_step(const ir::Node& node) {
    const Choice& choice = choice_of(node.id(), choices_, places_);
    std::vector<uint32_t> inputs;
    for (size_t i = 0; i < node.inputs().size(); ++i) inputs.push_back(read(node, i, choice));
    for (const uint32_t input : inputs) touch(input);
    std::vector<uint32_t> outputs;
    for (uint32_t i = 0; i < node.outputs().size(); ++i) {
      outputs.push_back(
          write({node.id(), i}, choice.layout.output, display_name(node),
                is_view(graph_, node, choice.layout) ? inputs : std::vector<uint32_t>()));
    }
    finish_step(display_name(node), node.op(), choice, std::move(inputs), std::move(outputs));
  }

  void finish_step(std::string name, const ir::Op& op, const Choice& choice,
                   std::vector<uint32_t> inputs, std::vector<uint32_t> outputs) {
    Step step{.name = std::move(name),
              .op = op,
              .tactic = std::string(choice.chosen.tactic->name()),
              .configuration = choice.chosen.configuration,
              .inputs = std::move(inputs),
              .outputs = std::move(outputs),
              .workspace_size = align_up(choice.workspace_size),
              .trials = trials_.add(choice)};
    if (step.workspace_size > 0) workspaces_.push_back({plan_.steps.size(), step.workspace_size});
    plan_.steps.push_back(std::move(step));
    launch_ = plan_.steps.size();
  }

  uint32_t read(const ir::Node& node, size_t index, const Choice& choice) {
    const ir::Value value = node.inputs()[index];
    if (const ir::Tensor* constant = graph_.constant(value)) {
      return add_weights(node, index, *constant, choice);
    }
    return in_format(value, format_of(graph_.type(value), choice.layout.input));
  }

  Lifetime& lifetime_of(const Piece& piece) { return blocks_[piece.block].pieces[piece.number]; }

  /// Its memory is in use up to the launch that comes next.
  void touch(uint32_t tensor) {
    if (const auto piece = pieces_[tensor]) lifetime_of(*piece).last = launch_;
  }

  /// The tensor that holds a computed value in that format; copies it there where none does.
  uint32_t in_format(ir::Value value, ir::Format format) {
    if (written_.contains({value, format})) return tensors_.at({value, format});
    const auto source = std::ranges::find_if(written_, [&](const Key& key) {
      return key.first == value && choices_.reformats.contains({value, {key.second, format}});
    });
    const Reformat reformat{value, {source->second, format}};
    const std::string name = str(display_name(graph_.node(value.node)), " in ", name_of(format));
    const uint32_t from = tensors_.at(*source);
    touch(from);
    const uint32_t to = write(value, format, name, {});
    finish_step(name, ir::identity_op(), choices_.reformats.at(reformat), {from}, {to});
    return to;
  }

  uint32_t add_weights(const ir::Node& node, size_t index, const ir::Tensor& constant,
                       const Choice& choice) {
    const Candidate& chosen = choice.chosen;
    const backend::Problem problem =
        problem_of(graph_, node, optimum(settings_.profiles.front()), settings_, choice.layout);
    SharedBytes bytes = constant.bytes;
    if (auto packed = chosen.tactic->pack(problem, chosen.configuration, index, constant)) {
      bytes = share(std::move(*packed),
                    chosen.tactic->packed_size(problem, chosen.configuration, index).value());
    }
    const size_t size = bytes.size();
    return add_tensor({.name = str(display_name(node), ".", index),
                       .type = constant.type,
                       .storage = Storage::kWeights,
                       .offset = weights_.add(std::move(bytes)),
                       .size = size});
  }

  /// The tensor that the next step writes. A view of `viewed` (its inputs) lies where they do.
  uint32_t write(ir::Value value, ir::Format format, const std::string& name,
                 const std::vector<uint32_t>& viewed) {
    const ir::TensorType type = compiler::in_format(graph_.type(value), format);
    const Key key{value, type.format};
    written_.insert(key);
    if (const auto bound = tensors_.find(key); bound != tensors_.end()) return bound->second;
    auto place = places_.find(value);
    if (place != places_.end() && is_copy(value, type.format)) place = places_.end();
    const int64_t pitch = place == places_.end() ? 0 : place->second.pitch;
    const uint32_t tensor = add_tensor({.name = name,
                                        .type = type,
                                        .storage = Storage::kArena,
                                        .size = align_up(largest_size(type, pitch)),
                                        .pitch = pitch});
    tensors_[key] = tensor;
    if (!viewed.empty() && pieces_[viewed[0]]) {
      join_block(tensor, pieces_[viewed[0]]->block, 0);
    } else if (place != places_.end()) {
      join_block(tensor, block_of_whole(place->second.whole, type.format), place->second.offset);
    } else {
      join_block(tensor, block_of_whole(value, type.format), 0);
    }
    return tensor;
  }

  /// Whether the value is computed in another format.
  bool is_copy(ir::Value value, ir::Format format) const {
    return format_of(graph_.type(value), choices_.layers.at(value.node).layout.output) != format;
  }

  /// The block of a value that is no part of another.
  size_t block_of_whole(ir::Value whole, ir::Format format) {
    const auto [block, is_new] = blocks_of_wholes_.try_emplace({whole, format}, blocks_.size());
    if (is_new) blocks_.emplace_back();
    return block->second;
  }

  void join_block(uint32_t tensor, size_t block, uint64_t offset) {
    pieces_[tensor] = {block, blocks_[block].pieces.size()};
    blocks_[block].pieces.push_back({plan_.tensors[tensor].size, launch_, launch_, offset});
  }

  void place_in_arena() {
    std::vector<MemoryBlock> blocks = blocks_;
    for (const auto& [step, size] : workspaces_) blocks.push_back({{{size, step, step}}});
    const MemoryPlan memory = plan_memory(blocks);
    for (size_t i = 0; i < pieces_.size(); ++i) {
      if (const auto piece = pieces_[i]) {
        plan_.tensors[i].offset = memory.offsets[piece->block] + lifetime_of(*piece).offset;
      }
    }
    for (size_t i = 0; i < workspaces_.size(); ++i) {
      plan_.steps[workspaces_[i].first].workspace_offset = memory.offsets[blocks_.size() + i];
    }
    plan_.arena_size = memory.arena_size;
    settings_.log(Severity::kVerbose,
                  str("arena: ", memory.arena_size,
                      " bytes; largest live set: ", largest_live_set(blocks), " bytes"));
  }

  const ir::Graph& graph_;
  const Choices& choices_;
  const Settings& settings_;
  Plan plan_;
  WeightsWriter weights_;
  TrialsWriter trials_;
  std::map<Key, uint32_t> tensors_;
  std::set<Key> written_;                     ///< graph inputs and what the steps so far compute
  std::vector<std::optional<Piece>> pieces_;  ///< one a tensor
  std::vector<MemoryBlock> blocks_;
  std::map<ir::Value, Place> places_;  ///< of parts
  std::map<Key, size_t> blocks_of_wholes_;
  std::vector<std::pair<size_t, uint64_t>> workspaces_;  // step, size; these are launched alone
  size_t launch_ = 0;  ///< the launch that comes next, by its first step: the time of lifetimes
};

}  // namespace

Plan emit(const ir::Graph& graph, const ir::Graph& network, const Choices& choices,
          const Settings& settings) {
  return Emitter(graph, choices, settings).emit(network);
}

}  // namespace ingot::compiler
