#include "ops/cast.h"

#include "ir/fill.h"
#include "onnx/operators/steps.h"
#include "onnx/registry.h"

namespace ingot::onnx {
namespace {

using ir::DataType;

std::string zero_for_nan(NodeWriter& node, const std::string& x, DataType type) {
  const std::string is_nan = node.add("IsNaN", {x});
  return node.add("Where", {is_nan, node.scalar(0, type, "zero"), x});
}

/// By way of i64, since no float is 2³¹−1.
std::string float_to_i32(NodeWriter& node, const std::string& x) {
  constexpr double kBeyond = 0x1p31;
  const std::string single = cast(node, x, DataType::kFloat32);
  const std::string clipped =
      node.add("Clip", {single, node.scalar(-kBeyond, DataType::kFloat32, "min"),
                        node.scalar(kBeyond, DataType::kFloat32, "max")});
  const std::string wide = cast(node, clipped, DataType::kInt64);
  return cast(node, saturate(node, wide, DataType::kInt64, DataType::kInt32), DataType::kInt32);
}

/// ONNX leaves open what numbers beyond the range of an integer type become; ours saturate, and a
/// NaN becomes 0. The ends of i64 are out of reach for floats.
std::string to_integer(NodeWriter& node, const std::string& x, DataType from, DataType to) {
  const std::string number = ir::is_floating(from) ? zero_for_nan(node, x, from) : x;
  if (to == DataType::kInt64) return cast(node, number, to);
  if (to == DataType::kInt32 && ir::is_floating(from)) return float_to_i32(node, number);
  return cast(node, saturate(node, number, from, to), to);
}

bool is_integer(DataType type) { return !ir::is_floating(type) && type != DataType::kBool; }

/// Whether every number of type `from` is one of type `to`.
bool holds_all(DataType from, DataType to) {
  return from == DataType::kBool || from == to ||
         (is_integer(from) && ir::size_of(from) < ir::size_of(to) && to != DataType::kUInt8);
}

std::string write(const ops::Cast& op, NodeWriter& node) {
  const std::string& x = node.input().name;
  const DataType from = node.input().type.data_type;
  if (is_integer(op.to) && !holds_all(from, op.to)) return to_integer(node, x, from, op.to);
  return cast(node, x, op.to);
}

const Register<ops::Cast> registration(write);

}  // namespace
}  // namespace ingot::onnx
