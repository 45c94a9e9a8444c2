#pragma once

#include "backend/tactic.h"

// Tactics that stand in the lists of operators of other files.
namespace ingot::backend::cuda {

/// Copies between formats, and from one type of real numbers to another.
const Tactic& reformat_tactic();
/// Reads and writes whole vectors of channels, of tensors that are not linear.
const Tactic& vector_pointwise_tactic();
/// Take elements of any type.
const Tactic& typed_pointwise_tactic();
const Tactic& typed_reduction_tactic();
/// Converts to f32 what another tactic of the operator computes in it, and its output back.
const Tactic& in_float32_tactic();
/// Compile a kernel for the problem.
const Tactic& generated_pointwise_tactic();
const Tactic& generated_reduction_tactic();
const Tactic& channel_pooling_tactic();
const Tactic& channel_lrn_tactic();
const Tactic& channel_concatenation_tactic();
const Tactic& depthwise_tactic();
const Tactic& tensor_convolution_tactic();
/// Reads linear images of few channels.
const Tactic& image_convolution_tactic();
const Tactic& tensor_matrix_multiply_tactic();
/// For few rows; beside an x of f32 its weights have fewer bits.
const Tactic& row_matrix_multiply_tactic();
const Tactic& cublaslt_convolution_tactic();
const Tactic& cublaslt_tf32_convolution_tactic();
const Tactic& cudnn_convolution_tactic();
const Tactic& cudnn_tf32_convolution_tactic();
const Tactic& cublaslt_matrix_multiply_tactic();
const Tactic& cublaslt_tf32_matrix_multiply_tactic();

}  // namespace ingot::backend::cuda
