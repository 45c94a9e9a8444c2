#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/caffe_weights.pb.h"

namespace ingot::caffe {

/// The blob's dimensions, of the present or the four-field form; {count} where it has neither.
/// Throws Error kCorrupt unless their product is the number of values that the blob holds.
std::vector<int64_t> blob_shape(const proto::WeightBlob& blob);

/// How many values the blob holds. Throws Error kCorrupt for raw data of another type than FLOAT,
/// FLOAT16 or DOUBLE, or of a size that its type does not divide.
int64_t blob_count(const proto::WeightBlob& blob);

/// The values where they lie in the blob as floats already.
std::optional<std::span<const float>> stored_floats(const proto::WeightBlob& blob);

/// A copy of the values, whatever the encoding.
std::vector<float> converted_floats(const proto::WeightBlob& blob);

/// The bits of the values where the blob stores them as FLOAT16.
std::optional<std::vector<uint16_t>> stored_halves(const proto::WeightBlob& blob);

}  // namespace ingot::caffe
