#include "ops/softmax.h"

#include <bit>

#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

class SoftMaxLayer final : public LayerOf<nvinfer1::ISoftMaxLayer> {
 public:
  explicit SoftMaxLayer(LayerOrigin origin)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kSOFTMAX, "Softmax") {}

  void setAxes(uint32_t axes) override {
    change("ISoftMaxLayer::setAxes", [&] {
      require(std::has_single_bit(axes), ErrorCode::kInvalidArgument,
              [&] { return str("expected the bit of one dimension, got the bits ", axes); });
      axis_ = std::countr_zero(axes);
    });
  }
  uint32_t getAxes() const override {
    const nvinfer1::Dims dims = getInput(0)->getDimensions();
    return 1U << static_cast<uint32_t>(axis(dims.nbDims));
  }

 private:
  int32_t axis(int32_t rank) const { return axis_.value_or(std::max(rank - 3, 0)); }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    const ir::Value x = lowering.input();
    const size_t axis = lowering.axis(this->axis(static_cast<int32_t>(lowering.rank(x))), x);
    return {lowering.apply(ir::Op(ops::Softmax{.axis = static_cast<int64_t>(axis)}), {x})};
  }

  std::optional<int32_t> axis_;
};

}  // namespace

nvinfer1::ISoftMaxLayer* Network::addSoftMax(ITensor& input) {
  return add<SoftMaxLayer>("INetworkDefinition::addSoftMax", {&input});
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
