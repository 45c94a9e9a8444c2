#include "onnx/model.h"

#include <protozero/pbf_writer.hpp>

#include "base/error.h"
#include "base/text.h"
#include "onnx/format.h"

namespace ingot::onnx {
namespace {

using Writer = protozero::pbf_writer;

/// What everything but the elements of initializers may take at most.
constexpr uint64_t kRoomForStructure = uint64_t{64} << 20U;

uint64_t weight_bytes(const Model& model) {
  uint64_t bytes = 0;
  for (const Initializer& initializer : model.initializers) {
    bytes += initializer.tensor.bytes.size();
  }
  return bytes;
}

template <class Values>
void write_repeated(Writer& writer, uint32_t field, const Values& values) {
  for (const auto& value : values) {
    if constexpr (std::is_same_v<Values, std::vector<float>>) {
      writer.add_float(field, value);
    } else {
      writer.add_int64(field, value);
    }
  }
}

/// Writes the value into its field; returns which kind it is.
struct WriteAttribute {
  Writer& writer;

  AttributeKind operator()(float value) {
    writer.add_float(attribute_field::kFloat, value);
    return AttributeKind::kFloat;
  }
  AttributeKind operator()(int64_t value) {
    writer.add_int64(attribute_field::kInteger, value);
    return AttributeKind::kInteger;
  }
  AttributeKind operator()(const std::string& value) {
    writer.add_bytes(attribute_field::kText, value);
    return AttributeKind::kText;
  }
  AttributeKind operator()(const std::vector<float>& values) {
    write_repeated(writer, attribute_field::kFloats, values);
    return AttributeKind::kFloats;
  }
  AttributeKind operator()(const std::vector<int64_t>& values) {
    write_repeated(writer, attribute_field::kIntegers, values);
    return AttributeKind::kIntegers;
  }
};

void write(Writer writer, const Attribute& attribute) {
  writer.add_string(attribute_field::kName, attribute.name);
  const AttributeKind kind = std::visit(WriteAttribute{writer}, attribute.value);
  writer.add_enum(attribute_field::kKind, static_cast<int32_t>(kind));
}

void write(Writer writer, const Node& node) {
  for (const std::string& input : node.inputs) writer.add_string(node_field::kInputs, input);
  writer.add_string(node_field::kOutputs, node.output);
  writer.add_string(node_field::kName, node.output);
  writer.add_string(node_field::kOperator, node.type);
  for (const Attribute& attribute : node.attributes) {
    write(Writer(writer, node_field::kAttributes), attribute);
  }
}

void write(Writer writer, const Initializer& initializer) {
  const ir::Tensor& tensor = initializer.tensor;
  const std::vector<int64_t> shape = numbers(tensor.type.shape);
  writer.add_packed_int64(tensor_field::kShape, shape.begin(), shape.end());
  writer.add_int32(tensor_field::kElementType, code_of(tensor.type.data_type));
  writer.add_string(tensor_field::kName, initializer.name);
  writer.add_bytes(tensor_field::kBytes, reinterpret_cast<const char*>(tensor.bytes.data()),
                   tensor.bytes.size());
}

void write(Writer writer, const ir::Dim& extent) {
  if (extent.is_known()) {
    writer.add_int64(extent_field::kNumber, extent.value());
  } else {
    writer.add_string(extent_field::kSymbol, extent.to_string());
  }
}

void write(Writer writer, const NamedType& value) {
  writer.add_string(value_field::kName, value.name);
  Writer type(writer, value_field::kType);
  Writer tensor(type, type_field::kTensor);
  tensor.add_enum(tensor_type_field::kElementType, code_of(value.type.data_type));
  // Present also when it is empty, which a nested writer would leave out.
  std::string shape;
  Writer extents(shape);
  for (const ir::Dim& extent : value.type.shape) {
    write(Writer(extents, shape_field::kExtents), extent);
  }
  tensor.add_message(tensor_type_field::kShape, shape);
}

template <class Item>
void write_all(Writer& writer, uint32_t field, const std::vector<Item>& items) {
  for (const Item& item : items) write(Writer(writer, field), item);
}

void write_graph(Writer writer, const Model& model) {
  write_all(writer, graph_field::kNodes, model.nodes);
  writer.add_string(graph_field::kName, model.name);
  write_all(writer, graph_field::kInitializers, model.initializers);
  write_all(writer, graph_field::kInputs, model.inputs);
  write_all(writer, graph_field::kOutputs, model.outputs);
  write_all(writer, graph_field::kValues, model.values);
}

}  // namespace

std::string to_bytes(const Model& model) {
  const uint64_t weights = weight_bytes(model);
  require(weights <= kMaxMessage - kRoomForStructure, ErrorCode::kUnsupported, [&] {
    return str("the weights take ", weights, " bytes, an ONNX file holds less than ", kMaxMessage,
               " with all else; export parts of the network");
  });
  std::string bytes;
  bytes.reserve(weights + (kRoomForStructure >> 6U));
  Writer writer(bytes);
  writer.add_int64(model_field::kFormatVersion, kFormatVersion);
  writer.add_string(model_field::kProducerName, "ingot");
  write_graph(Writer(writer, model_field::kGraph), model);
  Writer operators(writer, model_field::kOperatorSets);
  operators.add_string(operator_set_field::kDomain, "");
  operators.add_int64(operator_set_field::kVersion, kOperatorSet);
  return bytes;
}

}  // namespace ingot::onnx
