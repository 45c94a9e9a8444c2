#include <algorithm>
#include <numeric>

#include "api/convert.h"
#include "api/network.h"
#include "api/no_dims.h"
#include "ops/identity.h"
#include "ops/reshape.h"
#include "ops/transpose.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::Permutation;

Permutation identity_permutation() {
  Permutation permutation{};
  std::iota(std::begin(permutation.order), std::end(permutation.order), 0);
  return permutation;
}

class ShuffleLayer final : public LayerOf<nvinfer1::IShuffleLayer> {
 public:
  using Dims = nvinfer1::Dims;

  explicit ShuffleLayer(LayerOrigin origin)
      : LayerOf(std::move(origin), nvinfer1::LayerType::kSHUFFLE, "Shuffle") {}

  void setFirstTranspose(const Permutation& permutation) override {
    change("IShuffleLayer::setFirstTranspose", [&] { first_ = permutation; });
  }
  Permutation getFirstTranspose() const override { return first_; }
  void setReshapeDimensions(const Dims& dimensions) override {
    change("IShuffleLayer::setReshapeDimensions", [&] {
      std::vector<int64_t> extents = checked(extents_of(dimensions));
      reset_input(kDimensionsInput);
      reshape_ = std::move(extents);
    });
  }
  Dims getReshapeDimensions() const override {
    return reshape_ && !has_input(kDimensionsInput) ? dims_of(*reshape_) : no_dims();
  }
  void setSecondTranspose(const Permutation& permutation) override {
    change("IShuffleLayer::setSecondTranspose", [&] { second_ = permutation; });
  }
  Permutation getSecondTranspose() const override { return second_; }
  void setZeroIsPlaceholder(bool zeroIsPlaceholder) override {
    change("IShuffleLayer::setZeroIsPlaceholder", [&] { zero_copies_ = zeroIsPlaceholder; });
  }
  bool getZeroIsPlaceholder() const override { return zero_copies_; }

 private:
  static constexpr size_t kDimensionsInput = 1;

  size_t max_inputs() const override { return 2; }

  static std::vector<int64_t> checked(std::vector<int64_t> extents) {
    const bool fits = std::ranges::all_of(extents, [](int64_t extent) { return extent >= -1; });
    require(fits && std::ranges::count(extents, -1) <= 1, ErrorCode::kInvalidArgument, [&] {
      return str("dimensions [", join(extents, ","),
                 "]: expected extents from 0, and -1 at most once");
    });
    return extents;
  }

  std::optional<std::vector<int64_t>> reshape_extents() const {
    auto extents = extents_input(kDimensionsInput);
    return extents ? checked(std::move(*extents)) : reshape_;
  }

  /// The permutation of all axes, an implicit batch included.
  static std::vector<int64_t> axes(const Lowering& lowering, const Permutation& permutation,
                                   ir::Value value) {
    const size_t rank = lowering.rank(value);
    require(rank <= std::size(permutation.order), ErrorCode::kUnsupported,
            [&] { return str("cannot transpose ", lowering.type(value)); });
    std::vector<int64_t> order(permutation.order, permutation.order + rank);
    std::vector<int64_t> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    for (size_t i = 0; i < rank; ++i) {
      require(sorted[i] == static_cast<int64_t>(i), ErrorCode::kInvalidArgument, [&] {
        return str("[", join(order, ","), "] is no permutation of ", rank, " dimensions");
      });
    }
    const auto hidden = static_cast<int64_t>(lowering.hidden_axes());
    for (int64_t& axis : order) axis += hidden;
    if (hidden == 1) order.insert(order.begin(), 0);
    return order;
  }

  static ir::Value transpose(Lowering& lowering, const Permutation& permutation, ir::Value value,
                             const char* part) {
    const std::vector<int64_t> order = axes(lowering, permutation, value);
    if (std::is_sorted(order.begin(), order.end())) return value;
    return lowering.apply(ir::Op(ops::Transpose{.permutation = order}), {value}, part);
  }

  ir::Value reshape(Lowering& lowering, ir::Value value) const {
    auto extents = reshape_extents();
    if (!extents) return value;
    ops::Reshape op{.shape = std::move(*extents), .zero_copies = zero_copies_};
    if (lowering.settings().implicit_batch) {
      require(zero_copies_ || std::count(op.shape.begin(), op.shape.end(), 0) == 0,
              ErrorCode::kUnsupported,
              [] { return std::string("an extent of 0 needs a network with explicit batch"); });
      op.shape.insert(op.shape.begin(), 0);
      op.zero_copies = true;
    }
    return lowering.apply(ir::Op(op), {value});
  }

  std::vector<ir::Value> lower(Lowering& lowering) const override {
    const ir::Value x = lowering.input();
    ir::Value value = transpose(lowering, first_, x, "first_transpose");
    value = reshape(lowering, value);
    value = transpose(lowering, second_, value, "second_transpose");
    if (value == x) value = lowering.apply(ir::Op(ops::Identity{}), {x});
    return {value};
  }

  Permutation first_ = identity_permutation();
  Permutation second_ = identity_permutation();
  std::optional<std::vector<int64_t>> reshape_;
  bool zero_copies_ = true;
};

}  // namespace

nvinfer1::IShuffleLayer* Network::addShuffle(ITensor& input) {
  return add<ShuffleLayer>("INetworkDefinition::addShuffle", {&input});
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
