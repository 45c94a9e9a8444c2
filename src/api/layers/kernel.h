#pragma once

#include "api/layers/window.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// Throws Error kInvalidArgument unless there is at least one.
int64_t checked_count(int64_t count, std::string_view what);

/// Settings of convolution and deconvolution: a window with weights.
template <class Interface>
class KernelLayer : public WindowLayer<Interface> {
 public:
  using typename WindowLayer<Interface>::Dims;
  using Extent = nvinfer1::impl::Extent;
  using Weights = nvinfer1::Weights;

  KernelLayer(LayerOrigin origin, nvinfer1::LayerType type, const char* kind, Extent output_maps,
              const Dims& window, Weights kernel, Weights bias)
      : WindowLayer<Interface>(std::move(origin), type, kind, window),
        output_maps_(checked_count(output_maps, "output maps")),
        dilation_(this->window_.size(), 1),
        kernel_(kernel),
        bias_(bias) {}

  void setNbOutputMaps(Extent nbOutputMaps) final {
    this->change("setNbOutputMaps",
                 [&] { output_maps_ = checked_count(nbOutputMaps, "output maps"); });
  }
  Extent getNbOutputMaps() const final { return static_cast<Extent>(output_maps_); }
  void setNbGroups(Extent nbGroups) final {
    this->change("setNbGroups", [&] { groups_ = checked_count(nbGroups, "groups"); });
  }
  Extent getNbGroups() const final { return static_cast<Extent>(groups_); }
  void setKernelWeights(Weights weights) final {
    this->change("setKernelWeights", [&] {
      check_weights(weights, "kernel");
      kernel_ = weights;
    });
  }
  Weights getKernelWeights() const final { return kernel_; }
  void setBiasWeights(Weights weights) final {
    this->change("setBiasWeights", [&] {
      check_weights(weights, "bias");
      bias_ = weights;
    });
  }
  Weights getBiasWeights() const final { return bias_; }
  void setKernelSizeNd(const Dims& kernelSize) final {
    this->set(this->window_, kernelSize, 1, "kernel size");
  }
  Dims getKernelSizeNd() const final { return dims_of(this->window_); }
  void setDilationNd(const Dims& dilation) final { this->set(dilation_, dilation, 1, "dilation"); }
  Dims getDilationNd() const final { return dims_of(dilation_); }

 protected:
  size_t max_inputs() const final { return 3; }

  /// Padding, groups and weights may yet be set.
  void check_new(Lowering& lowering) const final {
    this->check_rank(lowering);
    check_weights(kernel_, "kernel");
    check_weights(bias_, "bias");
  }

  /// Input, kernel and, where there is one, bias. The kernel has the shape [first, second,
  /// window...].
  std::vector<ir::Value> operands(Lowering& lowering, int64_t first, int64_t second) const {
    std::vector<int64_t> shape{first, second};
    shape.insert(shape.end(), this->window_.begin(), this->window_.end());
    std::vector<ir::Value> values{lowering.input(), operand(lowering, 1, kernel_, shape, "kernel")};
    if (lowering.has_input(2) || bias_.count != 0) {
      values.push_back(operand(lowering, 2, bias_, {output_maps_}, "bias"));
    }
    return values;
  }

  /// Number of input channels; throws Error unless they and the output maps divide into groups.
  int64_t input_channels(const Lowering& lowering) const {
    this->check_rank(lowering);
    const int64_t channels = lowering.extent(lowering.input(), 1, "channels");
    require(channels % groups_ == 0 && output_maps_ % groups_ == 0, ErrorCode::kInvalidArgument,
            [&] {
              return str(channels, " input channels and ", output_maps_,
                         " output maps do not divide into ", groups_, " groups");
            });
    return channels;
  }

  template <class Op>
  void set_kernel(Op& op) const {
    this->set_window(op);
    op.dilation = dilation_;
    op.groups = groups_;
  }

  int64_t output_maps_;
  int64_t groups_ = 1;

 private:
  static ir::Value operand(Lowering& lowering, size_t index, const Weights& weights,
                           const std::vector<int64_t>& shape, std::string_view role) {
    if (!lowering.has_input(index)) {
      return lowering.weights(weights, shape, lowering.type(lowering.input()).data_type, role);
    }
    require(weights.count == 0, ErrorCode::kInvalidState, [&] {
      return str("the ", role, " is given both as weights and as input ", index,
                 "; set the weights to a count of 0");
    });
    const ir::Value value = lowering.without_batch(lowering.input(index), role);
    require(lowering.type(value).shape == ir::shape_of(shape), ErrorCode::kInvalidArgument, [&] {
      return str(role, ": expected dimensions [", join(shape, ","), "], got ",
                 lowering.type(value));
    });
    return value;
  }

  std::vector<int64_t> dilation_;
  Weights kernel_, bias_;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
