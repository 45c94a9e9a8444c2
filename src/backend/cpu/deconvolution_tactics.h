#pragma once

#include "backend/tactic.h"

namespace ingot::backend::cpu {

/// A convolution for each phase of the output (the pixels that are equal modulo the stride) with
/// the cells of the window that reach it, into a blocked tensor.
const Tactic& phased_deconvolution();

/// A matrix product whose rows are added where their cells lie (col2im). Takes one or two spatial
/// axes.
const Tactic& gemm_deconvolution();

}  // namespace ingot::backend::cpu
