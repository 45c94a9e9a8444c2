#include "backend/cuda/generate/operand_index.h"

#include <algorithm>

#include "base/text.h"

namespace ingot::backend::cuda {
namespace {

std::vector<OperandIndex::Axis> axes_of(const ir::TensorType& operand,
                                        const ir::TensorType& result) {
  const std::vector<int64_t> wanted = ir::numbers(result.shape);
  const std::vector<int64_t> filled = ir::numbers(filled_shape(result));
  const std::vector<int64_t> own = ir::numbers(operand.shape);
  const std::vector<int64_t> own_filled = ir::numbers(filled_shape(operand));
  const std::vector<int64_t> strides = stored_strides(operand);
  const size_t lacking = wanted.size() - own.size();
  std::vector<OperandIndex::Axis> axes;
  for (const size_t axis : order_of(result)) {
    OperandIndex::Axis next{filled[axis], 0};
    const bool has_axis = axis >= lacking && own[axis - lacking] == wanted[axis];
    if (const int64_t extent = has_axis ? own_filled[axis - lacking] : 1; extent > 1) {
      next.stride = strides[axis - lacking];
      if (extent < next.extent) next.last = extent - 1;
    }
    axes.push_back(next);
  }
  return axes;
}

}  // namespace

std::vector<size_t> order_of(const ir::TensorType& type) {
  std::vector<size_t> order;
  for (size_t axis = 0; axis < type.shape.size(); ++axis) order.push_back(axis);
  if (ir::is_channels_last(type.format)) {
    std::rotate(order.begin() + 1, order.begin() + 2, order.end());
  }
  std::ranges::reverse(order);
  return order;
}

std::vector<int64_t> stored_strides(const ir::TensorType& type) {
  const std::vector<int64_t> extents = ir::numbers(filled_shape(type));
  std::vector<int64_t> strides(extents.size());
  int64_t stride = 1;
  for (const size_t axis : order_of(type)) {
    strides[axis] = stride;
    stride *= extents[axis];
  }
  return strides;
}

OperandIndex::OperandIndex(const ir::TensorType& operand, const ir::TensorType& result)
    : OperandIndex(axes_of(operand, result)) {}

OperandIndex::OperandIndex(const std::vector<Axis>& axes) {
  for (const Axis& next : axes) {
    if (next.extent == 1) continue;
    const bool joins = !axes_.empty() && next.last < 0 && axes_.back().last < 0 &&
                       next.stride == axes_.back().stride * axes_.back().extent;
    if (joins) {
      axes_.back().extent *= next.extent;
    } else {
      axes_.push_back(next);
    }
  }
  int64_t divisor = 1;
  for (size_t i = 0; i < axes_.size(); ++i) {
    const bool is_outermost = i + 1 == axes_.size();
    if (axes_[i].stride != 0) {
      terms_.push_back(
          {divisor, is_outermost ? 0 : axes_[i].extent, axes_[i].stride, axes_[i].last});
    }
    divisor *= axes_[i].extent;
  }
}

OperandIndex::Reading OperandIndex::reading(int64_t length) const {
  if (terms_.empty()) return Reading::kSame;
  const Axis& inner = axes_.front();
  const bool fits = axes_.size() == 1 || inner.extent % length == 0;
  if (!fits || inner.last >= 0) return Reading::kElements;
  if (inner.stride == 0) return Reading::kSame;
  const bool is_aligned =
      inner.stride == 1 && std::all_of(axes_.begin() + 1, axes_.end(),
                                       [&](const Axis& axis) { return axis.stride % length == 0; });
  return is_aligned ? Reading::kVector : Reading::kElements;
}

std::string OperandIndex::text(const std::string& suffix) const {
  std::string sum;
  for (const Term& term : terms_) {
    std::string index = "i";
    if (term.divisor != 1) index = str(index, " / ", term.divisor, suffix);
    if (term.modulus != 0) index = str(index, " % ", term.modulus, suffix);
    if (term.last >= 0) index = str("min(Index(", index, "), Index(", term.last, "))");
    if (term.stride != 1) index = str(index, " * ", term.stride, suffix);
    sum += (sum.empty() ? "" : " + ") + index;
  }
  return sum.empty() ? "0" : sum;
}

}  // namespace ingot::backend::cuda
