#include "ops/scale.h"

#include <algorithm>

#include "api/convert.h"
#include "api/enums.h"
#include "api/network.h"
#include "ops/elementwise.h"
#include "ops/identity.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::ScaleMode;

class ScaleLayer final : public LayerOf<nvinfer1::IScaleLayer> {
 public:
  using Weights = nvinfer1::Weights;

  ScaleLayer(LayerOrigin origin, ScaleMode mode, Weights shift, Weights scale, Weights power,
             std::optional<int32_t> channel_axis)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kSCALE, "Scale"),
        mode_(checked_mode(mode)),
        shift_(shift),
        scale_(scale),
        power_(power),
        channel_axis_(channel_axis) {}

  void setMode(ScaleMode mode) override {
    change("IScaleLayer::setMode", [&] { mode_ = checked_mode(mode); });
  }
  ScaleMode getMode() const override { return mode_; }
  void setShift(Weights shift) override { set(shift_, shift, "shift"); }
  Weights getShift() const override { return shift_; }
  void setScale(Weights scale) override { set(scale_, scale, "scale"); }
  Weights getScale() const override { return scale_; }
  void setPower(Weights power) override { set(power_, power, "power"); }
  Weights getPower() const override { return power_; }
  int32_t getChannelAxis() const override {
    return channel_axis(getInput(0)->getDimensions().nbDims);
  }
  void setChannelAxis(int32_t channelAxis) override {
    change("IScaleLayer::setChannelAxis", [&] {
      require(channelAxis >= 0, ErrorCode::kInvalidArgument,
              [&] { return str("there is no dimension ", channelAxis); });
      channel_axis_ = channelAxis;
    });
  }

 private:
  static ScaleMode checked_mode(ScaleMode mode) {
    check_enum(mode, "scale mode");
    return mode;
  }

  int32_t channel_axis(int32_t rank) const { return channel_axis_.value_or(std::max(rank - 3, 0)); }

  void set(Weights& weights, const Weights& value, const char* role) {
    change(role, [&] {
      check_weights(value, role);
      weights = value;
    });
  }

  /// The number of coefficients is checked when all settings are there.
  void check_new(Lowering& lowering) const override {
    check_weights(shift_, "shift");
    check_weights(scale_, "scale");
    check_weights(power_, "power");
    if (mode_ != ScaleMode::kUNIFORM && !channel_axis_) {
      lowering.expect_least_rank(lowering.input(), 3);
    }
  }

  /// Of the coefficients, ready to be broadcast to the input.
  std::vector<int64_t> shape(const Lowering& lowering) const {
    const ir::Value x = lowering.input();
    const size_t rank = lowering.type(x).shape.size();
    std::vector<int64_t> shape(rank, 1);
    if (mode_ == ScaleMode::kUNIFORM) return shape;
    const size_t first = lowering.axis(channel_axis(static_cast<int32_t>(lowering.rank(x))), x);
    const size_t last = mode_ == ScaleMode::kCHANNEL ? first : rank - 1;
    for (size_t axis = first; axis <= last; ++axis) {
      shape[axis] = lowering.extent(x, axis, "scale coefficients");
    }
    return shape;
  }

  /// Many programs state a power of 1.
  static bool is_one(const Weights& weights, const std::vector<int64_t>& shape) {
    if (weights.count != ir::num_elements(ir::shape_of(shape)).value()) return false;
    const ir::ConstTensorView view(data_type_of(weights.type), {weights.count}, weights.values);
    for (int64_t i = 0; i < weights.count; ++i) {
      if (ir::load(view, i) != 1) return false;
    }
    return true;
  }

  ir::Value coefficients(Lowering& lowering, const Weights& weights, double absent,
                         const char* role) const {
    const ir::TensorType& type = lowering.type(lowering.input());
    if (weights.count != 0) {
      return lowering.weights(weights, shape(lowering), type.data_type, role);
    }
    return lowering.splat(absent, std::vector<int64_t>(type.shape.size(), 1), type.data_type, role);
  }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    check_new(lowering);
    const ir::Value x = lowering.input();
    const bool has_power = power_.count != 0 && !is_one(power_, shape(lowering));
    if (scale_.count == 0 && shift_.count == 0 && !has_power) {
      return {lowering.apply(ir::Op(ops::Identity{}), {x})};
    }
    const ir::Value scale = coefficients(lowering, scale_, 1, "scale");
    const ir::Value shift = coefficients(lowering, shift_, 0, "shift");
    const ir::Value linear =
        lowering.apply(ir::Op(ops::Scale{}), {x, scale, shift}, has_power ? "linear" : "");
    if (!has_power) return {linear};
    const ir::Value power = coefficients(lowering, power_, 1, "power");
    const ops::Elementwise op{.operation = ops::ElementwiseOperation::kPower};
    return {lowering.apply(ir::Op(op), {linear, power})};
  }

  ScaleMode mode_;
  Weights shift_, scale_, power_;
  std::optional<int32_t> channel_axis_;
};

}  // namespace

nvinfer1::IScaleLayer* Network::addScale(ITensor& input, ScaleMode mode, Weights shift,
                                         Weights scale, Weights power) {
  return add<ScaleLayer>("INetworkDefinition::addScale", {&input}, mode, shift, scale, power,
                         std::nullopt);
}

nvinfer1::IScaleLayer* Network::addScaleNd(ITensor& input, ScaleMode mode, Weights shift,
                                           Weights scale, Weights power, int32_t channelAxis) {
  return add<ScaleLayer>("INetworkDefinition::addScaleNd", {&input}, mode, shift, scale, power,
                         channelAxis);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
