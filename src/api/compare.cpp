#include <ingot/compare.h>

#include "api/comparison.h"
#include "api/devices.h"
#include "api/guard.h"
#include "api/host_memory.h"
#include "api/network.h"
#include "api/progress.h"
#include "base/json.h"
#include "ir/tolerance.h"
#include "plan/serialize.h"

namespace ingot {
namespace {

/// With symbols bound: the hidden batch, others as profile 0 was tuned.
std::vector<ir::Tensor> tensors_of(const ir::Graph& graph, const plan::Plan& plan,
                                   const void* const* inputs, int32_t batch) {
  ir::Bindings bindings = optimum(plan.profiles.front());
  if (plan.implicit_batch) bindings[std::string(plan::kBatchSymbol)] = batch;
  std::vector<ir::Tensor> tensors;
  for (size_t i = 0; i < graph.inputs().size(); ++i) {
    const ir::TensorType type = ir::bind(graph.type({graph.inputs()[i], 0}), bindings);
    require(inputs[i] != nullptr, ErrorCode::kInvalidArgument,
            [&] { return str("input ", graph.node(graph.inputs()[i]).name(), " is null"); });
    const std::span bytes(static_cast<const std::byte*>(inputs[i]), byte_size(type));
    tensors.push_back({type, SharedBytes::copy_of(bytes)});
  }
  return tensors;
}

void write(JsonWriter& json, const api::StepDifference& entry) {
  json.begin_object();
  json.member("layers", entry.step->name);
  json.member("operator", entry.step->op.name());
  json.member("accuracy", ir::enum_name(entry.step->op.accuracy()));
  json.member("tactic", entry.step->tactic);
  json.member("max_error", entry.difference.max_error);
  json.member("mean_error", entry.difference.mean_error);
  json.member("max_ratio", entry.difference.max_ratio);
  json.member("beyond", entry.difference.num_beyond);
  json.member("values", entry.difference.num_values);
  json.end_object();
}

void write(JsonWriter& json, const api::OutputDifference& entry) {
  json.begin_object();
  json.member("name", entry.name);
  json.member("max_error", entry.max_error);
  json.member("mean_error", entry.mean_error);
  json.member("max_value", entry.max_value);
  json.end_object();
}

template <class Entries>
void write_list(JsonWriter& json, const char* name, const Entries& entries) {
  json.key(name);
  json.begin_array();
  for (const auto& entry : entries) write(json, entry);
  json.end_array();
}

std::string to_json(const api::Comparison& comparison) {
  JsonWriter json;
  json.begin_object();
  write_list(json, "layers", comparison.steps);
  write_list(json, "outputs", comparison.outputs);
  json.end_object();
  return json.finish();
}

std::string comparison_text(const api::Network& network, std::span<const std::byte> file,
                            const void* const* inputs, int32_t batch,
                            nvinfer1::IProgressMonitor* monitor) {
  const backend::Device& device = api::default_device();
  const runtime::Engine engine(
      plan::select(plan::read(SharedBytes::copy_of(file)), device.info().identity), device);
  const ir::Graph graph = network.lower();
  api::require_plan_of(engine.plan(), graph);
  api::Progress progress(monitor, "comparing with the reference", api::kNumComparisonPhases);
  const api::Comparison comparison = api::compare(
      engine, graph, tensors_of(graph, engine.plan(), inputs, batch), progress.listener());
  progress.complete(api::kComparisonCancelled);
  return to_json(comparison);
}

}  // namespace

nvinfer1::IHostMemory* compareLayers(const nvinfer1::INetworkDefinition& network, const void* plan,
                                     std::size_t size, const void* const* inputs, int32_t batch,
                                     nvinfer1::IProgressMonitor* progress) {
  const auto* ours = dynamic_cast<const api::Network*>(&network);
  if (ours == nullptr) return nullptr;
  return api::guard(
      ours->reporter(), "ingot::compareLayers", nullptr, [&]() -> nvinfer1::IHostMemory* {
        require(plan != nullptr && inputs != nullptr, ErrorCode::kInvalidArgument,
                [] { return "the plan or the list of inputs is null"; });
        require(batch >= 1, ErrorCode::kInvalidArgument,
                [&] { return str("expected a batch of at least 1, got ", batch); });
        return new api::HostMemory(comparison_text(
            *ours, {static_cast<const std::byte*>(plan), size}, inputs, batch, progress));
      });
}

}  // namespace ingot
