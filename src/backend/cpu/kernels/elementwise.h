#pragma once

#include "backend/cpu/kernels/register_tail.h"
#include "ops/elementwise.h"

namespace ingot::backend::cpu::kernels {

/// A row of an operand: consecutive floats (stride 1), or one for the whole row (stride 0).
struct RowOperand {
  const float* data;
  int64_t stride;
};

/// Whether `apply_elementwise` can do it: those that give floats.
bool has_elementwise(ops::ElementwiseOperation operation);

/// y[i] = a[i] ∘ b[i].
void apply_elementwise(ops::ElementwiseOperation operation, const RowOperand& a,
                       const RowOperand& b, float* y, int64_t count);

/// y[i] = x[i]·scale[i] + shift[i].
void scale_and_shift(const float* x, const RowOperand& scale, const RowOperand& shift, float* y,
                     int64_t count);

/// For consecutive pixels of one block of channels: y = tail(x·scale[channel] + shift[channel]).
void scale_block(const float* x, const float* scale, const float* shift, int64_t block,
                 const RegisterTail& tail, float* y, int64_t count);
/// The same: y = x < 0 ? slope[channel]·x : x.
void parametric_relu_block(const float* x, const float* slope, int64_t block, float* y,
                           int64_t count);

/// y[i] = x[i] < 0 ? slope[i]·x[i] : x[i].
void parametric_relu(const float* x, const RowOperand& slope, float* y, int64_t count);

}  // namespace ingot::backend::cpu::kernels
