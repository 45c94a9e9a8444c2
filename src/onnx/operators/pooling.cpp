#include "ops/pooling.h"

#include <algorithm>

#include "onnx/operators/pooled_axis.h"
#include "onnx/operators/steps.h"
#include "onnx/operators/window.h"
#include "onnx/registry.h"

namespace ingot::onnx {
namespace {

using ir::DataType;
using ops::PoolingKind;
using Axes = std::vector<PooledAxis>;

constexpr size_t kFirstSpatialAxis = 2;

bool is_same(const ops::Pooling& op) {
  return op.padding == ops::PaddingMode::kSameUpper || op.padding == ops::PaddingMode::kSameLower;
}

/// x with zeros added to, or cells cut from, the ends of its spatial axes.
template <class EndsOf>
std::string pad_spatial(NodeWriter& node, const std::string& x, const Axes& axes,
                        const EndsOf& ends_of) {
  std::vector<Ends> ends(kFirstSpatialAxis);
  for (const PooledAxis& axis : axes) ends.push_back(ends_of(axis));
  return pad(node, x, node.input().type.data_type, ends, 0);
}

std::vector<Attribute> sliding(const ops::Pooling& op) {
  return {{"kernel_shape", op.window}, {"strides", op.stride}};
}

/// A pooling over the axes' windows, `padding` being what x lacks of their cells.
std::string slide(NodeWriter& node, const ops::Pooling& op, std::string_view type,
                  const std::string& x, const std::vector<ops::WindowPadding>& padding,
                  bool counts_padding) {
  std::vector<Attribute> attributes = sliding(op);
  attributes.push_back(pads(padding));
  if (counts_padding) attributes.push_back({"count_include_pad", int64_t{1}});
  return node.add(type, {x}, std::move(attributes));
}

/// What the windows reach beyond x, once it lost the cells that they leave out.
std::vector<ops::WindowPadding> reach_of(const Axes& axes) {
  std::vector<ops::WindowPadding> padding;
  for (const PooledAxis& axis : axes) {
    padding.push_back({std::max<int64_t>(0, axis.begin), axis.end});
  }
  return padding;
}

std::string without_skipped(NodeWriter& node, const std::string& x, const Axes& axes) {
  return pad_spatial(node, x, axes,
                     [](const PooledAxis& axis) { return Ends{std::min<int64_t>(0, axis.begin)}; });
}

std::string largest(NodeWriter& node, const ops::Pooling& op, const std::string& x,
                    const Axes& axes) {
  return slide(node, op, "MaxPool", without_skipped(node, x, axes), reach_of(axes), false);
}

/// ONNX counts all cells of a window or those on x. Cells of the padding count where those beyond
/// it do not, so the padding becomes part of x.
std::string average_on_padded(NodeWriter& node, const ops::Pooling& op, const std::string& x,
                              const Axes& axes) {
  const std::string padded = pad_spatial(node, x, axes, [](const PooledAxis& axis) {
    return Ends{axis.begin, axis.padded_end};
  });
  std::vector<ops::WindowPadding> overhang;
  for (const PooledAxis& axis : axes) overhang.push_back({0, axis.end - axis.padded_end});
  return slide(node, op, "AveragePool", padded, overhang, false);
}

std::string average(NodeWriter& node, const ops::Pooling& op, const std::string& x,
                    const Axes& axes) {
  if (!op.excludes_padding && std::ranges::any_of(axes, &PooledAxis::overhangs)) {
    return average_on_padded(node, op, x, axes);
  }
  return slide(node, op, "AveragePool", without_skipped(node, x, axes), reach_of(axes),
               !op.excludes_padding);
}

/// Whether one window is the whole of x.
bool is_global(const Axes& axes, const ir::Shape& shape) {
  for (size_t i = 0; i < axes.size(); ++i) {
    const PooledAxis& axis = axes[i];
    const bool is_whole = axis.begin == 0 && axis.end == 0 && axis.empty.begin == 0 &&
                          axis.empty.end == 0 &&
                          shape[i + kFirstSpatialAxis] == ir::Dim(axis.window);
    if (!is_whole) return false;
  }
  return true;
}

/// Each writes one kind of pooling.
struct Pools {
  std::function<std::string()> largest;
  std::function<std::string()> average;
};

std::string combine(NodeWriter& node, const ops::Pooling& op, const Pools& pools) {
  if (op.kind == PoolingKind::kMax) return pools.largest();
  if (op.kind == PoolingKind::kAverage) return pools.average();
  const DataType type = node.input().type.data_type;
  return node.add("Add", {multiply(node, pools.largest(), 1 - op.blend, type),
                          multiply(node, pools.average(), op.blend, type)});
}

/// `same_*` over extents that are not known.
std::string pool_same(NodeWriter& node, const ops::Pooling& op, const std::string& x) {
  const auto run = [&](std::string_view type, bool counts_padding) {
    std::vector<Attribute> attributes = sliding(op);
    attributes.push_back(auto_pad(op.padding));
    if (counts_padding) attributes.push_back({"count_include_pad", int64_t{1}});
    return node.add(type, {x}, std::move(attributes));
  };
  return combine(node, op,
                 {[&] { return run("MaxPool", false); },
                  [&] { return run("AveragePool", !op.excludes_padding); }});
}

std::string pool(NodeWriter& node, const ops::Pooling& op, const std::string& x) {
  const ir::Shape& shape = node.input().type.shape;
  const ir::Shape spatial(shape.begin() + kFirstSpatialAxis, shape.end());
  if (is_same(op) && !ir::is_known(spatial)) return pool_same(node, op, x);
  Axes axes;
  for (const ops::WindowAxis& axis : ops::pooling_axes(op)) {
    axes.push_back(pooled_axis(axis, spatial[axes.size()]));
  }
  if (is_global(axes, shape)) {
    return combine(node, op,
                   {[&] { return node.add("GlobalMaxPool", {x}); },
                    [&] { return node.add("GlobalAveragePool", {x}); }});
  }
  const std::string y = combine(
      node, op,
      {[&] { return largest(node, op, x, axes); }, [&] { return average(node, op, x, axes); }});
  return pad_spatial(node, y, axes, [](const PooledAxis& axis) { return axis.empty; });
}

/// ONNX pools floats, and the largest of bytes.
std::string write(const ops::Pooling& op, NodeWriter& node) {
  const std::string& x = node.input().name;
  const DataType type = node.input().type.data_type;
  const bool is_byte = type == DataType::kInt8 || type == DataType::kUInt8;
  if (type == DataType::kFloat32 || type == DataType::kFloat16 ||
      (is_byte && op.kind == PoolingKind::kMax)) {
    return pool(node, op, x);
  }
  if (op.kind == PoolingKind::kBlend) refuse("a blend of maximum and average of integers");
  const bool is_single = is_byte || type == DataType::kBFloat16;
  const std::string wide = is_single ? cast(node, x, DataType::kFloat32) : cast_to_double(node, x);
  return cast(node, pool(node, op, wide), type);
}

const Register<ops::Pooling> registration(write);

}  // namespace
}  // namespace ingot::onnx
