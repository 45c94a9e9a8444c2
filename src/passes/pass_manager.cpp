#include "passes/pass_manager.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "ir/layer_names.h"

namespace ingot::passes {
namespace {

using Names = std::set<std::string>;

Names layer_names(const ir::Graph& graph) {
  Names names;
  for (const ir::NodeId id : graph.topological_order()) {
    const ir::Node& node = graph.node(id);
    if (node.kind() == ir::Node::Kind::kOp && !node.name().empty()) names.insert(node.name());
  }
  return names;
}

/// Whether `name` is one of the parts of "conv1 + bn1 + scale1", or several in a row.
bool is_part_of(const std::string& name, const std::string& fused) {
  const std::string between(ir::kBetweenLayers);
  return (between + fused + between).find(between + name + between) != std::string::npos;
}

void record(const Pass& pass, const Names& before, const Names& after,
            std::vector<Fusion>& fusions) {
  for (const std::string& name : before) {
    if (after.contains(name)) continue;
    const auto into = std::ranges::find_if(after, [&](const std::string& candidate) {
      return !before.contains(candidate) && is_part_of(name, candidate);
    });
    fusions.push_back({std::string(pass.name), name, into == after.end() ? "" : *into});
  }
}

}  // namespace

std::vector<Fusion> run(ir::Graph& graph, std::span<const Pass> passes, const Log& log) {
  std::vector<Fusion> fusions;
  for (const Pass& pass : passes) {
    const Names before = layer_names(graph);
    const size_t size_before = graph.size();
    const size_t changes = with_context([&] { return str("pass ", pass.name); },
                                        [&] {
                                          const size_t made = pass.run(graph);
                                          verify(graph);
                                          return made;
                                        });
    if (changes == 0) continue;
    record(pass, before, layer_names(graph), fusions);
    log(Severity::kVerbose, str("pass ", pass.name, ": ", changes, " changes, ", size_before,
                                " nodes are ", graph.size()));
  }
  return fusions;
}

}  // namespace ingot::passes
