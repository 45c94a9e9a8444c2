#pragma once

#include <NvInfer.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ir/graph.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// The element type that a network computes in where the user says `type`: with weak typing every
/// real number, quantized ones included, is an f32. Throws Error kUnsupported.
ir::DataType inner_type(nvinfer1::DataType type, bool strongly_typed);

/// One layer on its way into a graph: the values that it reads, and how it makes nodes.
class Lowering {
 public:
  struct Settings {
    bool implicit_batch = false;
    bool strongly_typed = false;
    /// Only the types of the outputs are wanted: weights are left out of the graph.
    bool types_only = false;
  };

  /// `inputs` has one entry a position; positions without a tensor are empty. `batch_source` is a
  /// value whose leading extent is the batch, if there is one.
  Lowering(ir::Graph& graph, Settings settings, std::string layer,
           std::vector<std::optional<ir::Value>> inputs,
           std::optional<ir::Value> batch_source = std::nullopt);

  const Settings& settings() const { return settings_; }
  size_t num_inputs() const { return inputs_.size(); }
  bool has_input(size_t index) const { return index < inputs_.size() && inputs_[index]; }
  /// Throws Error kInvalidState where there is no tensor.
  ir::Value input(size_t index = 0) const;
  const ir::TensorType& type(ir::Value value) const { return graph_.type(value); }

  /// Number of leading axes that the user does not see.
  size_t hidden_axes() const { return settings_.implicit_batch ? 1 : 0; }
  /// The rank as the user sees it.
  size_t rank(ir::Value value) const { return type(value).shape.size() - hidden_axes(); }
  /// The user's axis, in the graph's count. Throws Error kInvalidArgument where there is none.
  size_t axis(int64_t axis, ir::Value value) const;
  /// Throws Error kInvalidArgument unless the user sees that many axes, or at least `least`.
  void expect_rank(ir::Value value, size_t rank, std::string_view what = "an input") const;
  void expect_least_rank(ir::Value value, size_t least) const;
  void expect_same_rank(ir::Value a, ir::Value b) const;
  /// A known extent of the graph's axis; throws Error kUnsupported where it is given at run time.
  int64_t extent(ir::Value value, size_t axis, std::string_view what) const;

  /// A node that is named after the layer, or after a part of it: "conv1.kernel".
  ir::Value apply(ir::Op op, std::vector<ir::Value> inputs, std::string_view part = {});
  /// Weights as a constant of the shape, converted to the element type if both are floating-point
  /// ones. Throws Error kInvalidArgument where count or type do not fit.
  ir::Value weights(const nvinfer1::Weights& weights, const std::vector<int64_t>& shape,
                    ir::DataType type, std::string_view role);
  /// A constant whose elements are all `number`.
  ir::Value splat(double number, const std::vector<int64_t>& shape, ir::DataType type,
                  std::string_view part);

  /// The value, repeated for each item of an implicit batch if all items share it.
  ir::Value with_batch(ir::Value value);
  /// The value without the extent of 1 in place of an implicit batch. Throws Error kUnsupported
  /// where it depends on the batch.
  ir::Value without_batch(ir::Value value, std::string_view role);

 private:
  std::string part_name(std::string_view part) const;
  ir::Value batched_zero(size_t rank, ir::DataType type);

  ir::Graph& graph_;
  Settings settings_;
  std::string layer_;
  std::vector<std::optional<ir::Value>> inputs_;
  std::optional<ir::Value> batch_source_;
};

/// Throws Error kInvalidArgument for a negative count, and for null values with a count.
void check_weights(const nvinfer1::Weights& weights, std::string_view role);

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
