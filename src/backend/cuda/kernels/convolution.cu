#include "backend/cuda/kernels/convolution.h"
#include "backend/cuda/kernels/product.cuh"
#include "backend/cuda/kernels/tail.cuh"

// Rows of the product are filters, columns are pixels of all images, its depth runs over channels
// and, within each, the cells of the window.

namespace ingot::backend::cuda::kernels {
namespace {

struct Arguments {
  Convolution shape;
  ProductSize size;
  int64_t cells;
  int64_t x_pixels;
  int64_t y_pixels;
  const float* x;
  const float* w;
  const float* bias;
  float* y;
  Tails tails;
};

/// Offset in a plane of x of window cell `cell` of the pixel; −1 where it lies outside.
template <bool kIsTransposed>
__device__ int64_t offset_of(const Convolution& shape, int64_t pixel, int64_t cell) {
  int64_t offset = 0;
  int64_t scale = 1;
  for (int i = kMaxSpatial - 1; i >= 0; --i) {
    const WindowAxis& axis = shape.axes[i];
    const auto extent = kIsTransposed ? axis.input : axis.output;
    const int64_t at = pixel % extent;
    const int64_t place = cell % axis.window * axis.dilation;
    pixel /= extent;
    cell /= axis.window;
    int64_t from = 0;
    if (kIsTransposed) {
      from = at + axis.pad - place;
      if (from < 0 || from % axis.stride != 0) return -1;
      from /= axis.stride;
      if (from >= axis.output) return -1;
      offset += from * scale;
      scale *= axis.output;
    } else {
      from = at * axis.stride + place - axis.pad;
      if (from < 0 || from >= axis.input) return -1;
      offset += from * scale;
      scale *= axis.input;
    }
  }
  return offset;
}

template <bool kIsTransposed>
__global__ void run(Arguments in) {
  const Convolution& shape = in.shape;
  const int64_t group = blockIdx.z;
  const auto weight = [&](int64_t filter, int64_t k) {
    if (!kIsTransposed) return in.w[(group * shape.filters + filter) * in.size.depth + k];
    const int64_t channel = group * shape.channels + k / in.cells;
    return in.w[(channel * shape.filters + filter) * in.cells + k % in.cells];
  };
  const auto value = [&](int64_t k, int64_t column) -> float {
    const int64_t offset = offset_of<kIsTransposed>(shape, column % in.y_pixels, k % in.cells);
    if (offset < 0) return 0;
    const int64_t image = column / in.y_pixels;
    const int64_t channel = (image * shape.groups + group) * shape.channels + k / in.cells;
    return in.x[channel * in.x_pixels + offset];
  };
  const auto store = [&](int64_t filter, int64_t column, float sum) {
    const int64_t own = group * shape.filters + filter;
    const int64_t plane = column / in.y_pixels * shape.groups * shape.filters + own;
    const int64_t index = plane * in.y_pixels + column % in.y_pixels;
    if (in.bias != nullptr) sum += in.bias[own];
    in.y[index] = apply(in.tails, sum, index);
  };
  tile_product(in.size, int64_t{blockIdx.y} * kTile, int64_t{blockIdx.x} * kTile, weight, value,
               store);
}

}  // namespace

cudaError_t convolution(const Convolution& shape, const float* x, const float* w, const float* bias,
                        const Tails& tails, float* y, cudaStream_t stream) {
  Arguments arguments{shape, {}, 1, 1, 1, x, w, bias, y, tails};
  for (const WindowAxis& axis : shape.axes) {
    arguments.cells *= axis.window;
    arguments.x_pixels *= shape.is_transposed ? axis.output : axis.input;
    arguments.y_pixels *= shape.is_transposed ? axis.input : axis.output;
  }
  arguments.size = {shape.filters, shape.batch * arguments.y_pixels,
                    shape.channels * arguments.cells};
  if (arguments.size.columns == 0 || arguments.size.rows == 0) return cudaSuccess;
  const dim3 grid(static_cast<unsigned>((arguments.size.columns + kTile - 1) / kTile),
                  static_cast<unsigned>((shape.filters + kTile - 1) / kTile),
                  static_cast<unsigned>(shape.groups));
  if (shape.is_transposed) {
    run<true><<<grid, kTileThreads, 0, stream>>>(arguments);
  } else {
    run<false><<<grid, kTileThreads, 0, stream>>>(arguments);
  }
  return cudaGetLastError();
}

}  // namespace ingot::backend::cuda::kernels
