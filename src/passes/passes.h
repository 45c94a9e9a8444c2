#pragma once

#include <cstddef>

#include "ir/graph.h"

namespace ingot::passes {

/// Graph rewrites, one file each. All return how many changes they made.

/// What is declared as f16 or bf16 becomes f32, with conversions at inputs and outputs of the graph
/// alone: at least as precise, and computed by the kernels that f32 tensors have, which a device
/// may keep in such types. Conversions to them between layers, which would round, go.
size_t compute_halves_in_float32(ir::Graph& graph);
/// Drops operators that give back their input: identity, casts to the same type, reshapes, slices,
/// transposes and paddings that change nothing, neutral constants (x + 0, x · 1).
size_t remove_identities(ir::Graph& graph);
/// Computes operators whose inputs are all constants, unless constants would grow by over 1 MiB or
/// the computation would be long.
size_t fold_constants(ir::Graph& graph);
/// x ∘ c with a constant c that varies along one axis at most, ∘ one of + − · /, becomes a scale.
size_t elementwise_to_scale(ir::Graph& graph);
/// A reshape of a reshape becomes one.
size_t merge_reshapes(ir::Graph& graph);
/// A scale of a scale, both by constants, becomes one.
size_t merge_scales(ir::Graph& graph);
/// Takes a scale by constants into the weights and the bias of the convolution, deconvolution,
/// fully connected layer or matrix product that alone feeds it.
size_t fold_scale_into_weights(ir::Graph& graph);
/// The activation of a reshape becomes the reshape of an activation, next to what computes it; so
/// does a scale along the channels of [N, C] reshaped to [N, C, 1, …].
size_t move_reshapes_down(ir::Graph& graph);
/// Makes activations, unary functions, elementwise operations with tensors of the same shape, and
/// scales and parametric ReLUs by constants along the channels (into products alone) the epilogue
/// of the convolution, deconvolution, matrix product or pointwise operator that alone feeds them.
size_t fuse_epilogues(ir::Graph& graph);
/// Zeros put around the input of a convolution, or of an average pooling that counts its padding,
/// become its own padding.
size_t absorb_padding(ir::Graph& graph);
/// A fully connected layer becomes reshape, matrix product, reshape.
size_t lower_fully_connected(ir::Graph& graph);
/// Of equal constants, and of equal operators of equal inputs, the first stands for all.
size_t merge_duplicates(ir::Graph& graph);
/// Gives an identity of its own to every output that is an input or a constant, or that is the
/// same value as another output: the runtime writes each output where the user put it.
size_t separate_outputs(ir::Graph& graph);
/// Removes what no output depends on.
size_t remove_dead(ir::Graph& graph);

}  // namespace ingot::passes
