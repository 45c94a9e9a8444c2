#include "caffe/model/shape.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "base/error.h"
#include "base/text.h"
#include "caffe/model/layer_text.h"

namespace ingot::caffe {
namespace {

template <class... Parts>
void expect(bool condition, const Parts&... parts) {
  require(condition, ErrorCode::kInvalidArgument, [&] { return str(parts...); });
}

/// The extent that -1 stands for in `shape`, whose other extents are final.
int64_t inferred_extent(const Shape& input, Shape shape, size_t at) {
  shape[at] = 1;
  const int64_t total = element_count(input);
  const int64_t known = element_count(shape);
  expect(total % known == 0, "cannot reshape ", shape_text(input), ": its ", total,
         " elements are not a multiple of ", known);
  return total / known;
}

}  // namespace

Shape to_shape(const proto::BlobShape& shape) { return {shape.dim().begin(), shape.dim().end()}; }

int64_t element_count(const Shape& shape) {
  return element_count(shape, 0, static_cast<int>(shape.size()));
}

int64_t element_count(const Shape& shape, int begin, int end) {
  int64_t count = 1;
  for (int i = begin; i < end; ++i) {
    const int64_t extent = shape[static_cast<size_t>(i)];
    expect(extent >= 1 && !__builtin_mul_overflow(count, extent, &count), "a blob of shape ",
           shape_text(shape), " is not possible");
  }
  return count;
}

int canonical_axis(int axis, int rank) {
  expect(axis >= -rank && axis < rank, "axis ", axis, " is out of range for a blob of ", rank,
         " axes");
  return axis < 0 ? axis + rank : axis;
}

Shape reshaped(const Shape& input, const proto::ReshapeParameter& parameter) {
  const int rank = static_cast<int>(input.size());
  const int axis = parameter.axis() < 0 ? rank + parameter.axis() + 1 : parameter.axis();
  expect(axis >= 0 && axis <= rank, "reshape axis ", parameter.axis(),
         " is out of range for a blob of ", rank, " axes");
  const int64_t end = parameter.num_axes() == -1 ? rank : int64_t{axis} + parameter.num_axes();
  expect(parameter.num_axes() >= -1 && end <= rank, "reshape num_axes ", parameter.num_axes(),
         " is out of range from axis ", axis, " of ", rank);

  Shape result(input.begin(), input.begin() + axis);
  const Shape wanted = to_shape(parameter.shape());
  result.insert(result.end(), wanted.begin(), wanted.end());
  result.insert(result.end(), input.begin() + end, input.end());

  int inferred = -1;
  for (int i = axis; i < axis + static_cast<int>(wanted.size()); ++i) {
    int64_t& extent = result[static_cast<size_t>(i)];
    expect(extent >= -1, "reshape dim ", extent, " is not possible");
    expect(extent != 0 || i < rank, "reshape dim 0 at axis ", i, " copies an axis that ",
           shape_text(input), " lacks");
    if (extent == 0) extent = input[static_cast<size_t>(i)];
    if (extent != -1) continue;
    expect(inferred < 0, "reshape has more than one dim of -1");
    inferred = i;
  }
  if (inferred >= 0) {
    result[static_cast<size_t>(inferred)] =
        inferred_extent(input, result, static_cast<size_t>(inferred));
  }
  expect(element_count(result) == element_count(input), "cannot reshape ", shape_text(input),
         " to ", shape_text(result), ": the number of elements differs");
  return result;
}

Shape flattened(const Shape& input, int axis, int end_axis) {
  const int rank = static_cast<int>(input.size());
  const int begin = canonical_axis(axis, rank);
  const int end = canonical_axis(end_axis, rank) + 1;
  expect(begin < end, "flatten from axis ", axis, " to end_axis ", end_axis, " is empty");
  Shape result(input.begin(), input.begin() + begin);
  result.push_back(element_count(input, begin, end));
  result.insert(result.end(), input.begin() + end, input.end());
  return result;
}

std::vector<int> permutation(const proto::PermuteParameter& parameter, int rank) {
  std::vector<int> order;
  const auto add = [&](int axis) { order.push_back(axis); };
  for (const uint32_t axis : parameter.order()) {
    expect(axis < static_cast<uint32_t>(rank), "permute axis ", axis,
           " is out of range for a blob of ", rank, " axes");
    expect(std::find(order.begin(), order.end(), static_cast<int>(axis)) == order.end(),
           "permute axis ", axis, " is given twice");
    add(static_cast<int>(axis));
  }
  for (int axis = 0; axis < rank; ++axis) {
    if (std::find(order.begin(), order.end(), axis) == order.end()) add(axis);
  }
  return order;
}

std::vector<int64_t> slice_extents(int64_t extent, const proto::SliceParameter& parameter,
                                   int tops) {
  expect(tops > 0, "a slice needs tops");
  if (parameter.slice_point_size() == 0) {
    expect(extent % tops == 0, "an extent of ", extent, " cannot be cut into ", tops,
           " equal parts");
    return std::vector<int64_t>(static_cast<size_t>(tops), extent / tops);
  }
  expect(parameter.slice_point_size() == tops - 1, tops, " tops need ", tops - 1,
         " slice_point, not ", parameter.slice_point_size());
  std::vector<int64_t> extents;
  int64_t from = 0;
  for (const uint32_t point : parameter.slice_point()) {
    expect(point > from && point < extent, "slice_point ", point,
           " must be above the one before and below the extent ", extent);
    extents.push_back(point - from);
    from = point;
  }
  extents.push_back(extent - from);
  return extents;
}

}  // namespace ingot::caffe
