#include "ops/padding.h"

#include "api/convert.h"
#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

class PaddingLayer final : public LayerOf<nvinfer1::IPaddingLayer> {
 public:
  using Dims = nvinfer1::Dims;

  PaddingLayer(LayerOrigin origin, const Dims& before, const Dims& after)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kPADDING, "Padding"),
        before_(checked(before)),
        after_(checked(after)) {}

  void setPrePaddingNd(const Dims& padding) override {
    change("IPaddingLayer::setPrePadding", [&] { before_ = checked(padding); });
  }
  Dims getPrePaddingNd() const override { return dims_of(before_); }
  void setPostPaddingNd(const Dims& padding) override {
    change("IPaddingLayer::setPostPadding", [&] { after_ = checked(padding); });
  }
  Dims getPostPaddingNd() const override { return dims_of(after_); }

 private:
  static std::vector<int64_t> checked(const Dims& dims) {
    require(dims.nbDims == 2, ErrorCode::kInvalidArgument,
            [&] { return str("padding: expected 2 extents, got ", dims.nbDims); });
    return extents_of(dims);
  }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    const ir::Value x = lowering.input();
    lowering.expect_least_rank(x, 2);
    const auto rank = static_cast<int64_t>(lowering.type(x).shape.size());
    const ops::Padding op{.axes = {rank - 2, rank - 1}, .begin = before_, .end = after_};
    return {lowering.apply(ir::Op(op), {x})};
  }

  std::vector<int64_t> before_, after_;
};

}  // namespace

nvinfer1::IPaddingLayer* Network::addPaddingNd(ITensor& input, const Dims& prePadding,
                                               const Dims& postPadding) {
  return add<PaddingLayer>("INetworkDefinition::addPadding", {&input}, prePadding, postPadding);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
