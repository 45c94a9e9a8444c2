#include "ops/identity.h"

#include "api/network.h"
#include "ops/cast.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

/// Converts where the wished type of the output differs from that of the input.
class IdentityLayer final : public LayerOf<nvinfer1::IIdentityLayer> {
 public:
  explicit IdentityLayer(LayerOrigin origin)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kIDENTITY, "Identity") {}

 private:
  std::vector<ir::Value> lower(Lowering& lowering) const override {
    const ir::Value x = lowering.input();
    const ir::DataType from = lowering.type(x).data_type;
    const auto wish = wished_type(0);
    const ir::DataType to = wish ? inner_type(*wish, lowering.settings().strongly_typed) : from;
    if (to == from) return {lowering.apply(ir::Op(ops::Identity{}), {x})};
    return {lowering.apply(ir::Op(ops::Cast{.to = to}), {x})};
  }
};

}  // namespace

nvinfer1::IIdentityLayer* Network::addIdentity(ITensor& input) {
  return add<IdentityLayer>("INetworkDefinition::addIdentity", {&input});
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
