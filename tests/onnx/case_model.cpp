#include "case_model.h"

#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "onnx/export.h"

namespace ingot::tests {
namespace {

/// The type with symbols: equal extents of all inputs get the same one.
ir::TensorType with_symbols(ir::TensorType type, Extents extents) {
  const size_t count = extents == Extents::kKnown          ? 0
                       : extents == Extents::kBatchUnknown ? std::min<size_t>(1, type.shape.size())
                                                           : type.shape.size();
  for (size_t i = 0; i < count; ++i) {
    type.shape[i] = ir::Dim::symbol(str("E", type.shape[i].value()));
  }
  return type;
}

std::string json_of(const std::string& name, const ir::TensorType& type) {
  return str(R"({"name": )", quoted(name), R"(, "type": )", quoted(name_of(type.data_type)),
             R"(, "shape": )", to_string(type.shape), "}");
}

void write_file(const std::string& path, std::span<const std::byte> bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  file.close();
  require(file.good(), ErrorCode::kIo, [&] { return str(path, ": cannot be written"); });
}

void write_text(const std::string& path, const std::string& text) {
  write_file(path, std::as_bytes(std::span(text)));
}

}  // namespace

std::string_view name_of(Extents extents) {
  switch (extents) {
    case Extents::kKnown: return "known";
    case Extents::kBatchUnknown: return "batch-unknown";
    case Extents::kUnknown: break;
  }
  return "unknown";
}

ir::Graph graph_of(const Row& row, const Case& test, Extents extents) {
  ir::Graph graph;
  std::vector<ir::Value> inputs;
  for (size_t i = 0; i < test.inputs.size(); ++i) {
    const std::string& name = row.inputs[i].name;
    const ir::Tensor& tensor = test.inputs[i];
    inputs.push_back(test.is_constant[i]
                         ? graph.add_constant(tensor, name)
                         : graph.add_input(name, with_symbols(tensor.type, extents)));
  }
  graph.add_output("result", graph.apply(test.op, std::move(inputs), "layer"));
  return graph;
}

void write_model(const std::string& folder, const Row& row, const Case& test,
                 const ir::Graph& graph) {
  const std::string model = onnx::to_onnx(graph);
  std::filesystem::create_directories(folder);
  write_text(folder + "/model.onnx", model);
  std::string inputs;
  for (size_t i = 0; i < test.inputs.size(); ++i) {
    if (test.is_constant[i]) continue;
    inputs += (inputs.empty() ? "" : ", ") + json_of(row.inputs[i].name, test.inputs[i].type);
    write_file(str(folder, "/", row.inputs[i].name, ".in"), test.inputs[i].bytes.span());
  }
  write_text(folder + "/case.json", str(R"({"inputs": [)", inputs, R"(], "output": )",
                                        json_of("result", test.output), "}\n"));
}

}  // namespace ingot::tests
