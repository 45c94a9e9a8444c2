#pragma once

#include "compiler/settings.h"
#include "ir/graph.h"

namespace ingot::compiler {

/// The problem that a node poses when its symbols have those numbers.
backend::Problem problem_of(const ir::Graph& graph, const ir::Node& node,
                            const ir::Bindings& bindings, const backend::Device& device);

}  // namespace ingot::compiler
