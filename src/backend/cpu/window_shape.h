#pragma once

#include <span>

#include "backend/cpu/kernels/sliding_axis.h"
#include "backend/problem.h"
#include "ops/window.h"

namespace ingot::backend::cpu {

/// The two spatial axes of a sliding window over [N, C, W] or [N, C, H, W]; one axis is as if H
/// and its window were 1.
struct SpatialAxes {
  kernels::SlidingAxis y;
  kernels::SlidingAxis x;
};

/// Axes of a window over the spatial extents of `type`; `output` has those of the result. For a
/// deconvolution, `type` is its output.
SpatialAxes spatial_axes(std::span<const ops::WindowAxis> axes, const ir::TensorType& type,
                         const ir::TensorType& output);

/// A known problem of a convolution (or of a deconvolution, read backwards).
struct ConvolutionShape {
  int64_t batch;
  int64_t groups;
  int64_t channels;  ///< of a group
  int64_t filters;   ///< of a group
  SpatialAxes axes;

  int64_t cells() const { return axes.y.window * axes.x.window; }
  int64_t input_pixels() const { return axes.y.input * axes.x.input; }
  int64_t output_pixels() const { return axes.y.output * axes.x.output; }
};

ConvolutionShape convolution_shape(const Problem& problem);

/// That of the convolution which the problem's deconvolution transposes: its axes' input is the
/// output here. Channels and filters are the deconvolution's own.
ConvolutionShape deconvolution_shape(const Problem& problem);

/// No unless all is f32 and there are one or two spatial axes.
Support supports_window(const Problem& problem);

}  // namespace ingot::backend::cpu
