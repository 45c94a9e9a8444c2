#include "ops/lrn.h"

#include <cmath>

#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

class LrnLayer final : public LayerOf<nvinfer1::ILRNLayer> {
 public:
  using Extent = nvinfer1::impl::Extent;

  LrnLayer(LayerOrigin origin, Extent window, float alpha, float beta, float k)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kLRN, "LRN"),
        window_(checked_window(window)),
        alpha_(checked(alpha)),
        beta_(checked(beta)),
        k_(checked(k)) {}

  void setWindowSize(Extent windowSize) override {
    change("ILRNLayer::setWindowSize", [&] { window_ = checked_window(windowSize); });
  }
  Extent getWindowSize() const override { return window_; }
  void setAlpha(float alpha) override {
    change("ILRNLayer::setAlpha", [&] { alpha_ = checked(alpha); });
  }
  float getAlpha() const override { return alpha_; }
  void setBeta(float beta) override {
    change("ILRNLayer::setBeta", [&] { beta_ = checked(beta); });
  }
  float getBeta() const override { return beta_; }
  void setK(float k) override {
    change("ILRNLayer::setK", [&] { k_ = checked(k); });
  }
  float getK() const override { return k_; }

 private:
  static Extent checked_window(Extent window) {
    require(window >= 1 && window % 2 == 1, ErrorCode::kInvalidArgument,
            [&] { return str("expected an odd window, got ", window); });
    return window;
  }
  static float checked(float parameter) {
    require(std::isfinite(parameter), ErrorCode::kInvalidArgument,
            [&] { return str("expected a finite number, got ", parameter); });
    return parameter;
  }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    const ops::Lrn op{.window = window_, .alpha = alpha_, .beta = beta_, .k = k_};
    return {lowering.apply(ir::Op(op), {lowering.input()})};
  }

  Extent window_;
  float alpha_, beta_, k_;
};

}  // namespace

nvinfer1::ILRNLayer* Network::addLRN(ITensor& input, Extent window, float alpha, float beta,
                                     float k) {
  return add<LrnLayer>("INetworkDefinition::addLRN", {&input}, window, alpha, beta, k);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
