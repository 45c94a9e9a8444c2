#include "compiler/compile.h"

#include "compiler/choose.h"
#include "compiler/declared_types.h"
#include "compiler/emit.h"
#include "compiler/progress.h"
#include "passes/pass_manager.h"
#include "passes/pipeline.h"

namespace ingot::compiler {
namespace {

/// Whether the constants alone, read once an inference, push each other out of the cache.
bool has_cold_weights(const ir::Graph& graph, const backend::Device& device) {
  uint64_t size = 0;
  for (const ir::NodeId id : graph.topological_order()) {
    const ir::Node& node = graph.node(id);
    if (node.is_constant()) size += node.constant().bytes.size();
  }
  const uint64_t cache_size = device.info().cache_size;
  return cache_size > 0 && size > cache_size;
}

}  // namespace

plan::Plan compile(ir::Graph graph, const Settings& settings) {
  begin_step(settings, "optimising the graph");
  const ir::Graph network = graph;
  Settings known = settings;
  heed_declared_types(network, known);
  passes::run(graph, passes::pipeline(), settings.log);
  known.cold_weights = has_cold_weights(graph, *settings.device);
  const auto choices = choose_tactics(graph, known);
  begin_step(settings, "writing the plan");
  plan::Plan plan = emit(graph, network, choices, known);
  plan::verify(plan);
  return plan;
}

Settings settings_of(const plan::Plan& plan) {
  Settings settings;
  settings.name = plan.name;
  settings.profiles = plan.profiles;
  settings.implicit_batch = plan.implicit_batch;
  settings.verbosity = plan.verbosity;
  settings.workspace_limit = plan.network.workspace_limit;
  settings.optimization_level = plan.network.optimization_level;
  settings.allows_half = plan.network.allows_half;
  settings.allows_bfloat = plan.network.allows_bfloat;
  settings.allows_tf32 = plan.network.allows_tf32;
  settings.wishes = plan.network.wishes;
  settings.has_demands = plan.network.has_demands;
  settings.refused_libraries = plan.network.refused_libraries;
  return settings;
}

}  // namespace ingot::compiler
