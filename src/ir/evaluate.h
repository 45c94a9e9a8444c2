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

/// The outputs of one operator.
std::vector<Tensor> evaluate(const Op& op, std::span<const Tensor> inputs);

/// The numbers that the symbols in the graph's input types take when its inputs are of `types`.
/// Throws Error kInvalidArgument, naming the input, where a type, a rank or an extent does not fit.
Bindings bind_inputs(const Graph& graph, std::span<const TensorType> types);

}  // namespace ingot::ir
