#include "plan/json.h"

#include <algorithm>
#include <charconv>

#include "base/json.h"
#include "plan/arena_use.h"
#include "plan/serialize.h"

namespace ingot::plan {
namespace {

constexpr std::string_view name_of(Storage storage) {
  switch (storage) {
    case Storage::kArena: return "arena";
    case Storage::kWeights: return "weights";
    case Storage::kBinding: return "binding";
  }
  return "";
}

constexpr std::string_view name_of(Verbosity verbosity) {
  switch (verbosity) {
    case Verbosity::kLayerNamesOnly: return "layer_names_only";
    case Verbosity::kNone: return "none";
    case Verbosity::kDetailed: return "detailed";
  }
  return "";
}

class View {
 public:
  explicit View(const Plan& plan) : plan_(plan), live_(live_bytes(plan)) {}

  std::string write() {
    json_.begin_object();
    json_.member("name", plan_.name);
    json_.member("device", plan_.device);
    list("other_devices", plan_.others, [&](const Tuned& other) { json_.value(device_of(other)); });
    json_.member("implicit_batch", plan_.implicit_batch);
    json_.member("verbosity", name_of(plan_.verbosity));
    list("bindings", plan_.bindings, [&](const Binding& item) { write(item); });
    list("profiles", plan_.profiles, [&](const Profile& item) { write(item); });
    write_memory();
    list("tensors", plan_.tensors, [&](const Tensor& item) { write(item); });
    json_.key("steps");
    json_.begin_array();
    for (size_t i = 0; i < plan_.steps.size(); ++i) write(plan_.steps[i], live_[i]);
    json_.end_array();
    json_.end_object();
    return json_.finish();
  }

 private:
  template <class Items, class Function>
  void list(std::string_view name, const Items& items, const Function& write_item) {
    json_.key(name);
    json_.begin_array();
    for (const auto& item : items) write_item(item);
    json_.end_array();
  }

  void write(const Binding& binding) {
    json_.begin_object();
    json_.member("name", binding.name);
    json_.member("direction", binding.is_input ? "input" : "output");
    write_type(plan_.tensors[binding.tensor].type);
    json_.member("tensor", binding.tensor);
    json_.end_object();
  }

  void write_type(const ir::TensorType& type) {
    json_.member("type", ir::name_of(type.data_type));
    list("shape", type.shape, [&](const ir::Dim& dim) {
      if (dim.is_known()) {
        json_.value(dim.value());
      } else {
        json_.value(dim.to_string());
      }
    });
  }

  void write(const Profile& profile) {
    json_.begin_object();
    for (const SymbolRange& range : profile.ranges) {
      json_.key(range.symbol);
      json_.begin_object();
      json_.member("min", range.min);
      json_.member("opt", range.opt);
      json_.member("max", range.max);
      json_.end_object();
    }
    json_.end_object();
  }

  void write_memory() {
    json_.key("memory");
    json_.begin_object();
    const uint64_t largest = live_.empty() ? 0 : std::ranges::max(live_);
    json_.member("arena_size", plan_.arena_size);
    json_.member("largest_live_set", largest);
    if (largest > 0) {
      json_.member("arena_percent",
                   100 * static_cast<double>(plan_.arena_size) / static_cast<double>(largest));
    }
    json_.member("weights_size", plan_.weights.size());
    json_.member("network_size", network_size());
    json_.end_object();
  }

  /// What the network takes beside the steps; 0 where it is not kept.
  uint64_t network_size() const {
    uint64_t size = plan_.network.text.size();
    for (const SharedBytes& constants : plan_.network.constants) size += constants.size();
    return size;
  }

  void write(const Tensor& tensor) {
    json_.begin_object();
    json_.member("name", tensor.name);
    write_type(tensor.type);
    json_.member("format", ir::name_of(tensor.type.format));
    json_.member("stored_type", ir::name_of(stored_type(tensor.type)));
    json_.member("storage", name_of(tensor.storage));
    if (tensor.storage != Storage::kBinding) {
      json_.member("offset", tensor.offset);
      json_.member("size", tensor.size);
    }
    if (tensor.pitch != 0) json_.member("pitch", tensor.pitch);
    json_.end_object();
  }

  void write(const Step& step, uint64_t live) {
    json_.begin_object();
    json_.member("layers", step.name);
    if (!step.metadata.empty()) json_.member("metadata", step.metadata);
    if (step.is_with_previous) json_.member("with_previous", true);
    json_.key("operator");
    write(step.op);
    json_.member("tactic", step.tactic);
    json_.key("configuration");
    json_.values(step.configuration);
    json_.key("inputs");
    json_.values(step.inputs);
    json_.key("outputs");
    json_.values(step.outputs);
    json_.member("weights_size", weights_size(step));
    json_.member("workspace_offset", step.workspace_offset);
    json_.member("workspace_size", step.workspace_size);
    json_.member("live_bytes", live);
    if (!step.trials.empty()) json_.member("seconds", step.trials.front().seconds);
    list("trials", step.trials, [&](const Trial& trial) { write(trial); });
    json_.end_object();
  }

  uint64_t weights_size(const Step& step) const {
    uint64_t size = 0;
    for (const uint32_t input : step.inputs) {
      const Tensor& tensor = plan_.tensors[input];
      if (tensor.storage == Storage::kWeights) size += tensor.size;
    }
    return size;
  }

  void write(const ir::Op& op) {
    json_.begin_object();
    json_.member("name", op.name());
    json_.key("attributes");
    json_.begin_object();
    for (const ir::Field& field : op.def().fields) {
      json_.key(field.name);
      std::visit([&](const auto& value) { write_attribute(value); }, op.get(field));
    }
    json_.end_object();
    json_.member("text", to_string(op));
    list("epilogue", op.epilogue(), [&](const ir::Tail& tail) { write(tail.op); });
    json_.end_object();
  }

  template <class Value>
  void write_attribute(const Value& value) {
    json_.value(value);
  }
  template <class Element>
  void write_attribute(const std::vector<Element>& values) {
    json_.values(values);
  }

  void write(const Trial& trial) {
    const Candidate& candidate = plan_.candidates[trial.candidate];
    const std::string& refusal = plan_.refusals[trial.refusal];
    json_.begin_object();
    json_.member("tactic", candidate.tactic);
    json_.key("configuration");
    json_.values(candidate.configuration);
    json_.member("input_format", ir::name_of(trial.input_format));
    json_.member("output_format", ir::name_of(trial.output_format));
    if (refusal.empty()) {
      json_.member("seconds", trial.seconds);
    } else {
      json_.member("refusal", refusal);
    }
    json_.end_object();
  }

  const Plan& plan_;
  const std::vector<uint64_t> live_;
  JsonWriter json_;
};

}  // namespace

std::string to_json(const Plan& plan) { return View(plan).write(); }

}  // namespace ingot::plan
