#include "api/layer_information.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"
#include "ops/convolution.h"
#include "ops/deconvolution.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using plan::Step;
using plan::Tensor;

const char* datatype_name(ir::DataType type) {
  switch (type) {
    case ir::DataType::kFloat32: return "Float";
    case ir::DataType::kFloat16: return "Half";
    case ir::DataType::kBFloat16: return "BFloat16";
    case ir::DataType::kInt8: return "Int8";
    case ir::DataType::kUInt8: return "UInt8";
    case ir::DataType::kInt32: return "Int32";
    case ir::DataType::kInt64: return "Int64";
    case ir::DataType::kBool: return "Bool";
  }
  return "";
}

/// "matrix_multiply" → "MatrixMultiply".
std::string camel_case(std::string_view words) {
  std::string name;
  bool begins = true;
  for (const char c : words) {
    if (c != '_')
      name += begins ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    begins = c == '_';
  }
  return name;
}

/// TensorRT's names of attributes; the others differ in nothing but their spelling.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kParameterNames{{
    {"pad_begin", "PrePadding"},
    {"pad_end", "PostPadding"},
    {"padding", "PaddingMode"},
    {"kind", "PoolingType"},
    {"window", "WindowSize"},
    {"excludes_padding", "AverageCountExcludesPadding"},
    {"blend", "BlendFactor"},
}};

std::string parameter_name(std::string_view attribute) {
  const auto found =
      std::ranges::find(kParameterNames, attribute, [](const auto& pair) { return pair.first; });
  return found == kParameterNames.end() ? camel_case(attribute) : std::string(found->second);
}

std::string layer_type(const ir::Op& op) {
  return op.def().traits.identity ? "Reformat" : camel_case(op.name());
}

/// "gemm_convolution [16]".
std::string tactic_name(const Step& step) {
  return step.configuration.empty() ? step.tactic
                                    : str(step.tactic, " [", join(step.configuration, ","), "]");
}

template <class Value>
void write_value(JsonWriter& json, const Value& value) {
  json.value(value);
}
template <class Element>
void write_value(JsonWriter& json, const std::vector<Element>& values) {
  json.values(values);
}

template <class Values>
void write_member(JsonWriter& json, std::string_view name, const Values& values) {
  json.key(name);
  json.values(values);
}

bool is_constant(const Tensor& tensor) { return tensor.storage == plan::Storage::kWeights; }

}  // namespace

size_t LayerInformation::num_told() const {
  return plan_.verbosity == plan::Verbosity::kNone ? 0 : plan_.steps.size();
}

std::vector<int64_t> LayerInformation::extents(const Tensor& tensor) const {
  std::vector<int64_t> extents;
  for (const ir::Dim& dim : ir::bind(tensor.type.shape, symbols_)) {
    extents.push_back(dim.is_known() ? dim.value() : -1);
  }
  return extents;
}

std::string LayerInformation::line_of_tensors(const std::vector<uint32_t>& tensors) const {
  std::vector<std::string> texts;
  for (const uint32_t number : tensors) {
    const Tensor& tensor = plan_.tensors[number];
    if (is_constant(tensor)) continue;
    const std::string format =
        tensor.type.format == ir::Format::kLinear ? "" : str("/", ir::name_of(tensor.type.format));
    texts.push_back(str(tensor.name, " (", datatype_name(stored_type(tensor.type)), "[",
                        join(extents(tensor), ","), "]", format, ")"));
  }
  return join(texts);
}

std::string LayerInformation::line(size_t index) const {
  if (num_told() == 0) return "";
  const Step& step = plan_.steps[index];
  if (!is_detailed()) return step.name;
  return str("Layer(", layer_type(step.op), "): ", step.name, ", Tactic: ", tactic_name(step), ", ",
             line_of_tensors(step.inputs), " -> ", line_of_tensors(step.outputs));
}

std::string LayerInformation::lines() const {
  std::string text = "Layers:\n";
  for (size_t i = 0; i < num_told(); ++i) text += line(i) + "\n";
  text += "\nBindings:\n";
  for (const plan::Binding& binding : plan_.bindings) text += binding.name + "\n";
  return text;
}

std::string LayerInformation::json(size_t index) const {
  if (num_told() == 0) return "";
  JsonWriter json;
  write(json, plan_.steps[index]);
  return json.finish();
}

std::string LayerInformation::json() const {
  JsonWriter json;
  json.begin_object();
  json.key("Layers");
  json.begin_array();
  for (size_t i = 0; i < num_told(); ++i) write(json, plan_.steps[i]);
  json.end_array();
  json.key("Bindings");
  json.begin_array();
  for (const plan::Binding& binding : plan_.bindings) json.value(binding.name);
  json.end_array();
  json.end_object();
  return json.finish();
}

void LayerInformation::write(JsonWriter& json, const Step& step) const {
  if (!is_detailed()) {
    json.value(step.name);
    return;
  }
  json.begin_object();
  json.member("Name", step.name);
  json.member("LayerType", layer_type(step.op));
  json.key("Inputs");
  write_tensors(json, step.inputs);
  json.key("Outputs");
  write_tensors(json, step.outputs);
  write_parameters(json, step);
  write_weights(json, step);
  json.member("TacticName", tactic_name(step));
  json.member("StreamId", 0);
  json.member("IsLaunchedWithPrevious", step.is_with_previous);
  json.member("Metadata", step.metadata);
  json.end_object();
}

void LayerInformation::write_tensors(JsonWriter& json, const std::vector<uint32_t>& tensors) const {
  json.begin_array();
  for (const uint32_t number : tensors) {
    const Tensor& tensor = plan_.tensors[number];
    if (is_constant(tensor)) continue;
    json.begin_object();
    json.member("Name", tensor.name);
    json.member("Location", "Device");
    write_member(json, "Dimensions", extents(tensor));
    json.member("Format/Datatype", datatype_name(stored_type(tensor.type)));
    json.member("Format", ir::name_of(tensor.type.format));
    json.end_object();
  }
  json.end_array();
}

void LayerInformation::write_parameters(JsonWriter& json, const Step& step) const {
  if (step.op.is<ops::Convolution>() || step.op.is<ops::Deconvolution>()) write_window(json, step);
  for (const ir::Field& field : step.op.def().fields) {
    json.key(parameter_name(field.name));
    std::visit([&](const auto& value) { write_value(json, value); }, step.op.get(field));
  }
  json.key("Epilogue");
  json.begin_array();
  for (const ir::Tail& tail : step.op.epilogue()) json.value(to_string(tail.op));
  json.end_array();
}

/// What a convolution's weights say: they are [K, C/groups, window...], a deconvolution's
/// [C, K/groups, window...].
void LayerInformation::write_window(JsonWriter& json, const Step& step) const {
  const std::vector<int64_t> weights = extents(plan_.tensors[step.inputs[1]]);
  write_member(json, "Kernel", std::span(weights).subspan(2));
  json.member("OutMaps", extents(plan_.tensors[step.outputs[0]])[1]);
}

void LayerInformation::write_weights(JsonWriter& json, const Step& step) const {
  int64_t count = 0;
  const char* type = nullptr;
  for (const uint32_t number : step.inputs) {
    const Tensor& tensor = plan_.tensors[number];
    if (!is_constant(tensor)) continue;
    count += num_elements(tensor.type.shape).value();
    if (type == nullptr) type = datatype_name(tensor.type.data_type);
  }
  if (type == nullptr) return;
  json.key("Weights");
  json.begin_object();
  json.member("Type", type);
  json.member("Count", count);
  json.end_object();
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
