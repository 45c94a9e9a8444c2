#pragma once

#include <functional>
#include <span>
#include <vector>

#include "ir/graph.h"

namespace ingot::ir {

/// Sees each node's outputs as they are computed.
using Observer = std::function<void(const Node& node, std::span<const Tensor> outputs)>;

/// Runs the graph through the operators' references. `inputs`: one tensor an input of the graph, in
/// its order; symbols take the numbers that these have, and all types below are inferred again.
/// Returns one tensor an output. Throws Error naming the input or layer at fault.
std::vector<Tensor> evaluate(const Graph& graph, std::span<const Tensor> inputs,
                             const Observer& observer = {});

/// The outputs of one node from its inputs' tensors; `constants` are the inputs that infer may read.
std::vector<Tensor> evaluate(const Op& op, std::span<const Tensor> inputs,
                             std::span<const bool> constants = {});

/// Numbers for the symbols of `types`, one tensor of `shapes` each. Throws Error kInvalidArgument
/// where a rank or a number does not fit; `names` are for its message.
Bindings bind_symbols(std::span<const std::string> names, std::span<const TensorType> types,
                      std::span<const TensorType> given);

}  // namespace ingot::ir
