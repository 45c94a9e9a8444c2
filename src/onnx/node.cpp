#include "onnx/node.h"

#include "base/error.h"
#include "base/text.h"
#include "ir/fill.h"

namespace ingot::onnx {

std::vector<std::string> NodeWriter::input_names() const {
  std::vector<std::string> names;
  for (const Operand& input : inputs_) names.push_back(input.name);
  return names;
}

std::string NodeWriter::add(std::string_view type, std::vector<std::string> inputs,
                            std::vector<Attribute> attributes) {
  std::string output = names_.unique(str(layer_, "/", type));
  model_.nodes.push_back({std::string(type), std::move(inputs), output, std::move(attributes)});
  return output;
}

std::string NodeWriter::constant(ir::Tensor tensor, std::string_view role) {
  std::string name = names_.unique(str(layer_, "/", role));
  model_.initializers.push_back({name, std::move(tensor)});
  return name;
}

std::string NodeWriter::scalar(double value, ir::DataType type, std::string_view role) {
  return constant(ir::splat({type, {}}, value), role);
}

std::string NodeWriter::integers(std::span<const int64_t> values, std::string_view role) {
  const ir::TensorType type{ir::DataType::kInt64, {static_cast<int64_t>(values.size())}};
  return constant({type, SharedBytes::copy_of(std::as_bytes(values))}, role);
}

void refuse(const std::string& reason) {
  throw Error(ErrorCode::kUnsupported, str("ONNX cannot say this: ", reason));
}

}  // namespace ingot::onnx
