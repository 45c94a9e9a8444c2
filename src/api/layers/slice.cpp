#include "ops/slice.h"

#include "api/convert.h"
#include "api/layers/enums.h"
#include "api/network.h"
#include "api/no_dims.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::SampleMode;

class SliceLayer final : public LayerOf<nvinfer1::ISliceLayer> {
 public:
  using Dims = nvinfer1::Dims;

  SliceLayer(LayerOrigin origin, const Dims& start, const Dims& size, const Dims& stride)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kSLICE, "Slice"),
        start_{"start", 1, extents_of(start)},
        size_{"size", 2, extents_of(size)},
        stride_{"stride", 3, extents_of(stride)} {}

  void setStart(const Dims& start) override { set("ISliceLayer::setStart", start_, start); }
  Dims getStart() const override { return get(start_); }
  void setSize(const Dims& size) override { set("ISliceLayer::setSize", size_, size); }
  Dims getSize() const override { return get(size_); }
  void setStride(const Dims& stride) override { set("ISliceLayer::setStride", stride_, stride); }
  Dims getStride() const override { return get(stride_); }
  void setMode(SampleMode mode) override {
    change("ISliceLayer::setMode", [&] {
      to_op<ops::SliceMode>(mode, "sample mode");
      mode_ = mode;
    });
  }
  SampleMode getMode() const override { return mode_; }

 private:
  static constexpr size_t kFillInput = 4;

  /// One number a dimension, taken from the tensor at position `input` where one is set.
  struct Setting {
    const char* name;
    size_t input;
    std::vector<int64_t> extents;
  };

  void set(const char* where, Setting& setting, const Dims& dimensions) {
    change(where, [&] {
      setting.extents = extents_of(dimensions);
      reset_input(setting.input);
    });
  }
  Dims get(const Setting& setting) const {
    return has_input(setting.input) ? no_dims() : dims_of(setting.extents);
  }
  std::vector<int64_t> extents(const Setting& setting) const {
    return extents_input(setting.input).value_or(setting.extents);
  }

  size_t max_inputs() const override { return kFillInput + 1; }

  /// Tensors may yet be set in place of no extents; the mode may yet allow elements outside the
  /// input.
  void check_new(Lowering& lowering) const override {
    for (const Setting* setting : {&start_, &size_, &stride_}) {
      if (!setting->extents.empty()) checked_extents(lowering, *setting);
    }
  }

  std::vector<int64_t> checked_extents(const Lowering& lowering, const Setting& setting) const {
    std::vector<int64_t> values = extents(setting);
    const size_t rank = lowering.rank(lowering.input());
    require(values.size() == rank, ErrorCode::kInvalidArgument, [&] {
      return str("expected ", rank, " extents for the input ", lowering.type(lowering.input()),
                 ", got ", setting.name, " [", join(values, ","), "]");
    });
    return values;
  }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    ops::Slice op;
    op.start = checked_extents(lowering, start_);
    op.size = checked_extents(lowering, size_);
    op.stride = checked_extents(lowering, stride_);
    op.mode = to_op<ops::SliceMode>(mode_, "sample mode");
    if (const auto fill = constant_input(kFillInput, 0)) {
      require(op.mode == ops::SliceMode::kFill, ErrorCode::kInvalidArgument, [] {
        return "input 4 fills what lies outside the input; set SampleMode::kFILL, or leave it out";
      });
      op.fill = fill->at(0);
    }
    for (size_t axis = 0; axis < op.start.size(); ++axis) {
      op.axes.push_back(static_cast<int64_t>(axis + lowering.hidden_axes()));
    }
    return {lowering.apply(ir::Op(op), {lowering.input()})};
  }

  Setting start_, size_, stride_;
  SampleMode mode_ = SampleMode::kSTRICT_BOUNDS;
};

}  // namespace

nvinfer1::ISliceLayer* Network::addSlice(ITensor& input, const Dims& start, const Dims& size,
                                         const Dims& stride) {
  return add<SliceLayer>("INetworkDefinition::addSlice", {&input}, start, size, stride);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
