#pragma once

#include <string_view>

#include "compiler/problems.h"

namespace ingot::compiler {

/// What is wished for the layers that a node of that name computes: "conv1 + relu1" reads as conv1
/// is to read and writes as relu1 is to write. Nothing on a device that keeps f32 tensors as f32
/// alone.
Wish wish_for(std::string_view name, const Settings& settings);

/// Whether the node's computed f32 tensors have the wished types in memory.
bool meets(const ir::Graph& graph, const ir::Node& node, const Layout& layout, const Wish& wish);

}  // namespace ingot::compiler
