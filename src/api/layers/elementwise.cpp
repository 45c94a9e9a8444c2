#include "ops/elementwise.h"

#include "api/layers/enums.h"
#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::ElementWiseOperation;

class ElementWiseLayer final : public LayerOf<nvinfer1::IElementWiseLayer> {
 public:
  ElementWiseLayer(LayerOrigin origin, ElementWiseOperation operation)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kELEMENTWISE, "ElementWise"),
        operation_(operation) {}

  void setOperation(ElementWiseOperation op) override {
    change("IElementWiseLayer::setOperation", [&] {
      operation_of(op);
      operation_ = op;
    });
  }
  ElementWiseOperation getOperation() const override { return operation_; }

 private:
  static ops::ElementwiseOperation operation_of(ElementWiseOperation operation) {
    return to_op<ops::ElementwiseOperation>(operation, "elementwise operation");
  }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    lowering.expect_same_rank(lowering.input(0), lowering.input(1));
    const ops::Elementwise op{.operation = operation_of(operation_)};
    return {lowering.apply(ir::Op(op), {lowering.input(0), lowering.input(1)})};
  }

  ElementWiseOperation operation_;
};

}  // namespace

nvinfer1::IElementWiseLayer* Network::addElementWise(ITensor& input1, ITensor& input2,
                                                     ElementWiseOperation op) {
  return add<ElementWiseLayer>("INetworkDefinition::addElementWise", {&input1, &input2}, op);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
