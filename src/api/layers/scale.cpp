#include "ops/scale.h"

#include <algorithm>

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
    const auto number = static_cast<int32_t>(mode);
    require(number >= 0 && number < nvinfer1::EnumMax<ScaleMode>(), ErrorCode::kInvalidArgument,
            [&] { return str("there is no scale mode ", number); });
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
    if (!channel_axis_) lowering.expect_least_rank(x, 3);
    const size_t first = lowering.axis(channel_axis(static_cast<int32_t>(lowering.rank(x))), x);
    const size_t last = mode_ == ScaleMode::kCHANNEL ? first : rank - 1;
    for (size_t axis = first; axis <= last; ++axis) {
      shape[axis] = lowering.extent(x, axis, "scale coefficients");
    }
    return shape;
  }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    const std::vector<int64_t> shape = this->shape(lowering);
    ir::Value value = lowering.input();
    const ir::DataType type = lowering.type(value).data_type;
    if (scale_.count == 0 && shift_.count == 0 && power_.count == 0) {
      return {lowering.apply(ir::Op(ops::Identity{}), {value})};
    }
    const auto coefficients = [&](const Weights& weights, double absent, const char* role) {
      const std::vector<int64_t> ones(shape.size(), 1);
      return weights.count == 0 ? lowering.splat(absent, ones, type, role)
                                : lowering.weights(weights, shape, type, role);
    };
    if (scale_.count != 0 || shift_.count != 0) {
      const ir::Value scale = coefficients(scale_, 1, "scale");
      const ir::Value shift = coefficients(shift_, 0, "shift");
      value = lowering.apply(ir::Op(ops::Scale{}), {value, scale, shift});
    }
    if (power_.count == 0) return {value};
    const ir::Value power = coefficients(power_, 1, "power");
    const ops::Elementwise op{.operation = ops::ElementwiseOperation::kPower};
    return {lowering.apply(ir::Op(op), {value, power}, "power")};
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
