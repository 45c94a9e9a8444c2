#include "api/lowering.h"

#include "api/convert.h"
#include "api/symbols.h"
#include "ops/cast.h"
#include "ops/elementwise.h"
#include "ops/reshape.h"
#include "ops/slice.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

ir::Tensor weights_tensor(const nvinfer1::Weights& weights, const std::vector<int64_t>& shape,
                          ir::DataType type) {
  const ir::DataType given = data_type_of(weights.type);
  const auto size = static_cast<size_t>(weights.count) * ir::size_of(given);
  const ir::Tensor tensor{{given, ir::shape_of(shape)},
                          SharedBytes::borrowed(weights.values, size)};
  return given == type ? tensor : ir::convert(tensor, type);
}

/// "kernel weights", or "weights" for those without a role of their own.
std::string described(std::string_view role) {
  return role.empty() ? "weights" : str(role, " weights");
}

bool is_real(ir::DataType type) { return ir::is_floating(type) || type == ir::DataType::kInt8; }

}  // namespace

ir::DataType inner_type(nvinfer1::DataType type, bool strongly_typed) {
  const ir::DataType outer = data_type_of(type);
  return !strongly_typed && is_real(outer) ? ir::DataType::kFloat32 : outer;
}

void check_weights(const nvinfer1::Weights& weights, std::string_view role) {
  require(weights.count >= 0, ErrorCode::kInvalidArgument,
          [&] { return str(described(role), ": the count ", weights.count, " is negative"); });
  require(weights.count == 0 || weights.values != nullptr, ErrorCode::kInvalidArgument, [&] {
    return str(described(role), ": the values are null, the count is ", weights.count);
  });
}

Lowering::Lowering(ir::Graph& graph, Settings settings, std::string layer,
                   std::vector<std::optional<ir::Value>> inputs,
                   std::optional<ir::Value> batch_source)
    : graph_(graph),
      settings_(settings),
      layer_(std::move(layer)),
      inputs_(std::move(inputs)),
      batch_source_(batch_source) {}

ir::Value Lowering::input(size_t index) const {
  require(has_input(index), ErrorCode::kInvalidState,
          [&] { return str("input ", index, " is not set"); });
  return *inputs_[index];
}

size_t Lowering::axis(int64_t axis, ir::Value value) const {
  require(axis >= 0 && axis < static_cast<int64_t>(rank(value)), ErrorCode::kInvalidArgument, [&] {
    return str("dimension ", axis, " does not exist in an input with ", rank(value), " dimensions");
  });
  return static_cast<size_t>(axis) + hidden_axes();
}

void Lowering::expect_rank(ir::Value value, size_t expected, std::string_view what) const {
  require(rank(value) == expected, ErrorCode::kInvalidArgument, [&] {
    return str("expected ", what, " with ", expected, " dimensions",
               settings_.implicit_batch ? " (batch left out)" : "", ", got ", type(value));
  });
}

void Lowering::expect_least_rank(ir::Value value, size_t least) const {
  require(rank(value) >= least, ErrorCode::kInvalidArgument, [&] {
    return str("expected an input with at least ", least, " dimensions",
               settings_.implicit_batch ? " (batch left out)" : "", ", got ", type(value));
  });
}

void Lowering::expect_same_rank(ir::Value a, ir::Value b) const {
  require(rank(a) == rank(b), ErrorCode::kInvalidArgument, [&] {
    return str("expected inputs with the same number of dimensions, got ", type(a), " and ",
               type(b), "; add a shuffle that inserts extents of 1");
  });
}

int64_t Lowering::extent(ir::Value value, size_t axis, std::string_view what) const {
  const ir::Dim& dim = type(value).shape.at(axis);
  require(dim.is_known(), ErrorCode::kUnsupported, [&] {
    return str("the number of ", what, " has to be known when the network is built, the input is ",
               type(value));
  });
  return dim.value();
}

std::string Lowering::part_name(std::string_view part) const {
  return part.empty() ? layer_ : str(layer_, ".", part);
}

ir::Value Lowering::apply(ir::Op op, std::vector<ir::Value> inputs, std::string_view part) {
  return graph_.apply(std::move(op), std::move(inputs), part_name(part));
}

ir::Value Lowering::weights(const nvinfer1::Weights& weights, const std::vector<int64_t>& shape,
                            ir::DataType type, std::string_view role) {
  check_weights(weights, role);
  const ir::TensorType wanted{type, ir::shape_of(shape)};
  const int64_t expected = ir::num_elements(wanted.shape).value();
  require(weights.count == expected, ErrorCode::kInvalidArgument, [&] {
    return str(described(role), ": expected ", expected, " values (", join(shape, " x "), "), got ",
               weights.count);
  });
  const ir::DataType given = data_type_of(weights.type);
  require(given == type || (ir::is_floating(given) && ir::is_floating(type)),
          ErrorCode::kInvalidArgument, [&] {
            return str(described(role), ": expected ", ir::name_of(type), ", got ",
                       name_of(weights.type));
          });
  if (settings_.types_only) return graph_.add_input(part_name(role), wanted);
  return graph_.add_constant(weights_tensor(weights, shape, type), part_name(role));
}

ir::Value Lowering::splat(double number, const std::vector<int64_t>& shape, ir::DataType type,
                          std::string_view part) {
  const ir::TensorType wanted{type, ir::shape_of(shape)};
  AlignedBytes bytes = allocate_aligned(ir::byte_size(wanted));
  const ir::TensorView view(type, shape, bytes.get());
  for (int64_t i = 0; i < view.size(); ++i) ir::store(view, i, number);
  const std::span<const std::byte> span(bytes.get(), ir::byte_size(wanted));
  return graph_.add_constant({wanted, SharedBytes(std::move(bytes), span)}, part_name(part));
}

ir::Value Lowering::batched_zero(size_t rank, ir::DataType type) {
  require(batch_source_.has_value(), ErrorCode::kInvalidState, [] {
    return std::string("the network has no input that depends on the batch; add one");
  });
  const ir::TensorType& source = graph_.type(*batch_source_);
  ops::Slice first;
  for (size_t i = 1; i < source.shape.size(); ++i) {
    first.axes.push_back(static_cast<int64_t>(i));
    first.start.push_back(0);
    first.size.push_back(1);
    first.stride.push_back(1);
  }
  const ir::Value item = apply(ir::Op(first), {*batch_source_}, "batch");
  // x < x and x xor x are false for every x, NaN included.
  const auto operation = source.data_type == ir::DataType::kBool ? ops::ElementwiseOperation::kXor
                                                                 : ops::ElementwiseOperation::kLess;
  const ir::Value zero =
      apply(ir::Op(ops::Elementwise{.operation = operation}), {item, item}, "batch_false");
  std::vector<int64_t> shape(rank, 1);
  shape[0] = 0;
  const ir::Value shaped =
      apply(ir::Op(ops::Reshape{.shape = shape, .zero_copies = true}), {zero}, "batch_shape");
  if (type == ir::DataType::kBool) return shaped;
  return apply(ir::Op(ops::Cast{.to = type}), {shaped}, "batch_zero");
}

ir::Value Lowering::with_batch(ir::Value value) {
  const ir::TensorType type = graph_.type(value);
  if (!settings_.implicit_batch || type.shape[0] == batch_symbol()) return value;
  if (settings_.types_only) {
    ir::TensorType batched = type;
    batched.shape[0] = batch_symbol();
    return graph_.add_input(part_name("batched"), batched);
  }
  const auto operation = type.data_type == ir::DataType::kBool ? ops::ElementwiseOperation::kOr
                                                               : ops::ElementwiseOperation::kSum;
  return apply(ir::Op(ops::Elementwise{.operation = operation}),
               {value, batched_zero(type.shape.size(), type.data_type)}, "batched");
}

ir::Value Lowering::without_batch(ir::Value value, std::string_view role) {
  if (!settings_.implicit_batch) return value;
  const ir::Shape& shape = type(value).shape;
  require(shape[0] == ir::Dim(1), ErrorCode::kUnsupported,
          [&] { return str("the ", role, " must not depend on the batch, got ", type(value)); });
  const std::vector<int64_t> extents = ir::numbers(shape);
  return apply(ir::Op(ops::Reshape{.shape = {extents.begin() + 1, extents.end()}}), {value}, role);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
