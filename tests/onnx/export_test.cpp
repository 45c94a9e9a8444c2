#include "onnx/export.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "ir/text.h"
#include "onnx/registry.h"

namespace ingot::onnx {
namespace {

std::string error_of(const ir::Graph& graph) {
  try {
    to_onnx(graph);
    return "none";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnsupported);
    return error.what();
  }
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

constexpr std::string_view kNetwork = R"(graph {
  %x = input "data" : f32[N,3,8,8]
  %w = constant "kernel" : f32[4,3,3,3] = random 1
  %u = constant "unread" : f32[2] = random 2
  %s = scale (%u, %u, %u) "dead"
  %y = convolution {stride = [1, 1], dilation = [1, 1], pad_begin = [1, 1], pad_end = [1, 1]}
       | activation (_) (%x, %w) "conv + relu"
  output "result" = %y
  output "again" = %y
})";

TEST(OnnxExport, EveryOperatorHasAWriter) {
  for (const ir::OpDef* def : ir::all_ops())
    EXPECT_NE(find_writer(def->name), nullptr) << def->name;
}

TEST(OnnxExport, SameGraphSameBytes) {
  const ir::Graph graph = ir::from_text(kNetwork);
  EXPECT_EQ(to_onnx(graph), to_onnx(graph));
}

TEST(OnnxExport, SymbolsBecomeParametersUnlessBound) {
  const ir::Graph graph = ir::from_text(R"(graph {
    %x = input "data" : f32[Batch,2]
    %y = activation (%x)
    output "result" = %y
  })");
  EXPECT_TRUE(holds(to_onnx(graph), "Batch"));
  EXPECT_FALSE(holds(to_onnx(graph, {.bindings = {{"Batch", 5}}}), "Batch"));
}

TEST(OnnxExport, EveryOutputHasItsName) {
  const std::string model = to_onnx(ir::from_text(kNetwork));
  EXPECT_TRUE(holds(model, "result"));
  EXPECT_TRUE(holds(model, "again"));
}

TEST(OnnxExport, ErrorsNameTheLayer) {
  const std::string error = error_of(ir::from_text(R"(graph {
    %x = input "data" : f32[1,1,H,4]
    %y = slice {axes = [2], start = [-1], size = [3], stride = [1], mode = "reflect"} (%x) "mirror"
    output "result" = %y
  })"));
  EXPECT_TRUE(holds(error, "layer mirror")) << error;
  EXPECT_TRUE(holds(error, "extent H")) << error;
}

TEST(OnnxExport, RefusesWeightsBeyondTheFormat) {
  // The elements are counted and never read.
  constexpr int64_t kElements = int64_t{1} << 29U;
  const std::byte nothing{};
  ir::Graph graph;
  const ir::Value weights =
      graph.add_constant({{ir::DataType::kFloat32, {kElements}},
                          SharedBytes::borrowed(&nothing, kElements * sizeof(float))});
  const ir::Value x = graph.add_input("data", {ir::DataType::kFloat32, {kElements}});
  const ir::Op sum(ir::get_op("elementwise"), {});
  graph.add_output("result", graph.apply(sum, {x, weights}));
  const std::string error = error_of(graph);
  EXPECT_TRUE(holds(error, str(kElements * 4, " bytes"))) << error;
}

}  // namespace
}  // namespace ingot::onnx
