#include "api/convert.h"
#include "api/network.h"
#include "ops/cast.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

class ConstantLayer final : public LayerOf<nvinfer1::IConstantLayer> {
 public:
  using Dims = nvinfer1::Dims;
  using Weights = nvinfer1::Weights;

  ConstantLayer(LayerOrigin origin, const Dims& dimensions, Weights weights)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kCONSTANT, "Constant"),
        dimensions_(checked(dimensions)),
        weights_(weights) {}

  void setWeights(Weights weights) override {
    change("IConstantLayer::setWeights", [&] {
      check_weights(weights, "constant");
      weights_ = weights;
    });
  }
  Weights getWeights() const override { return weights_; }
  void setDimensions(const Dims& dimensions) override {
    change("IConstantLayer::setDimensions", [&] { dimensions_ = checked(dimensions); });
  }
  Dims getDimensions() const override { return dims_of(dimensions_); }

 private:
  static std::vector<int64_t> checked(const Dims& dimensions) {
    std::vector<int64_t> extents = extents_of(dimensions);
    for (const int64_t extent : extents) {
      require(extent >= 0, ErrorCode::kInvalidArgument, [&] {
        return str("dimensions [", join(extents, ","), "]: a constant has only known extents");
      });
    }
    return extents;
  }

  /// An implicit batch shares the constant: its leading extent is 1.
  std::vector<ir::Value> lower(Lowering& lowering) const override {
    std::vector<int64_t> shape = dimensions_;
    if (lowering.settings().implicit_batch) shape.insert(shape.begin(), 1);
    const ir::DataType given = data_type_of(weights_.type);
    const ir::DataType inner = inner_type(weights_.type, lowering.settings().strongly_typed);
    const ir::DataType type = ir::is_floating(given) ? inner : given;
    ir::Value value = lowering.weights(weights_, shape, type, "");
    if (type != inner) value = lowering.apply(ir::Op(ops::Cast{.to = inner}), {value}, "cast");
    return {value};
  }

  std::vector<int64_t> dimensions_;
  Weights weights_;
};

}  // namespace

nvinfer1::IConstantLayer* Network::addConstant(const Dims& dimensions, Weights weights) {
  return add<ConstantLayer>("INetworkDefinition::addConstant", {}, dimensions, weights);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
