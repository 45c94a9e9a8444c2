#pragma once

#include "backend/cpu/kernels/pooling.h"
#include "backend/cpu/kernels/register_tail.h"

namespace ingot::backend::cpu::kernels {

/// Output rows of a window that slides over one block of channels, [y.input, x.input, block]. Cells
/// off the input are left out.
struct BlockedRows {
  const float* input;
  SlidingAxis y;
  SlidingAxis x;
  int64_t block;
  float* output;  ///< row `begin`, of rows [x.output, block]
  int64_t begin;
  int64_t end;
};

/// Σ weight·cell + bias, then the tail. Tails have the address of the output's row `begin`.
struct DepthwiseWeights {
  const float* weights;  ///< [cells, block]
  const float* bias;     ///< [block]; null: 0
  RegisterTail tail;
};
void blocked_depthwise(const BlockedRows& work, const DepthwiseWeights& weights);

/// Largest of each window, then the tail.
void blocked_max(const BlockedRows& work, const WindowCells& cells, const RegisterTail& tail);
/// Sum of each window divided by its cells, then the tail.
void blocked_average(const BlockedRows& work, const WindowCells& cells, const RegisterTail& tail);

}  // namespace ingot::backend::cpu::kernels
