#include "ops/slice.h"

#include "api/convert.h"
#include "api/layers/enums.h"
#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::SampleMode;

class SliceLayer final : public LayerOf<nvinfer1::ISliceLayer> {
 public:
  using Dims = nvinfer1::Dims;

  SliceLayer(LayerOrigin origin, const Dims& start, const Dims& size, const Dims& stride)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kSLICE, "Slice"),
        start_(extents_of(start)),
        size_(extents_of(size)),
        stride_(extents_of(stride)) {}

  void setStart(const Dims& start) override {
    change("ISliceLayer::setStart", [&] { start_ = extents_of(start); });
  }
  Dims getStart() const override { return dims_of(start_); }
  void setSize(const Dims& size) override {
    change("ISliceLayer::setSize", [&] { size_ = extents_of(size); });
  }
  Dims getSize() const override { return dims_of(size_); }
  void setStride(const Dims& stride) override {
    change("ISliceLayer::setStride", [&] { stride_ = extents_of(stride); });
  }
  Dims getStride() const override { return dims_of(stride_); }
  void setMode(SampleMode mode) override {
    change("ISliceLayer::setMode", [&] {
      to_op<ops::SliceMode>(mode, "sample mode");
      mode_ = mode;
    });
  }
  SampleMode getMode() const override { return mode_; }

 private:
  void check_rank(const Lowering& lowering) const {
    const size_t rank = lowering.rank(lowering.input());
    require(start_.size() == rank && size_.size() == rank && stride_.size() == rank,
            ErrorCode::kInvalidArgument, [&] {
              return str("expected ", rank, " extents for the input ",
                         lowering.type(lowering.input()), ", got start [", join(start_, ","),
                         "], size [", join(size_, ","), "], stride [", join(stride_, ","), "]");
            });
  }

  /// The mode may yet allow elements outside the input.
  void check_new(Lowering& lowering) const override { check_rank(lowering); }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    check_rank(lowering);
    ops::Slice op;
    op.start = start_;
    op.size = size_;
    op.stride = stride_;
    op.mode = to_op<ops::SliceMode>(mode_, "sample mode");
    for (size_t axis = 0; axis < start_.size(); ++axis) {
      op.axes.push_back(static_cast<int64_t>(axis + lowering.hidden_axes()));
    }
    return {lowering.apply(ir::Op(op), {lowering.input()})};
  }

  std::vector<int64_t> start_, size_, stride_;
  SampleMode mode_ = SampleMode::kSTRICT_BOUNDS;
};

}  // namespace

nvinfer1::ISliceLayer* Network::addSlice(ITensor& input, const Dims& start, const Dims& size,
                                         const Dims& stride) {
  return add<SliceLayer>("INetworkDefinition::addSlice", {&input}, start, size, stride);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
