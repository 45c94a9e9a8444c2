#include "api/layers/layer.h"

#include <algorithm>
#include <cmath>

#include "api/convert.h"
#include "api/enums.h"
#include "api/network.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

Layer::Layer(LayerOrigin origin, nvinfer1::LayerType type, const char* kind)
    : network_(origin.network),
      type_(type),
      name_(str("(Unnamed Layer* ", origin.number, ") [", kind, "]")),
      inputs_(std::move(origin.inputs)) {}

const Reporter& Layer::reporter() const { return network_.reporter(); }

void Layer::invalidate() const { network_.invalidate(*this); }

void Layer::name_layer(Error& error) const {
  std::string context = "layer " + name_;
  if (error.trail().empty() || error.trail().back() != context) {
    error.add_context(std::move(context));
  }
}

bool Layer::reads(const Tensor& tensor) const {
  return std::find(inputs_.begin(), inputs_.end(), &tensor) != inputs_.end();
}

std::optional<nvinfer1::DataType> Layer::wished_type(size_t output) const {
  const auto found = wishes_.outputs.find(output);
  if (found == wishes_.outputs.end()) return std::nullopt;
  return found->second;
}

const std::vector<ir::TensorType>* Layer::types() const {
  return state_ == State::kKnown ? &types_ : nullptr;
}

bool Layer::forget() const {
  const bool was_inferred = is_inferred();
  state_ = State::kUnknown;
  return was_inferred;
}

bool Layer::inputs_are_known() const {
  return std::all_of(inputs_.begin(), inputs_.end(), [](const Tensor* input) {
    return input == nullptr || input->inner_type().has_value();
  });
}

Lowering Layer::types_only(ir::Graph& graph) const {
  std::vector<std::optional<ir::Value>> values;
  for (const Tensor* input : inputs_) {
    if (input == nullptr) {
      values.emplace_back();
      continue;
    }
    const auto type = input->inner_type();
    require(type.has_value(), ErrorCode::kInvalidState, [&] {
      return str("the dimensions of its input '", input->name(),
                 "' cannot be inferred; see the error logged for them");
    });
    values.push_back(graph.add_input(input->name(), *type));
  }
  const NetworkOptions& options = network_.options();
  return {graph,
          {.implicit_batch = options.implicit_batch,
           .strongly_typed = options.strongly_typed,
           .types_only = true},
          name_,
          std::move(values)};
}

void Layer::check_new() const {
  in_layer([&] {
    ir::Graph graph;
    Lowering lowering = types_only(graph);
    check_new(lowering);
  });
}

void Layer::infer() const {
  if (!inputs_are_known()) {
    state_ = State::kFailed;
    return;
  }
  guard_void(reporter(), "ITensor::getDimensions", [&] {
    try {
      in_layer([&] { infer_types(); });
      state_ = State::kKnown;
    } catch (const Error&) {
      state_ = State::kFailed;  // for good, other than where memory was short
      throw;
    }
  });
}

void Layer::infer_types() const {
  ir::Graph graph;
  Lowering lowering = types_only(graph);
  types_.clear();
  for (const ir::Value value : lower_checked(lowering)) types_.push_back(graph.type(value));
}

std::vector<ir::Value> Layer::lower_checked(Lowering& lowering) const {
  return in_layer([&] {
    std::vector<ir::Value> values = lower(lowering);
    check_wishes(lowering, values);
    return values;
  });
}

void Layer::check_wishes(const Lowering& lowering, std::span<const ir::Value> values) const {
  for (const auto& [index, wish] : wishes_.outputs) {
    const ir::DataType wished = inner_type(wish, lowering.settings().strongly_typed);
    const ir::DataType actual = lowering.type(values[index]).data_type;
    require(wished == actual, ErrorCode::kInvalidArgument, [&, i = index] {
      return str("output ", i, " is of type ", ir::name_of(actual), ", the wished type is ",
                 name_of(wishes_.outputs.at(i)), "; convert it with an identity layer");
    });
  }
}

void Layer::set_name(const char* name) {
  require(name != nullptr, ErrorCode::kInvalidArgument,
          [] { return std::string("the new name is null"); });
  name_ = name;
}

void Layer::set_input(int32_t index, const nvinfer1::ITensor& tensor) {
  const auto position = static_cast<size_t>(index);
  require(index >= 0 && position < max_inputs(), ErrorCode::kInvalidArgument, [&] {
    return str("there is no input ", index, "; the layer has inputs 0 to ", max_inputs() - 1);
  });
  Tensor& input = network_.own(&tensor);
  if (input.producer() != nullptr) {
    const auto above = network_.with_ancestors({input.producer()});
    require(std::find(above.begin(), above.end(), this) == above.end(), ErrorCode::kInvalidArgument,
            [&] {
              return str("input ", index, " cannot be '", input.name(),
                         "', which depends on the layer's own output");
            });
  }
  if (position >= inputs_.size()) inputs_.resize(position + 1);
  inputs_[position] = &input;
}

void Layer::reset_input(size_t index) {
  if (index < inputs_.size()) inputs_[index] = nullptr;
  while (inputs_.size() > 1 && inputs_.back() == nullptr) inputs_.pop_back();
}

std::optional<std::vector<double>> Layer::constant_input(size_t index, int32_t rank) const {
  if (!has_input(index)) return std::nullopt;
  const Tensor& tensor = *inputs_[index];
  const auto* constant = dynamic_cast<const nvinfer1::IConstantLayer*>(tensor.producer());
  require(constant != nullptr && !network_.options().implicit_batch, ErrorCode::kUnsupported, [&] {
    return str("input ", index, " ('", tensor.name(),
               "') has to be known when the network is built; give the output of a constant layer "
               "in a network with explicit batch");
  });
  require(constant->getDimensions().nbDims == rank, ErrorCode::kInvalidArgument, [&] {
    return str("input ", index, " ('", tensor.name(), "'): expected ", rank, " dimensions, got ",
               constant->getDimensions().nbDims);
  });
  const nvinfer1::Weights weights = constant->getWeights();
  const auto count = ir::num_elements(ir::shape_of(extents_of(constant->getDimensions()))).value();
  require(weights.count == count, ErrorCode::kInvalidArgument, [&] {
    return str("input ", index, " ('", tensor.name(), "'): expected ", count, " values, got ",
               weights.count);
  });
  require(count <= nvinfer1::Dims::MAX_DIMS, ErrorCode::kInvalidArgument, [&] {
    return str("input ", index, " ('", tensor.name(), "'): expected at most ",
               nvinfer1::Dims::MAX_DIMS, " values, got ", count);
  });
  const ir::DataType type = data_type_of(weights.type);
  const ir::ConstTensorView view(type, {weights.count}, weights.values);
  std::vector<double> numbers;
  for (int64_t i = 0; i < weights.count; ++i) numbers.push_back(ir::load(view, i));
  return numbers;
}

std::optional<std::vector<int64_t>> Layer::extents_input(size_t index) const {
  const auto numbers = constant_input(index, 1);
  if (!numbers) return std::nullopt;
  std::vector<int64_t> extents;
  for (const double number : *numbers) {
    constexpr double kMost = int64_t{1} << 53;
    require(std::abs(number) <= kMost && number == std::trunc(number), ErrorCode::kInvalidArgument,
            [&] { return str("input ", index, ": expected whole numbers, got ", number); });
    extents.push_back(static_cast<int64_t>(number));
  }
  return extents;
}

size_t Layer::checked_output(int32_t index) const {
  require(index >= 0 && static_cast<size_t>(index) < outputs_.size(), ErrorCode::kInvalidArgument,
          [&] { return str("there is no output ", index); });
  return static_cast<size_t>(index);
}

void Layer::set_precision(nvinfer1::DataType type) {
  check_enum(type, "data type");
  wishes_.precision = type;
}

void Layer::set_output_type(int32_t index, nvinfer1::DataType type) {
  data_type_of(type);
  wishes_.outputs[checked_output(index)] = type;
}

nvinfer1::DataType Layer::output_type(int32_t index) const {
  return guard(reporter(), "ILayer::getOutputType", nvinfer1::DataType::kFLOAT, [&] {
    return in_layer([&] {
      const size_t output = checked_output(index);
      const auto wish = wished_type(output);
      if (wish) return *wish;
      const auto* types = network_.infer(*this);
      return types == nullptr ? nvinfer1::DataType::kFLOAT
                              : data_type_of((*types)[output].data_type);
    });
  });
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
