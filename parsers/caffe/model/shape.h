#pragma once

#include <cstdint>
#include <vector>

#include "model/ingot_caffe.pb.h"

namespace ingot::caffe {

/// A blob's dimensions as Caffe counts them, the batch first.
using Shape = std::vector<int64_t>;

Shape to_shape(const proto::BlobShape& shape);

/// Product of the dimensions; 1 for a scalar. Throws Error kInvalidArgument where one is below 1
/// or the product does not fit.
int64_t element_count(const Shape& shape);
/// The product over [begin, end).
int64_t element_count(const Shape& shape, int begin, int end);

/// The axis counted from 0, where negative values count from the end. Throws Error
/// kInvalidArgument unless it is in [0, rank).
int canonical_axis(int axis, int rank);

/// The result of a Reshape layer: axes [axis, axis + num_axes) are replaced by `shape`, in which 0
/// copies an extent and one -1 takes what is left. Throws Error kInvalidArgument.
Shape reshaped(const Shape& input, const proto::ReshapeParameter& parameter);

/// The result of a Flatten layer: axes [axis, end_axis] become one.
Shape flattened(const Shape& input, int axis, int end_axis);

/// The axis order of a Permute layer: those given first, then the others as they were. Throws
/// Error kInvalidArgument unless they are different axes of the input.
std::vector<int> permutation(const proto::PermuteParameter& parameter, int rank);

/// Extents of a Slice layer's tops along an axis of `extent`, cut at the points, or into equal
/// parts where there are none. Throws Error kInvalidArgument.
std::vector<int64_t> slice_extents(int64_t extent, const proto::SliceParameter& parameter,
                                   int tops);

}  // namespace ingot::caffe
