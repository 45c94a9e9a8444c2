#include "ops/unary.h"

#include "api/layers/enums.h"
#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::UnaryOperation;

class UnaryLayer final : public LayerOf<nvinfer1::IUnaryLayer> {
 public:
  UnaryLayer(LayerOrigin origin, UnaryOperation operation)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kUNARY, "Unary"), operation_(operation) {}

  void setOperation(UnaryOperation op) override {
    change("IUnaryLayer::setOperation", [&] {
      operation_of(op);
      operation_ = op;
    });
  }
  UnaryOperation getOperation() const override { return operation_; }

 private:
  static ops::UnaryOperation operation_of(UnaryOperation operation) {
    return to_op<ops::UnaryOperation>(operation, "unary operation");
  }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    const ops::Unary op{.operation = operation_of(operation_)};
    return {lowering.apply(ir::Op(op), {lowering.input()})};
  }

  UnaryOperation operation_;
};

}  // namespace

nvinfer1::IUnaryLayer* Network::addUnary(ITensor& input, UnaryOperation operation) {
  return add<UnaryLayer>("INetworkDefinition::addUnary", {&input}, operation);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
