#include "backend/cuda/kernels/gather.h"
#include "backend/cuda/kernels/grid.h"

namespace ingot::backend::cuda::kernels {
namespace {

/// Index `i` of an axis of that extent; −1 for none.
__device__ int64_t resolve(Gather::Outside outside, int64_t i, int64_t extent) {
  if (i >= 0 && i < extent) return i;
  switch (outside) {
    case Gather::Outside::kFill: break;
    case Gather::Outside::kWrap: return (i % extent + extent) % extent;
    case Gather::Outside::kClamp: return i < 0 ? 0 : extent - 1;
    case Gather::Outside::kReflect: {
      const int64_t period = max(int64_t{1}, 2 * (extent - 1));
      const int64_t within = (i % period + period) % period;
      return min(within, period - within);
    }
  }
  return -1;
}

template <class T>
__global__ void run(Gather shape, const T* x, T* y) {
  const int64_t step = int64_t{gridDim.x} * blockDim.x;
  for (int64_t i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x; i < shape.size; i += step) {
    int64_t rest = i;
    int64_t offset = 0;
    bool is_inside = true;
    for (int axis = 0; axis < shape.axes; ++axis) {
      const int64_t at = rest % shape.extents[axis];
      rest /= shape.extents[axis];
      const int64_t from =
          resolve(shape.outside, shape.start[axis] + at * shape.step[axis], shape.from[axis]);
      is_inside = is_inside && from >= 0;
      offset += from * shape.strides[axis];
    }
    y[i] = is_inside ? x[offset] : static_cast<T>(shape.fill);
  }
}

template <class T>
void launch(const Gather& shape, const void* x, void* y, cudaStream_t stream) {
  run<<<blocks_for(shape.size), kThreads, 0, stream>>>(shape, static_cast<const T*>(x),
                                                       static_cast<T*>(y));
}

}  // namespace

cudaError_t gather(const Gather& shape, const void* x, void* y, cudaStream_t stream) {
  if (shape.size == 0) return cudaSuccess;
  switch (shape.element_size) {
    case 1: launch<uint8_t>(shape, x, y, stream); break;
    case 2: launch<uint16_t>(shape, x, y, stream); break;
    case 4: launch<uint32_t>(shape, x, y, stream); break;
    default: launch<uint64_t>(shape, x, y, stream); break;
  }
  return cudaGetLastError();
}

}  // namespace ingot::backend::cuda::kernels
