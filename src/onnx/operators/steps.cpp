#include "onnx/operators/steps.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "ir/fill.h"
#include "onnx/format.h"

namespace ingot::onnx {
namespace {

constexpr int64_t kToTheEnd = std::numeric_limits<int64_t>::max();

bool is_byte(ir::DataType type) {
  return type == ir::DataType::kInt8 || type == ir::DataType::kUInt8;
}

bool adds(const Ends& ends) { return ends.begin > 0 || ends.end > 0; }
bool cuts(const Ends& ends) { return ends.begin < 0 || ends.end < 0; }

std::string fill(NodeWriter& node, const std::string& x, ir::DataType type,
                 std::span<const Ends> ends, double value) {
  std::vector<int64_t> pads;
  for (const Ends& axis : ends) pads.push_back(std::max<int64_t>(0, axis.begin));
  for (const Ends& axis : ends) pads.push_back(std::max<int64_t>(0, axis.end));
  std::vector<std::string> inputs{x, node.integers(pads, "pads")};
  if (value != 0) inputs.push_back(node.scalar(value, type, "value"));
  return node.add("Pad", std::move(inputs));
}

std::string cut(NodeWriter& node, const std::string& x, std::span<const Ends> ends) {
  std::vector<SliceAxis> axes;
  for (size_t i = 0; i < ends.size(); ++i) {
    if (!cuts(ends[i])) continue;
    axes.push_back({static_cast<int64_t>(i), std::max<int64_t>(0, -ends[i].begin),
                    ends[i].end < 0 ? ends[i].end : kToTheEnd, 1});
  }
  return slice(node, x, axes);
}

}  // namespace

std::string pad(NodeWriter& node, const std::string& x, ir::DataType type,
                std::span<const Ends> ends, double value) {
  // Added first: an axis may lose more at one end than it has.
  const std::string filled = std::ranges::any_of(ends, adds) ? fill(node, x, type, ends, value) : x;
  return std::ranges::any_of(ends, cuts) ? cut(node, filled, ends) : filled;
}

std::string slice(NodeWriter& node, const std::string& x, std::span<const SliceAxis> axes) {
  std::vector<int64_t> starts, ends, numbers, steps;
  for (const SliceAxis& axis : axes) {
    starts.push_back(axis.start);
    ends.push_back(axis.end);
    numbers.push_back(axis.axis);
    steps.push_back(axis.step);
  }
  return node.add("Slice", {x, node.integers(starts, "starts"), node.integers(ends, "ends"),
                            node.integers(numbers, "axes"), node.integers(steps, "steps")});
}

std::string cast(NodeWriter& node, const std::string& x, ir::DataType type) {
  return node.add("Cast", {x}, {{"to", int64_t{code_of(type)}}});
}

std::string cast_to_double(NodeWriter& node, const std::string& x) {
  return node.add("Cast", {x}, {{"to", int64_t{kDoubleCode}}});
}

std::string reshape(NodeWriter& node, const std::string& x, std::span<const int64_t> shape) {
  return node.add("Reshape", {x, node.integers(shape, "shape")});
}

std::string unsqueeze(NodeWriter& node, const std::string& x, std::span<const int64_t> axes) {
  return node.add("Unsqueeze", {x, node.integers(axes, "axes")});
}

std::string squeeze(NodeWriter& node, const std::string& x, std::span<const int64_t> axes) {
  return node.add("Squeeze", {x, node.integers(axes, "axes")});
}

std::string transpose_matrix(NodeWriter& node, const std::string& x, size_t rank) {
  std::vector<int64_t> permutation(rank);
  std::iota(permutation.begin(), permutation.end(), 0);
  std::swap(permutation[rank - 2], permutation[rank - 1]);
  return node.add("Transpose", {x}, {{"perm", permutation}});
}

std::string multiply(NodeWriter& node, const std::string& x, double factor, ir::DataType type) {
  return factor == 1 ? x : node.add("Mul", {x, node.scalar(factor, type, "factor")});
}

std::string add(NodeWriter& node, const std::string& x, double term, ir::DataType type) {
  return term == 0 ? x : node.add("Add", {x, node.scalar(term, type, "term")});
}

std::string saturate(NodeWriter& node, const std::string& x, ir::DataType from, ir::DataType to) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const auto bound = [&](double end, std::string_view role) {
    return node.constant(ir::convert(ir::splat({to, {}}, end), from), role);
  };
  return node.add("Clip", {x, bound(-kInfinity, "min"), bound(kInfinity, "max")});
}

std::string with_wide_integers(
    NodeWriter& node, bool keeps_type,
    const std::function<std::string(const std::vector<std::string>& inputs)>& body) {
  const ir::DataType type = node.input().type.data_type;
  std::vector<std::string> inputs = node.input_names();
  if (!is_byte(type)) return body(inputs);
  for (std::string& input : inputs) input = cast(node, input, ir::DataType::kInt32);
  std::string result = body(inputs);
  if (!keeps_type) return result;
  return cast(node, saturate(node, result, ir::DataType::kInt32, type), type);
}

}  // namespace ingot::onnx
