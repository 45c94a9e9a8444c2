#include "backend/cuda/kernels/grid.h"
#include "backend/cuda/kernels/launch.cuh"
#include "backend/cuda/kernels/numbers.cuh"
#include "backend/cuda/kernels/offset.cuh"
#include "backend/cuda/kernels/tail.cuh"
#include "backend/cuda/kernels/typed_pointwise.h"

namespace ingot::backend::cuda::kernels {
namespace {

using Kind = Function::Kind;

struct Inputs {
  const void* x[kMaxInputs];
};

/// Of integers exact where the result is one of up to 52 bits.
__device__ double exact_power(double a, double b) {
  const double power = pow(a, b);
  const bool is_fraction = b < 0 && fabs(a) > 1;
  return is_fraction ? power : rint(power);
}

__device__ double compute(const TypedPointwise& shape, double x, double y, double /*z*/) {
  const Function& function = shape.shape.function;
  if (function.kind == Kind::kElementwise) {
    const auto operation = static_cast<ops::ElementwiseOperation>(function.operation);
    return operation == ops::ElementwiseOperation::kPower ? exact_power(x, y)
                                                          : apply_elementwise(operation, x, y);
  }
  if (function.kind == Kind::kActivation) {
    const double raised = x < shape.least ? shape.least : x;
    return shape.most < raised ? shape.most : raised;
  }
  if (function.kind != Kind::kUnary) return x;
  switch (static_cast<ops::UnaryOperation>(function.operation)) {
    case ops::UnaryOperation::kAbs: return fabs(x);
    case ops::UnaryOperation::kNegate: return -x;
    default: return x > 0 ? 1 : x < 0 ? -1 : x;
  }
}

__device__ float compute(const TypedPointwise& shape, float x, float y, float z) {
  const Function& function = shape.shape.function;
  if (function.kind == Kind::kUnary) {
    switch (static_cast<ops::UnaryOperation>(function.operation)) {
      case ops::UnaryOperation::kNot: return x == 0;
      case ops::UnaryOperation::kIsInf: return isinf(x);
      case ops::UnaryOperation::kIsNan: return isnan(x);
      default: break;
    }
  }
  return apply(function, x, y, z);
}

template <class Value>
__global__ void run(const __grid_constant__ TypedPointwise typed, Inputs inputs, void* y) {
  const Pointwise& shape = typed.shape;
  let_next_begin();
  wait_for_previous();
  const int64_t step = int64_t{gridDim.x} * blockDim.x;
  for (int64_t i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x; i < shape.size; i += step) {
    Value values[kMaxInputs] = {};
#pragma unroll
    for (int k = 0; k < kMaxInputs; ++k) {
      if (k >= shape.inputs) break;
      const int64_t at =
          shape.axes == 0 ? i : offset_of(i, shape.axes, shape.extents, shape.strides[k]);
      values[k] = load<Value>(inputs.x[k], typed.x_types[k], at);
    }
    store(y, typed.y_type, i, compute(typed, values[0], values[1], values[2]));
  }
}

}  // namespace

cudaError_t typed_pointwise(const TypedPointwise& shape, const void* const x[kMaxInputs], void* y,
                            cudaStream_t stream) {
  if (shape.shape.size == 0) return cudaSuccess;
  return launch(shape.is_wide ? run<double> : run<float>,
                {blocks_for(shape.shape.size), kThreads}, stream, shape,
                Inputs{{x[0], x[1], x[2]}}, y);
}

}  // namespace ingot::backend::cuda::kernels
