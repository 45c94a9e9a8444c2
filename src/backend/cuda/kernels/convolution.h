#pragma once

#include <cuda_runtime_api.h>

#include "backend/cuda/kernels/tail.h"

namespace ingot::backend::cuda::kernels {

inline constexpr int kMaxSpatial = 3;

/// One spatial axis. Window cell c of output o lies on input o·stride + c·dilation − pad.
struct WindowAxis {
  int32_t input = 1;
  int32_t output = 1;
  int32_t window = 1;
  int32_t stride = 1;
  int32_t dilation = 1;
  int32_t pad = 0;
};

/// A convolution, or, where it is transposed, the deconvolution whose axes are those of the
/// convolution that it transposes: output i of an axis there is an input here.
struct Convolution {
  int64_t batch = 1;
  int64_t groups = 1;
  int64_t channels = 1;  ///< of a group
  int64_t filters = 1;   ///< of a group
  WindowAxis axes[kMaxSpatial] = {};
  bool is_transposed = false;
};

/// y [batch, groups·filters, spatial…] from x and w as ops::Convolution and ops::Deconvolution have
/// them; bias may be null.
cudaError_t convolution(const Convolution& shape, const float* x, const float* w, const float* bias,
                        const Tails& tails, float* y, cudaStream_t stream);

}  // namespace ingot::backend::cuda::kernels
