#include "ops/concatenation.h"

#include <algorithm>

#include "api/network.h"
#include "api/symbols.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

class ConcatenationLayer final : public LayerOf<nvinfer1::IConcatenationLayer> {
 public:
  explicit ConcatenationLayer(LayerOrigin origin)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kCONCATENATION, "Concatenation") {}

  void setAxis(int32_t axis) override {
    change("IConcatenationLayer::setAxis", [&] {
      require(axis >= 0, ErrorCode::kInvalidArgument,
              [&] { return str("there is no dimension ", axis); });
      axis_ = axis;
    });
  }
  int32_t getAxis() const override { return axis(getInput(0)->getDimensions().nbDims); }

 private:
  int32_t axis(int32_t rank) const { return axis_.value_or(std::max(rank - 3, 0)); }

  /// The axis may yet be set.
  void check_new(Lowering& lowering) const override {
    for (size_t i = 1; i < lowering.num_inputs(); ++i) {
      lowering.expect_same_rank(lowering.input(0), lowering.input(i));
    }
  }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    check_new(lowering);
    std::vector<ir::Value> parts;
    for (size_t i = 0; i < lowering.num_inputs(); ++i) parts.push_back(lowering.input(i));
    const bool has_batch = std::any_of(parts.begin(), parts.end(), [&](ir::Value part) {
      return lowering.settings().implicit_batch && lowering.type(part).shape[0] == batch_symbol();
    });
    if (has_batch) {
      for (ir::Value& part : parts) part = lowering.with_batch(part);
    }
    const auto rank = static_cast<int32_t>(lowering.rank(parts[0]));
    const size_t axis = lowering.axis(this->axis(rank), parts[0]);
    const ops::Concatenation op{.axis = static_cast<int64_t>(axis)};
    return {lowering.apply(ir::Op(op), std::move(parts))};
  }

  std::optional<int32_t> axis_;
};

}  // namespace

nvinfer1::IConcatenationLayer* Network::addConcatenation(ITensor* const* inputs, int32_t nbInputs) {
  return guard(reporter_, "INetworkDefinition::addConcatenation", nullptr,
               [&]() -> nvinfer1::IConcatenationLayer* {
                 require(inputs != nullptr && nbInputs >= 1, ErrorCode::kInvalidArgument, [&] {
                   return str("expected at least one input, got ",
                              inputs == nullptr ? "null" : std::to_string(nbInputs));
                 });
                 const std::vector<const ITensor*> tensors(inputs, inputs + nbInputs);
                 return insert(std::make_unique<ConcatenationLayer>(origin(tensors)));
               });
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
