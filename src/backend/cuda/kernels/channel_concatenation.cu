#include "backend/cuda/kernels/channel_concatenation.h"
#include "backend/cuda/kernels/grid.h"
#include "backend/cuda/kernels/launch.cuh"

namespace ingot::backend::cuda::kernels {
namespace {

struct Inputs {
  const uint4* x[kMaxJoined];
};

__global__ void run(const __grid_constant__ ChannelConcatenation shape,
                    const __grid_constant__ Inputs inputs, int width, uint4* y) {
  let_next_begin();
  wait_for_previous();
  constexpr int kBytes = sizeof(uint4);
  const int64_t step = int64_t{gridDim.x} * blockDim.x;
  int64_t i = int64_t{blockIdx.x} * blockDim.x + threadIdx.x;
  for (; i < shape.pixels * width; i += step) {
    const int64_t pixel = i / width;
    int at = static_cast<int>(i % width);
    int input = 0;
    while (at >= shape.widths[input] / kBytes) at -= shape.widths[input++] / kBytes;
    y[pixel * (shape.pitch / kBytes) + shape.starts[input] / kBytes + at] =
        inputs.x[input][pixel * (shape.widths[input] / kBytes) + at];
  }
}

}  // namespace

cudaError_t channel_concatenation(const ChannelConcatenation& shape,
                                  const void* const x[kMaxJoined], void* y, cudaStream_t stream) {
  Inputs inputs{};
  int width = 0;
  for (int i = 0; i < shape.count; ++i) {
    inputs.x[i] = static_cast<const uint4*>(x[i]);
    width += shape.widths[i] / static_cast<int>(sizeof(uint4));
  }
  if (shape.pixels * width == 0) return cudaSuccess;
  return launch(run, {blocks_for(shape.pixels * width), kThreads}, stream, shape, inputs, width,
                static_cast<uint4*>(y));
}

}  // namespace ingot::backend::cuda::kernels
