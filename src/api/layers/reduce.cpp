#include "ops/reduce.h"

#include "api/layers/enums.h"
#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::ReduceOperation;

class ReduceLayer final : public LayerOf<nvinfer1::IReduceLayer> {
 public:
  ReduceLayer(LayerOrigin origin, ReduceOperation operation, uint32_t axes, bool keeps)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kREDUCE, "Reduce"),
        operation_(operation),
        axes_(axes),
        keeps_(keeps) {}

  void setOperation(ReduceOperation op) override {
    change("IReduceLayer::setOperation", [&] {
      operation_of(op);
      operation_ = op;
    });
  }
  ReduceOperation getOperation() const override { return operation_; }
  void setReduceAxes(uint32_t reduceAxes) override {
    change("IReduceLayer::setReduceAxes", [&] { axes_ = reduceAxes; });
  }
  uint32_t getReduceAxes() const override { return axes_; }
  void setKeepDimensions(bool keepDimensions) override {
    change("IReduceLayer::setKeepDimensions", [&] { keeps_ = keepDimensions; });
  }
  bool getKeepDimensions() const override { return keeps_; }

 private:
  static ops::ReduceOperation operation_of(ReduceOperation operation) {
    return to_op<ops::ReduceOperation>(operation, "reduce operation");
  }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    const ir::Value x = lowering.input();
    require(axes_ != 0, ErrorCode::kInvalidArgument,
            [] { return std::string("no dimension to reduce; set a bit of reduceAxes"); });
    ops::Reduce op;
    op.operation = operation_of(operation_);
    op.keep_dimensions = keeps_;
    for (uint32_t bit = 0; bit < 32; ++bit) {
      if (((axes_ >> bit) & 1U) == 0) continue;
      op.axes.push_back(static_cast<int64_t>(lowering.axis(bit, x)));
    }
    return {lowering.apply(ir::Op(op), {x})};
  }

  ReduceOperation operation_;
  uint32_t axes_;
  bool keeps_;
};

}  // namespace

nvinfer1::IReduceLayer* Network::addReduce(ITensor& input, ReduceOperation operation,
                                           uint32_t reduceAxes, bool keepDimensions) {
  return add<ReduceLayer>("INetworkDefinition::addReduce", {&input}, operation, reduceAxes,
                          keepDimensions);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
