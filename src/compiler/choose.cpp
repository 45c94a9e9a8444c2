#include "compiler/choose.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <set>

#include "base/text.h"
#include "compiler/candidates.h"
#include "compiler/cheapest.h"
#include "compiler/joins.h"
#include "compiler/progress.h"
#include "compiler/timing_cache.h"
#include "compiler/wishes.h"

namespace ingot::compiler {
namespace {

void report(const Log& log, std::string_view name, std::span<const Trial> trials) {
  for (const Trial& trial : trials) {
    const std::string outcome =
        trial.refusal.empty() ? str(trial.seconds * 1e6, " us") : "declined: " + trial.refusal;
    log(Severity::kVerbose,
        str(name, ": ", to_string(trial.candidate), " ", to_string(trial.layout), ": ", outcome));
  }
}

class Chooser {
 public:
  Chooser(const ir::Graph& graph, const Settings& settings, TimingCache& cache)
      : graph_(graph), settings_(settings), cache_(cache), is_joinable_(graph) {}

  Choices choose() {
    try_layers();
    const std::vector<size_t> options = make_costs().cheapest();
    Choices choices;
    for (size_t i = 0; i < layers_.size(); ++i) keep(layers_[i], options[i], choices);
    add_reformats(choices);
    warn_of_fallbacks(choices);
    return choices;
  }

 private:
  struct Layer {
    ir::NodeId id;
    std::vector<Choice> options;  ///< one a layout
    std::vector<Trial> trials;
  };

  void try_layers() {
    constexpr std::string_view kPhase = "choosing tactics";
    const auto order = graph_.topological_order();
    for (size_t i = 0; i < order.size(); ++i) {
      const ir::Node& node = graph_.node(order[i]);
      if (node.kind() != ir::Node::Kind::kOp) continue;
      begin_step(settings_, kPhase, display_name(node), i, order.size() + 1);
      with_context([&] { return "layer " + display_name(node); }, [&] { try_layer(node); });
    }
    begin_step(settings_, kPhase, {}, order.size(), order.size() + 1);  // copies between formats
  }

  void try_layer(const ir::Node& node) {
    Fastest fastest = try_as_wished(node, layouts_of(graph_, node, settings_));
    report(settings_.log, display_name(node), fastest.trials);
    Layer layer{node.id(), {}, std::move(fastest.trials)};
    for (auto& [layout, choice] : fastest.by_layout) layer.options.push_back(std::move(choice));
    numbers_[node.id()] = layers_.size();
    layers_.push_back(std::move(layer));
  }

  /// In the layouts that the layer's wishes leave; where none of them can be computed and nobody
  /// demands it, in all.
  Fastest try_as_wished(const ir::Node& node, const std::vector<Layout>& layouts) {
    const Wish wish = wish_for(node.name(), settings_);
    if (!wish.input && !wish.output) return try_layouts(node, layouts);
    std::vector<Layout> wished;
    std::ranges::copy_if(layouts, std::back_inserter(wished),
                         [&](const Layout& layout) { return meets(graph_, node, layout, wish); });
    try {
      require(!wished.empty(), ErrorCode::kUnsupported,
              [&] { return "the build does not allow the precision that the layer is given"; });
      return try_layouts(node, wished);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kUnsupported || settings_.has_demands) throw;
      settings_.log(Severity::kWarning, str(display_name(node), ": computed in another precision ",
                                            "than is wished: ", error.message()));
      return try_layouts(node, layouts);
    }
  }

  Fastest try_layouts(const ir::Node& node, const std::vector<Layout>& layouts) {
    std::vector<LayoutProblems> problems;
    problems.reserve(layouts.size());
    for (const Layout& layout : layouts) {
      problems.push_back({layout, problems_of(graph_, node, settings_, layout)});
    }
    std::vector<const ir::Tensor*> constants;
    for (const ir::Value input : node.inputs()) constants.push_back(graph_.constant(input));
    return try_candidates(problems, constants, cache_, settings_);
  }

  /// A node of the cost graph that writes or reads a value.
  struct End {
    size_t node;
    std::vector<ir::Format> formats;  ///< the value's in each of the node's options
    std::vector<double> if_copied{};  ///< of a reader: what an option costs more beside a copy
  };

  CostGraph make_costs() {
    CostGraph costs;
    for (const Layer& layer : layers_) {
      std::vector<double> own;
      for (const Choice& option : layer.options) {
        own.push_back(lies_in_input(layer, option) ? 0 : option.seconds - in_place(layer, option));
      }
      costs.add_node(std::move(own));
    }
    for (const auto& [value, readers] : readers_of_values(costs)) {
      const End writer = writer_of(value, costs);
      if (readers.size() == 1) {
        add_copies(value, writer, readers.front(), costs);
      } else {
        add_shared_copies(value, writer, readers, costs);
      }
    }
    return costs;
  }

  /// Inputs and outputs of the graph are linear.
  static End at_edge(CostGraph& costs) { return {costs.add_node({0}), {ir::Format::kLinear}, {0}}; }

  End writer_of(ir::Value value, CostGraph& costs) const {
    const auto number = numbers_.find(value.node);
    if (number == numbers_.end()) return at_edge(costs);
    End writer{number->second, {}};
    for (const Choice& option : layers_[number->second].options) {
      writer.formats.push_back(format_of(graph_.type(value), option.layout.output));
    }
    return writer;
  }

  End reader_of(size_t number, size_t input) const {
    const Layer& layer = layers_[number];
    const ir::TensorType& type = graph_.type(graph_.node(layer.id).inputs()[input]);
    End reader{number, {}};
    for (const Choice& option : layer.options) {
      reader.formats.push_back(format_of(type, option.layout.input));
      reader.if_copied.push_back(in_place(layer, option, input));
    }
    return reader;
  }

  std::map<ir::Value, std::vector<End>> readers_of_values(CostGraph& costs) const {
    std::map<ir::Value, std::vector<End>> readers;
    for (size_t number = 0; number < layers_.size(); ++number) {
      const auto inputs = graph_.node(layers_[number].id).inputs();
      for (size_t i = 0; i < inputs.size(); ++i) {
        if (graph_.constant(inputs[i]) == nullptr) {
          readers[inputs[i]].push_back(reader_of(number, i));
        }
      }
    }
    std::set<ir::Value> outputs;
    for (const auto& output : graph_.outputs()) outputs.insert(output.value);
    for (const ir::Value value : outputs) readers[value].push_back(at_edge(costs));
    return readers;
  }

  void add_copies(ir::Value value, const End& writer, const End& reader, CostGraph& costs) {
    costs.add_edge(writer.node, reader.node, [&](size_t i, size_t j) {
      const Layout formats{writer.formats[i], reader.formats[j]};
      return formats.input == formats.output ? 0
                                             : copy_seconds({value, formats}) + reader.if_copied[j];
    });
  }

  /// A node between the writer and the readers, whose options are the sets of formats that the
  /// value may be in: one copy serves all that read it.
  void add_shared_copies(ir::Value value, const End& writer, const std::vector<End>& readers,
                         CostGraph& costs) {
    constexpr double kNever = std::numeric_limits<double>::infinity();
    const std::vector<Copies> options = sets_of_copies(writer, readers);
    std::vector<double> own;
    for (const Copies& option : options) {
      double seconds = 0;
      for (const ir::Format to : option.to) seconds += copy_seconds({value, {option.from, to}});
      own.push_back(seconds);
    }
    const size_t shared = costs.add_node(std::move(own));
    costs.add_edge(writer.node, shared, [&](size_t i, size_t k) {
      return writer.formats[i] == options[k].from ? 0 : kNever;
    });
    for (const End& reader : readers) {
      costs.add_edge(shared, reader.node, [&](size_t k, size_t j) {
        if (reader.formats[j] == options[k].from) return 0.0;
        return options[k].to.contains(reader.formats[j]) ? reader.if_copied[j] : kNever;
      });
    }
  }

  struct Copies {
    ir::Format from;
    std::set<ir::Format> to;
  };

  static std::vector<Copies> sets_of_copies(const End& writer, const std::vector<End>& readers) {
    std::set<ir::Format> read;
    for (const End& reader : readers) read.insert(reader.formats.begin(), reader.formats.end());
    std::vector<Copies> sets;
    for (const ir::Format from : std::set(writer.formats.begin(), writer.formats.end())) {
      const size_t begin = sets.size();
      sets.push_back({from, {}});
      for (const ir::Format to : read) {
        if (to == from) continue;
        for (size_t i = begin, end = sets.size(); i < end; ++i) {
          sets.push_back(sets[i]);
          sets.back().to.insert(to);
        }
      }
    }
    return sets;
  }

  /// A view that copies nothing. Inputs and outputs of the graph lie where the program wants them.
  bool lies_in_input(const Layer& layer, const Choice& option) const {
    const ir::Node& node = graph_.node(layer.id);
    const auto is_binding = [&](ir::Value value, ir::Format format) {
      return format_of(graph_.type(value), format) == ir::Format::kLinear &&
             (graph_.is_output(value) || graph_.node(value.node).is_input());
    };
    return is_view(graph_, node, option.layout) &&
           !is_binding(node.inputs()[0], option.layout.input) &&
           !is_binding({layer.id, 0}, option.layout.output);
  }

  /// What a join spends on its copy of an input that needs none where the formats are the same.
  double in_place(const Layer& layer, const Choice& option, size_t input) const {
    const ir::Node& node = graph_.node(layer.id);
    const ir::Format format = option.layout.input;
    if (format != option.layout.output || !is_joinable_(node.inputs()[input], node)) return 0;
    const auto join = join_in(graph_, node, format, settings_);
    if (!join || join->pitch != 0 || join->offsets[input] % kAlignment != 0) return 0;
    const auto size = [&](ir::Value value) {
      const ir::TensorType type = in_format(graph_.type(value), format);
      return static_cast<double>(byte_size(ir::bind(type, maximum(settings_.profiles.front()))));
    };
    return option.seconds * size(node.inputs()[input]) / size({layer.id, 0});
  }

  double in_place(const Layer& layer, const Choice& option) const {
    double seconds = 0;
    for (size_t i = 0; i < graph_.node(layer.id).inputs().size(); ++i) {
      seconds += in_place(layer, option, i);
    }
    return seconds;
  }

  double copy_seconds(const Reformat& reformat) { return copy_of(reformat).seconds; }

  /// From the format in which the value is written in that layout to the one in which it is read.
  std::optional<Reformat> copy_between(ir::Value value, const Layout& layout) const {
    const ir::TensorType& type = graph_.type(value);
    const Layout formats{format_of(type, layout.input), format_of(type, layout.output)};
    if (formats.input == formats.output) return std::nullopt;
    return Reformat{value, formats};
  }

  const Choice& copy_of(const Reformat& reformat) {
    const auto [copy, is_new] = copies_.try_emplace(reformat);
    if (is_new) {
      const std::vector<LayoutProblems> layouts{
          {reformat.layout, all_problems(settings_, [&](const ir::Bindings& bindings) {
             return reformat_problem(graph_.type(reformat.value), reformat.layout, bindings,
                                     settings_);
           })}};
      const ir::Tensor* const computed = nullptr;
      Fastest fastest = try_candidates(layouts, {&computed, 1}, cache_, settings_);
      copy->second = std::move(fastest.by_layout.at(reformat.layout));
      copy->second.trials = std::move(fastest.trials);
    }
    return copy->second;
  }

  void keep(Layer& layer, size_t option, Choices& choices) const {
    Choice& choice = choices.layers[layer.id] = std::move(layer.options[option]);
    choice.trials = std::move(layer.trials);
    settings_.log(Severity::kVerbose, str(display_name(graph_.node(layer.id)), ": chosen ",
                                          to_string(choice.chosen), " ", to_string(choice.layout)));
  }

  void add_reformats(Choices& choices) {
    const auto add = [&](ir::Value value, const Layout& layout) {
      const auto copy = copy_between(value, layout);
      if (copy) choices.reformats.emplace(*copy, copy_of(*copy));
    };
    const auto written_in = [&](ir::Value value) {
      const auto writer = choices.layers.find(value.node);
      return writer == choices.layers.end() ? ir::Format::kLinear : writer->second.layout.output;
    };
    for (const auto& [id, choice] : choices.layers) {
      for (const ir::Value input : graph_.node(id).inputs()) {
        if (graph_.constant(input) == nullptr) add(input, {written_in(input), choice.layout.input});
      }
    }
    for (const auto& output : graph_.outputs()) {
      add(output.value, {written_in(output.value), ir::Format::kLinear});
    }
  }

  /// A device with memory of its own has the processor compute last resorts.
  void warn_of_fallbacks(const Choices& choices) const {
    if (!settings_.device->has_own_memory()) return;
    std::vector<std::string> names;
    for (const Layer& layer : layers_) {
      if (!choices.layers.at(layer.id).chosen.tactic->is_fallback()) continue;
      names.push_back(display_name(graph_.node(layer.id)));
    }
    if (names.empty()) return;
    settings_.log(
        Severity::kWarning,
        str("the device has no kernel for these layers, which run on the processor, so that "
            "no capture can hold an inference: ",
            join(names)));
  }

  const ir::Graph& graph_;
  const Settings& settings_;
  TimingCache& cache_;
  std::vector<Layer> layers_;
  std::map<ir::NodeId, size_t> numbers_;
  std::map<Reformat, Choice> copies_;
  Joinable is_joinable_;
};

}  // namespace

Choices choose_tactics(const ir::Graph& graph, const Settings& settings) {
  TimingCache own_cache;
  return Chooser(graph, settings,
                 settings.timing_cache == nullptr ? own_cache : *settings.timing_cache)
      .choose();
}

}  // namespace ingot::compiler
