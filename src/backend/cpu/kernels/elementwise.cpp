#include "backend/cpu/kernels/elementwise.h"

#include <cmath>

#include "backend/cpu/kernels/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "backend/cpu/kernels/elementwise.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
//
#include "backend/cpu/kernels/math-inl.h"
#include "backend/cpu/kernels/register_tail-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ingot::backend::cpu::kernels::HWY_NAMESPACE {

using V = FloatVector;

/// y[i] = function(a[i], b[i]); always true.
template <class Function>
HWY_INLINE bool map_pairs(const RowOperand& a, const RowOperand& b, float* y, int64_t count,
                          const Function& function) {
  for (int64_t i = 0; i < count; i += kFloatLanes) {
    const int64_t left = count - i;
    const V result =
        function(load_operand(a.data, a.stride, i, left), load_operand(b.data, b.stride, i, left));
    store_result(result, y + i, left);
  }
  return true;
}

/// Whether there is a vector form of the operation; then it has run.
bool run_elementwise(ops::ElementwiseOperation operation, const RowOperand& a, const RowOperand& b,
                     float* y, int64_t count) {
  using Operation = ops::ElementwiseOperation;
  switch (operation) {
    case Operation::kSum:
      return map_pairs(a, b, y, count, [](V p, V q) HWY_ATTR { return hn::Add(p, q); });
    case Operation::kProduct:
      return map_pairs(a, b, y, count, [](V p, V q) HWY_ATTR { return hn::Mul(p, q); });
    case Operation::kMax:
      return map_pairs(a, b, y, count, [](V p, V q) HWY_ATTR { return larger(p, q); });
    case Operation::kMin:
      return map_pairs(a, b, y, count, [](V p, V q) HWY_ATTR { return smaller(p, q); });
    case Operation::kDifference:
      return map_pairs(a, b, y, count, [](V p, V q) HWY_ATTR { return hn::Sub(p, q); });
    case Operation::kQuotient:
      return map_pairs(a, b, y, count, [](V p, V q) HWY_ATTR { return hn::Div(p, q); });
    default: return false;
  }
}

void run_scale(const float* x, const RowOperand& scale, const RowOperand& shift, float* y,
               int64_t count) {
  for (int64_t i = 0; i < count; i += kFloatLanes) {
    const int64_t left = count - i;
    const V result =
        hn::MulAdd(load_operand(x, 1, i, left), load_operand(scale.data, scale.stride, i, left),
                   load_operand(shift.data, shift.stride, i, left));
    store_result(result, y + i, left);
  }
}

void run_parametric_relu(const float* x, const RowOperand& slope, float* y, int64_t count) {
  map_pairs({x, 1}, slope, y, count, [](V value, V factor) HWY_ATTR {
    return hn::IfThenElse(hn::Lt(value, constant(0)), hn::Mul(factor, value), value);
  });
}

void run_scale_block(const float* x, const float* scale, const float* shift, int64_t block,
                     const RegisterTail& tail, float* y, int64_t count) {
  for (int64_t lane = 0; lane < block; lane += kBlockLanes) {
    const BlockVector factor = hn::LoadU(BlockTag(), scale + lane);
    const BlockVector summand = hn::LoadU(BlockTag(), shift + lane);
    for (int64_t i = lane; i < count; i += block) {
      BlockVector result = hn::MulAdd(hn::LoadU(BlockTag(), x + i), factor, summand);
      if (tail.summand != nullptr) {
        result = hn::Add(result, hn::LoadU(BlockTag(), tail.summand + i));
      }
      hn::StoreU(rectify(BlockTag(), tail, result), BlockTag(), y + i);
    }
  }
}

void run_parametric_relu_block(const float* x, const float* slope, int64_t block, float* y,
                               int64_t count) {
  for (int64_t lane = 0; lane < block; lane += kBlockLanes) {
    const BlockVector factor = hn::LoadU(BlockTag(), slope + lane);
    for (int64_t i = lane; i < count; i += block) {
      const BlockVector value = hn::LoadU(BlockTag(), x + i);
      const auto is_negative = hn::Lt(value, hn::Zero(BlockTag()));
      hn::StoreU(hn::IfThenElse(is_negative, hn::Mul(factor, value), value), BlockTag(), y + i);
    }
  }
}

}  // namespace ingot::backend::cpu::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ingot::backend::cpu::kernels {
namespace {

using Operation = ops::ElementwiseOperation;

float floor_quotient(float a, float b) {
  return static_cast<float>(std::floor(static_cast<double>(a) / static_cast<double>(b)));
}

/// The operations without a vector form; null for those that give no float.
float (*scalar_function(Operation operation))(float, float) {
  switch (operation) {
    case Operation::kPower: return [](float a, float b) { return std::pow(a, b); };
    case Operation::kFloorDivision: return floor_quotient;
    default: return nullptr;
  }
}

}  // namespace

HWY_EXPORT(run_elementwise);
HWY_EXPORT(run_scale);
HWY_EXPORT(run_parametric_relu);

bool has_elementwise(Operation operation) {
  return scalar_function(operation) != nullptr ||
         HWY_DYNAMIC_DISPATCH(run_elementwise)(operation, {}, {}, nullptr, 0);
}

void apply_elementwise(Operation operation, const RowOperand& a, const RowOperand& b, float* y,
                       int64_t count) {
  if (HWY_DYNAMIC_DISPATCH(run_elementwise)(operation, a, b, y, count)) return;
  const auto function = scalar_function(operation);
  for (int64_t i = 0; i < count; ++i) y[i] = function(a.data[i * a.stride], b.data[i * b.stride]);
}

void scale_and_shift(const float* x, const RowOperand& scale, const RowOperand& shift, float* y,
                     int64_t count) {
  HWY_DYNAMIC_DISPATCH(run_scale)(x, scale, shift, y, count);
}

void parametric_relu(const float* x, const RowOperand& slope, float* y, int64_t count) {
  HWY_DYNAMIC_DISPATCH(run_parametric_relu)(x, slope, y, count);
}

HWY_EXPORT(run_scale_block);
HWY_EXPORT(run_parametric_relu_block);

void scale_block(const float* x, const float* scale, const float* shift, int64_t block,
                 const RegisterTail& tail, float* y, int64_t count) {
  HWY_DYNAMIC_DISPATCH(run_scale_block)(x, scale, shift, block, tail, y, count);
}

void parametric_relu_block(const float* x, const float* slope, int64_t block, float* y,
                           int64_t count) {
  HWY_DYNAMIC_DISPATCH(run_parametric_relu_block)(x, slope, block, y, count);
}

}  // namespace ingot::backend::cpu::kernels
#endif
