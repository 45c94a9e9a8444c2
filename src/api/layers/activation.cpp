#include "ops/activation.h"

#include <cmath>
#include <limits>

#include "api/layers/enums.h"
#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::ActivationType;

struct Parameters {
  float alpha = 0;
  float beta = 0;
};

/// What alpha and beta are until they are set: the usual constants of the function, and no limits
/// for a clip.
Parameters usual(ActivationType type) {
  switch (type) {
    case ActivationType::kLEAKY_RELU: return {.alpha = 0.01F};
    case ActivationType::kELU: return {.alpha = 1};
    case ActivationType::kSELU: return {.alpha = 1.67326324F, .beta = 1.05070098F};
    case ActivationType::kSOFTPLUS: return {.alpha = 1, .beta = 1};
    case ActivationType::kCLIP:
      return {.alpha = std::numeric_limits<float>::lowest(),
              .beta = std::numeric_limits<float>::max()};
    case ActivationType::kHARD_SIGMOID: return {.alpha = 0.2F, .beta = 0.5F};
    case ActivationType::kSCALED_TANH: return {.alpha = 1, .beta = 1};
    case ActivationType::kTHRESHOLDED_RELU: return {.alpha = 1};
    default: return {};
  }
}

class ActivationLayer final : public LayerOf<nvinfer1::IActivationLayer> {
 public:
  ActivationLayer(LayerOrigin origin, ActivationType type)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kACTIVATION, "Activation"), type_(type) {
    kind_of(type);
  }

  void setActivationType(ActivationType type) override {
    change("IActivationLayer::setActivationType", [&] {
      kind_of(type);
      type_ = type;
    });
  }
  ActivationType getActivationType() const override { return type_; }
  void setAlpha(float alpha) override { set(alpha_, alpha, "IActivationLayer::setAlpha"); }
  void setBeta(float beta) override { set(beta_, beta, "IActivationLayer::setBeta"); }
  float getAlpha() const override { return alpha_.value_or(usual(type_).alpha); }
  float getBeta() const override { return beta_.value_or(usual(type_).beta); }

 private:
  static ops::ActivationKind kind_of(ActivationType type) {
    return to_op<ops::ActivationKind>(type, "activation type");
  }

  void set(std::optional<float>& parameter, float value, const char* where) {
    change(where, [&] {
      require(std::isfinite(value), ErrorCode::kInvalidArgument,
              [&] { return str("expected a finite number, got ", value); });
      parameter = value;
    });
  }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    const ops::Activation op{.kind = kind_of(type_), .alpha = getAlpha(), .beta = getBeta()};
    return {lowering.apply(ir::Op(op), {lowering.input()})};
  }

  ActivationType type_;
  std::optional<float> alpha_, beta_;
};

}  // namespace

nvinfer1::IActivationLayer* Network::addActivation(ITensor& input, ActivationType type) {
  return add<ActivationLayer>("INetworkDefinition::addActivation", {&input}, type);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
