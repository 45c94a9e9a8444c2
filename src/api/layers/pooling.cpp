#include "ops/pooling.h"

#include "api/layers/window.h"
#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

class PoolingLayer final : public WindowLayer<nvinfer1::IPoolingLayer> {
 public:
  PoolingLayer(LayerOrigin origin, nvinfer1::PoolingType type, const Dims& window)
      : WindowLayer(std::move(origin), nvinfer1::LayerType::kPOOLING, "Pooling", window),
        type_(type) {
    kind_of(type);
  }

  void setPoolingType(nvinfer1::PoolingType type) override {
    change("IPoolingLayer::setPoolingType", [&] {
      kind_of(type);
      type_ = type;
    });
  }
  nvinfer1::PoolingType getPoolingType() const override { return type_; }
  void setBlendFactor(float blendFactor) override {
    change("IPoolingLayer::setBlendFactor", [&] {
      require(blendFactor >= 0 && blendFactor <= 1, ErrorCode::kInvalidArgument,
              [&] { return str("expected a blend factor from 0 to 1, got ", blendFactor); });
      blend_ = blendFactor;
    });
  }
  float getBlendFactor() const override { return blend_; }
  void setAverageCountExcludesPadding(bool exclusive) override { excludes_padding_ = exclusive; }
  bool getAverageCountExcludesPadding() const override { return excludes_padding_; }
  void setWindowSizeNd(const Dims& windowSize) override { set(window_, windowSize, 1, "window"); }
  Dims getWindowSizeNd() const override { return dims_of(window_); }

 private:
  static ops::PoolingKind kind_of(nvinfer1::PoolingType type) {
    return to_op<ops::PoolingKind>(type, "pooling type");
  }

  /// Padding may yet be set.
  void check_new(Lowering& lowering) const override { check_rank(lowering); }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    check_rank(lowering);
    ops::Pooling op;
    set_window(op);
    op.kind = kind_of(type_);
    op.window = window_;
    op.excludes_padding = excludes_padding_;
    op.blend = blend_;
    return {lowering.apply(ir::Op(op), {lowering.input()})};
  }

  nvinfer1::PoolingType type_;
  float blend_ = 0;
  bool excludes_padding_ = true;
};

}  // namespace

nvinfer1::IPoolingLayer* Network::addPoolingNd(ITensor& input, nvinfer1::PoolingType type,
                                               const Dims& windowSize) {
  return add<PoolingLayer>("INetworkDefinition::addPooling", {&input}, type, windowSize);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
