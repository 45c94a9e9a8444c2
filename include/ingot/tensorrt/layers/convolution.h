/// \file
/// Convolution and deconvolution.
#pragma once

#include "../layer.h"
#include "../weights.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// How padding and the rounding of output extents are found for a window that slides over an input.
/// With I the input extent, W the dilated window, S the stride, B and A the padding before and
/// after, P = B + A:
enum class PaddingMode : int32_t {
  kEXPLICIT_ROUND_DOWN = 0,  ///< floor((I + P - W) / S) + 1.
  kEXPLICIT_ROUND_UP = 1,    ///< ceil((I + P - W) / S) + 1.
  kSAME_UPPER = 2,           ///< ceil(I / S), P as needed, an odd element after.
  kSAME_LOWER = 3,           ///< ceil(I / S), P as needed, an odd element before.
  /// O = floor((I + 2 * B - W) / S) + 1, less 1 if (O - 1) * S >= I + B (TensorRT 5-9).
  kCAFFE_ROUND_DOWN = 4,
  /// O = ceil((I + 2 * B - W) / S) + 1, less 1 if (O - 1) * S >= I + B (TensorRT 5-9).
  kCAFFE_ROUND_UP = 5
};
INGOT_ENUM_MAX(PaddingMode, 6)

/// Sums weighted windows of the input, in two or three spatial dimensions. The kernel has the shape
/// [output maps, input channels / groups, window...]. A bias of count 0 means none.
/// Inputs: data; optionally kernel (1) and bias (2) instead of constant weights.
class IConvolutionLayer : public ILayer {
 public:
  /// Sets the number of output channels.
  virtual void setNbOutputMaps(impl::Extent nbOutputMaps) = 0;
  /// Number of output channels.
  virtual impl::Extent getNbOutputMaps() const = 0;
  /// Sets into how many groups of equal size the channels are split; 1 by default.
  virtual void setNbGroups(impl::Extent nbGroups) = 0;
  /// Number of groups.
  virtual impl::Extent getNbGroups() const = 0;
  /// Sets the kernel.
  virtual void setKernelWeights(Weights weights) = 0;
  /// Kernel.
  virtual Weights getKernelWeights() const = 0;
  /// Sets the bias: one value an output channel, or none.
  virtual void setBiasWeights(Weights weights) = 0;
  /// Bias.
  virtual Weights getBiasWeights() const = 0;

  /// Sets the padding before the first element of each spatial dimension; 0 by default.
  virtual void setPrePadding(const Dims& padding) = 0;
  /// Padding before.
  virtual Dims getPrePadding() const = 0;
  /// Sets the padding after the last element of each spatial dimension; 0 by default.
  virtual void setPostPadding(const Dims& padding) = 0;
  /// Padding after.
  virtual Dims getPostPadding() const = 0;
  /// Sets the padding mode; kEXPLICIT_ROUND_DOWN by default. The kSAME modes override the padding.
  virtual void setPaddingMode(PaddingMode paddingMode) = 0;
  /// Padding mode.
  virtual PaddingMode getPaddingMode() const = 0;

  /// Sets the window (TensorRT 6 on).
  virtual void setKernelSizeNd(const Dims& kernelSize) = 0;
  /// Window.
  virtual Dims getKernelSizeNd() const = 0;
  /// Sets the stride; 1 by default (TensorRT 6 on).
  virtual void setStrideNd(const Dims& stride) = 0;
  /// Stride.
  virtual Dims getStrideNd() const = 0;
  /// Sets the padding before and after to the same extents (TensorRT 6 on).
  virtual void setPaddingNd(const Dims& padding) = 0;
  /// Padding before, with an error if the padding after differs.
  virtual Dims getPaddingNd() const = 0;
  /// Sets the distance of the window's elements; 1 by default (TensorRT 6 on).
  virtual void setDilationNd(const Dims& dilation) = 0;
  /// Dilation.
  virtual Dims getDilationNd() const = 0;

  /// Two-dimensional forms of the methods above (TensorRT 5-9).
  /// \{
  void setKernelSize(DimsHW kernelSize) { setKernelSizeNd(kernelSize); }
  DimsHW getKernelSize() const { return impl::firstTwo(getKernelSizeNd()); }
  void setStride(DimsHW stride) { setStrideNd(stride); }
  DimsHW getStride() const { return impl::firstTwo(getStrideNd()); }
  void setPadding(DimsHW padding) { setPaddingNd(padding); }
  DimsHW getPadding() const { return impl::firstTwo(getPaddingNd()); }
  void setDilation(DimsHW dilation) { setDilationNd(dilation); }
  DimsHW getDilation() const { return impl::firstTwo(getDilationNd()); }
  /// \}
};

/// The transpose of a convolution: spreads each input element over a window of the output. The
/// kernel has the shape [input channels, output maps / groups, window...]. Padding is cut off the
/// output: its extent is S * (I - 1) + W - P, with the names of PaddingMode.
/// Inputs: data; optionally kernel (1) and bias (2) instead of constant weights.
class IDeconvolutionLayer : public ILayer {
 public:
  /// Sets the number of output channels.
  virtual void setNbOutputMaps(impl::Extent nbOutputMaps) = 0;
  /// Number of output channels.
  virtual impl::Extent getNbOutputMaps() const = 0;
  /// Sets into how many groups of equal size the channels are split; 1 by default.
  virtual void setNbGroups(impl::Extent nbGroups) = 0;
  /// Number of groups.
  virtual impl::Extent getNbGroups() const = 0;
  /// Sets the kernel.
  virtual void setKernelWeights(Weights weights) = 0;
  /// Kernel.
  virtual Weights getKernelWeights() const = 0;
  /// Sets the bias: one value an output channel, or none.
  virtual void setBiasWeights(Weights weights) = 0;
  /// Bias.
  virtual Weights getBiasWeights() const = 0;

  /// Sets what is cut off before the first element of each spatial dimension; 0 by default.
  virtual void setPrePadding(const Dims& padding) = 0;
  /// Padding before.
  virtual Dims getPrePadding() const = 0;
  /// Sets what is cut off after the last element of each spatial dimension; 0 by default.
  virtual void setPostPadding(const Dims& padding) = 0;
  /// Padding after.
  virtual Dims getPostPadding() const = 0;
  /// Sets the padding mode; kEXPLICIT_ROUND_DOWN by default. The kSAME modes give S * I.
  virtual void setPaddingMode(PaddingMode paddingMode) = 0;
  /// Padding mode.
  virtual PaddingMode getPaddingMode() const = 0;

  /// Sets the window (TensorRT 6 on).
  virtual void setKernelSizeNd(const Dims& kernelSize) = 0;
  /// Window.
  virtual Dims getKernelSizeNd() const = 0;
  /// Sets the stride; 1 by default (TensorRT 6 on).
  virtual void setStrideNd(const Dims& stride) = 0;
  /// Stride.
  virtual Dims getStrideNd() const = 0;
  /// Sets the padding before and after to the same extents (TensorRT 6 on).
  virtual void setPaddingNd(const Dims& padding) = 0;
  /// Padding before, with an error if the padding after differs.
  virtual Dims getPaddingNd() const = 0;
  /// Sets the distance of the window's elements; 1 by default (TensorRT 8 on).
  virtual void setDilationNd(const Dims& dilation) = 0;
  /// Dilation.
  virtual Dims getDilationNd() const = 0;

  /// Two-dimensional forms of the methods above (TensorRT 5-9).
  /// \{
  void setKernelSize(DimsHW kernelSize) { setKernelSizeNd(kernelSize); }
  DimsHW getKernelSize() const { return impl::firstTwo(getKernelSizeNd()); }
  void setStride(DimsHW stride) { setStrideNd(stride); }
  DimsHW getStride() const { return impl::firstTwo(getStrideNd()); }
  void setPadding(DimsHW padding) { setPaddingNd(padding); }
  DimsHW getPadding() const { return impl::firstTwo(getPaddingNd()); }
  /// \}
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
