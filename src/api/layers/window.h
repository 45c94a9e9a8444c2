#pragma once

#include <vector>

#include "api/convert.h"
#include "api/layers/enums.h"
#include "api/layers/layer.h"
#include "ops/window.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// Extents of a window's axes. Throws Error kInvalidArgument unless there are `rank`, each at least
/// `least`.
std::vector<int64_t> window_extents(const nvinfer1::Dims& dims, size_t rank, int64_t least,
                                    std::string_view what);
/// The window of a new layer, which has two or three axes.
std::vector<int64_t> new_window(const nvinfer1::Dims& dims);

/// Settings of a layer that slides a window over the axes after the channels.
template <class Interface>
class WindowLayer : public LayerOf<Interface> {
 public:
  using Dims = nvinfer1::Dims;

  WindowLayer(LayerOrigin origin, nvinfer1::LayerType type, const char* kind, const Dims& window)
      : LayerOf<Interface>(std::move(origin), type, kind),
        window_(new_window(window)),
        stride_(window_.size(), 1),
        pad_begin_(window_.size(), 0),
        pad_end_(window_.size(), 0) {}

  void setPrePadding(const Dims& padding) final { set(pad_begin_, padding, 0, "padding"); }
  Dims getPrePadding() const final { return dims_of(pad_begin_); }
  void setPostPadding(const Dims& padding) final { set(pad_end_, padding, 0, "padding"); }
  Dims getPostPadding() const final { return dims_of(pad_end_); }
  void setPaddingMode(nvinfer1::PaddingMode paddingMode) final {
    this->change("setPaddingMode", [&] {
      to_op<ops::PaddingMode>(paddingMode, "padding mode");
      mode_ = paddingMode;
    });
  }
  nvinfer1::PaddingMode getPaddingMode() const final { return mode_; }

  void setStrideNd(const Dims& stride) final { set(stride_, stride, 1, "stride"); }
  Dims getStrideNd() const final { return dims_of(stride_); }
  void setPaddingNd(const Dims& padding) final {
    set(pad_begin_, padding, 0, "padding");
    set(pad_end_, padding, 0, "padding");
  }
  Dims getPaddingNd() const final {
    guard_void(this->reporter(), "getPaddingNd", [&] {
      require(pad_begin_ == pad_end_, ErrorCode::kInvalidState, [&] {
        return str("layer ", this->name(), ": the padding before, ", join(pad_begin_, " x "),
                   ", differs from that after, ", join(pad_end_, " x "));
      });
    });
    return dims_of(pad_begin_);
  }

 protected:
  /// Sets `extents` to one number an axis.
  void set(std::vector<int64_t>& extents, const Dims& dims, int64_t least, const char* what) {
    this->change(what, [&] { extents = window_extents(dims, window_.size(), least, what); });
  }

  /// The input's rank is that of the window and two more, for batch and channels. The batch is
  /// hidden if it is implicit.
  void check_rank(const Lowering& lowering) const {
    lowering.expect_rank(lowering.input(), window_.size() + 2 - lowering.hidden_axes());
  }

  /// Sets the attributes that operators with windows share. In the Caffe modes, the padding before
  /// counts at both ends.
  template <class Op>
  void set_window(Op& op) const {
    const bool is_caffe = mode_ == nvinfer1::PaddingMode::kCAFFE_ROUND_DOWN ||
                          mode_ == nvinfer1::PaddingMode::kCAFFE_ROUND_UP;
    op.stride = stride_;
    op.pad_begin = pad_begin_;
    op.pad_end = is_caffe ? pad_begin_ : pad_end_;
    op.padding = to_op<ops::PaddingMode>(mode_, "padding mode");
  }

  std::vector<int64_t> window_;

 private:
  std::vector<int64_t> stride_, pad_begin_, pad_end_;
  nvinfer1::PaddingMode mode_ = nvinfer1::PaddingMode::kEXPLICIT_ROUND_DOWN;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
