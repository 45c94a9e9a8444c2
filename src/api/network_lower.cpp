#include <algorithm>
#include <set>

#include "api/convert.h"
#include "api/network.h"
#include "api/symbols.h"
#include "ops/cast.h"
#include "ops/elementwise.h"
#include "ops/unary.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

/// A network on its way into a graph.
class NetworkLowering {
 public:
  explicit NetworkLowering(const NetworkOptions& options)
      : settings_{.implicit_batch = options.implicit_batch,
                  .strongly_typed = options.strongly_typed} {}

  void add_input(const Tensor& tensor);
  void add_layer(const Layer& layer);
  void add_output(const Tensor& tensor);

  ir::Graph take() { return std::move(graph_); }

 private:
  using Values = std::vector<std::optional<ir::Value>>;

  Lowering lowering(const std::string& name, Values inputs) {
    return {graph_, settings_, name, std::move(inputs), batch_source_};
  }

  ir::Graph graph_;
  Lowering::Settings settings_;
  std::optional<ir::Value> batch_source_;
  std::map<const Tensor*, ir::Value> values_;
};

/// value · factor.
ir::Value rescale(Lowering& lowering, ir::Value value, double factor, std::string_view part) {
  if (factor == 1) return value;
  const std::vector<int64_t> ones(lowering.type(value).shape.size(), 1);
  const ir::Value scale = lowering.splat(factor, ones, lowering.type(value).data_type, part);
  return lowering.apply(ir::Op(ops::Elementwise{.operation = ops::ElementwiseOperation::kProduct}),
                        {value, scale}, part);
}

void NetworkLowering::add_input(const Tensor& tensor) {
  tensor.check_formats();
  const ir::TensorType type = tensor.input_type();
  const ir::Value given = graph_.add_input(tensor.name(), type);
  if (settings_.implicit_batch && !batch_source_ && type.shape[0] == batch_symbol()) {
    batch_source_ = given;
  }
  const ir::DataType inner = inner_type(*tensor.stated_type(), settings_.strongly_typed);
  Lowering nodes = lowering(tensor.name(), {given});
  ir::Value value = given;
  if (inner != type.data_type) {
    value = nodes.apply(ir::Op(ops::Cast{.to = inner}), {given}, "cast");
    if (type.data_type == ir::DataType::kInt8) {
      value = rescale(nodes, value, tensor.int8_scale(), "dequantize");
    }
  }
  values_[&tensor] = value;
}

void NetworkLowering::add_layer(const Layer& layer) {
  Values inputs;
  for (const Tensor* input : layer.inputs()) {
    inputs.push_back(input == nullptr ? std::nullopt : std::optional(values_.at(input)));
  }
  Lowering nodes = lowering(layer.name(), std::move(inputs));
  const auto values = layer.lower_checked(nodes);
  for (size_t i = 0; i < values.size(); ++i) values_[layer.outputs()[i]] = values[i];
}

void NetworkLowering::add_output(const Tensor& tensor) {
  tensor.check_formats();
  Lowering nodes = lowering(tensor.name(), {});
  ir::Value value = nodes.with_batch(values_.at(&tensor));
  const ir::DataType inner = graph_.type(value).data_type;
  const ir::DataType outer = data_type_of(tensor.stated_type().value_or(data_type_of(inner)));
  if (outer != inner) {
    if (outer == ir::DataType::kInt8 && ir::is_floating(inner)) {
      value = rescale(nodes, value, 1 / tensor.int8_scale(), "quantize");
      value = nodes.apply(ir::Op(ops::Unary{.operation = ops::UnaryOperation::kRound}), {value},
                          "round");
    }
    value = nodes.apply(ir::Op(ops::Cast{.to = outer}), {value}, "cast");
  }
  graph_.add_output(tensor.name(), value);
}

void check_names(const std::vector<Tensor*>& inputs, const std::vector<Tensor*>& outputs) {
  std::set<std::string> names;
  const auto check = [&](const Tensor* tensor) {
    require(!tensor->name().empty(), ErrorCode::kInvalidState,
            [] { return std::string("the name of an output is empty; set one"); });
    require(names.insert(tensor->name()).second, ErrorCode::kInvalidState, [&] {
      return str("two inputs or outputs are named '", tensor->name(), "'; rename one");
    });
  };
  std::for_each(inputs.begin(), inputs.end(), check);
  std::for_each(outputs.begin(), outputs.end(), check);
}

}  // namespace

ir::Graph Network::lower() const {
  require(!outputs_.empty(), ErrorCode::kInvalidState,
          [] { return std::string("the network has no output; mark one with markOutput"); });
  check_names(inputs_, outputs_);
  NetworkLowering lowering(options_);
  for (const Tensor* input : inputs_) lowering.add_input(*input);
  std::vector<const Layer*> layers;
  for (const auto& layer : layers_) layers.push_back(layer.get());
  for (const Layer* layer : with_ancestors(layers)) lowering.add_layer(*layer);
  for (const Tensor* output : outputs_) lowering.add_output(*output);
  return lowering.take();
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
