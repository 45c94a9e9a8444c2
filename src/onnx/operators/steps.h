#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "onnx/node.h"

namespace ingot::onnx {

/// Parts that several operators are composed of. Each returns the name of its result.

/// Elements that are added at both ends of an axis; cut where negative.
struct Ends {
  int64_t begin = 0;
  int64_t end = 0;
};

/// x, of element type `type`, with more or fewer elements at the ends of all its axes.
std::string pad(NodeWriter& node, const std::string& x, ir::DataType type,
                std::span<const Ends> ends, double value);

struct SliceAxis {
  int64_t axis, start, end, step;
};
std::string slice(NodeWriter& node, const std::string& x, std::span<const SliceAxis> axes);

std::string cast(NodeWriter& node, const std::string& x, ir::DataType type);
std::string cast_to_double(NodeWriter& node, const std::string& x);
/// The shape as Reshape takes it: 0 copies an extent, −1 takes what is left.
std::string reshape(NodeWriter& node, const std::string& x, std::span<const int64_t> shape);
std::string unsqueeze(NodeWriter& node, const std::string& x, std::span<const int64_t> axes);
std::string squeeze(NodeWriter& node, const std::string& x, std::span<const int64_t> axes);
/// x with its last two axes, of `rank`, the other way round.
std::string transpose_matrix(NodeWriter& node, const std::string& x, size_t rank);
/// x · factor and x + term; x itself where that changes nothing.
std::string multiply(NodeWriter& node, const std::string& x, double factor, ir::DataType type);
std::string add(NodeWriter& node, const std::string& x, double term, ir::DataType type);

/// x, of element type `from`, brought into the range of the integers of type `to`.
std::string saturate(NodeWriter& node, const std::string& x, ir::DataType from, ir::DataType to);

/// Computes on all inputs: 8-bit integers as 32-bit ones, since ONNX's wrap where ours saturate.
/// `body` takes the names of the inputs; `keeps_type` says that its result is of their type.
std::string with_wide_integers(
    NodeWriter& node, bool keeps_type,
    const std::function<std::string(const std::vector<std::string>& inputs)>& body);

}  // namespace ingot::onnx
