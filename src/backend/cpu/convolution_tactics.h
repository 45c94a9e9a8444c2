#pragma once

#include "backend/tactic.h"

namespace ingot::backend::cpu {

/// A matrix product over blocks of what the window sees (im2col), or over the image itself for a
/// window of one cell. Takes one or two spatial axes.
const Tactic& gemm_convolution();

/// Straight sums over windows for several pixels and filters at once, into a blocked tensor.
const Tactic& blocked_convolution();

/// Winograd's minimal filtering for windows of 3×3, between blocked tensors.
const Tactic& winograd_convolution();

/// One filter a channel, block by block of channels.
const Tactic& blocked_depthwise_convolution();

/// Straight sums along the rows of the output, for groups of one input channel.
const Tactic& depthwise_convolution();

}  // namespace ingot::backend::cpu
