#include "ops/slice.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "onnx/operators/steps.h"
#include "onnx/registry.h"
#include "ops/checks.h"

namespace ingot::onnx {
namespace {

using ops::SliceMode;

/// One axis of a slice.
struct Axis {
  int64_t number, start, size, stride;

  int64_t index(int64_t i) const { return start + i * stride; }
};

bool is_inside(int64_t index, int64_t extent) { return index >= 0 && index < extent; }

/// As the attributes of Slice; a stride of at least 1 in size.
SliceAxis as_slice(const Axis& axis) {
  if (axis.size == 0) return {axis.number, 0, 0, 1};
  const int64_t end = axis.index(axis.size);
  // A negative end would count from the other end.
  return {axis.number, axis.start, end < 0 ? std::numeric_limits<int64_t>::min() : end,
          axis.stride};
}

std::string gather(NodeWriter& node, const std::string& x, int64_t axis,
                   const std::vector<int64_t>& indices) {
  return node.add("Gather", {x, node.integers(indices, "indices")}, {{"axis", axis}});
}

/// The element that an index beyond the ends stands for.
int64_t resolve(SliceMode mode, int64_t index, int64_t extent) {
  const auto modulo = [](int64_t a, int64_t b) { return (a % b + b) % b; };
  if (mode == SliceMode::kClamp) return std::clamp<int64_t>(index, 0, extent - 1);
  if (mode == SliceMode::kWrap) return modulo(index, extent);
  const int64_t period = std::max<int64_t>(1, 2 * (extent - 1));
  const int64_t within = modulo(index, period);
  return std::min(within, period - within);
}

int64_t known_extent(const Axis& axis, const ir::Dim& extent) {
  if (!extent.is_known()) {
    refuse(str("indices beyond the ends of axis ", axis.number, ", whose extent ", extent,
               " is not known; fix the shape of the input"));
  }
  return extent.value();
}

class SliceWriter {
 public:
  SliceWriter(NodeWriter& node, const ops::Slice& op)
      : node_(node), mode_(op.mode), fill_(op.fill), x_(node.input().name), ends_(rank()) {}

  void add(const Axis& axis) {
    const ir::Dim& extent = node_.input().type.shape[static_cast<size_t>(axis.number)];
    if (mode_ == SliceMode::kFill) {
      take_and_fill(axis, known_extent(axis, extent));
    } else if (mode_ == SliceMode::kStrictBounds) {
      take(axis);
    } else {
      take_resolved(axis, known_extent(axis, extent));
    }
  }

  std::string finish() {
    if (!slices_.empty()) x_ = slice(node_, x_, slices_);
    return needs_fill_ ? pad(node_, x_, node_.output().data_type, ends_, fill_) : x_;
  }

 private:
  size_t rank() const { return node_.input().rank(); }

  /// Elements that all exist.
  void take(const Axis& axis) {
    if (axis.stride != 0 || axis.size == 0) {
      slices_.push_back(as_slice(axis));
    } else {
      const std::vector<int64_t> indices(static_cast<size_t>(axis.size), axis.start);
      x_ = gather(node_, x_, axis.number, indices);
    }
  }

  void take_resolved(const Axis& axis, int64_t extent) {
    std::vector<int64_t> indices;
    for (int64_t i = 0; i < axis.size; ++i) {
      indices.push_back(resolve(mode_, axis.index(i), extent));
    }
    x_ = gather(node_, x_, axis.number, indices);
  }

  /// Those that exist are one stretch.
  void take_and_fill(const Axis& axis, int64_t extent) {
    int64_t first = 0;
    while (first < axis.size && !is_inside(axis.index(first), extent)) ++first;
    int64_t end = first;
    while (end < axis.size && is_inside(axis.index(end), extent)) ++end;
    take({axis.number, axis.index(first), end - first, axis.stride});
    ends_[static_cast<size_t>(axis.number)] = {first, axis.size - end};
    needs_fill_ = needs_fill_ || end - first < axis.size;
  }

  NodeWriter& node_;
  SliceMode mode_;
  double fill_;
  std::string x_;
  std::vector<SliceAxis> slices_;
  std::vector<Ends> ends_;
  bool needs_fill_ = false;
};

std::string write(const ops::Slice& op, NodeWriter& node) {
  SliceWriter writer(node, op);
  const std::vector<size_t> axes = ops::resolve_axes(op.axes, node.input().rank());
  for (size_t i = 0; i < axes.size(); ++i) {
    writer.add({static_cast<int64_t>(axes[i]), op.start[i], op.size[i], op.stride[i]});
  }
  return writer.finish();
}

const Register<ops::Slice> registration(write);

}  // namespace
}  // namespace ingot::onnx
