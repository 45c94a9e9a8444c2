#include <gtest/gtest.h>

#include <algorithm>

#include "compiler/compile.h"
#include "ir/evaluate.h"
#include "ir/fill.h"
#include "ir/text.h"
#include "tests/support/engines.h"

namespace ingot {
namespace {

/// Two nested concatenations; `inner` is read once more before the second.
ir::Graph nested(std::string_view batch) {
  std::string text = R"(graph {
    %x = input "x" : f32[B,16,4,4]
    %a = activation {kind = "tanh"} (%x) "a"
    %b = activation {kind = "sigmoid"} (%x) "b"
    %i = concatenation {axis = 1} (%a, %b) "inner"
    %c = activation {kind = "elu", alpha = 1} (%i) "c"
    %o = concatenation {axis = 1} (%i, %c) "outer"
    %y = activation {kind = "softsign"} (%o) "y"
    output "y" = %y
  })";
  text.replace(text.find('B'), 1, batch);
  return ir::from_text(text);
}

/// Bytes from the start of the step's output to each of its inputs.
std::vector<uint64_t> input_offsets(const plan::Plan& plan, std::string_view name) {
  const auto step = std::ranges::find(plan.steps, name, &plan::Step::name);
  std::vector<uint64_t> offsets;
  for (const uint32_t input : step->inputs) {
    offsets.push_back(plan.tensors[input].offset - plan.tensors[step->outputs[0]].offset);
  }
  return offsets;
}

TEST(Joins, PartsAreWrittenInPlace) {
  const ir::Graph graph = nested("1");
  compiler::Settings settings = test::batch_settings(1);
  settings.profiles = {{}};
  const plan::Plan plan = compiler::compile(graph, settings);
  constexpr uint64_t kPart = 16 * 4 * 4 * sizeof(float);
  EXPECT_EQ(input_offsets(plan, "inner"), (std::vector<uint64_t>{0, kPart}));
  EXPECT_EQ(input_offsets(plan, "outer"), (std::vector<uint64_t>{0, 2 * kPart}));

  const ir::Tensor x = ir::random_tensor({ir::DataType::kFloat32, ir::shape_of({1, 16, 4, 4})}, 7);
  auto context = test::context_of(plan);
  const ir::Tensor result = test::run(context, {&x, 1}).at(0);
  const ir::Tensor reference = ir::evaluate(graph, {&x, 1}).at(0);
  const ir::ConstTensorView actual(result);
  const ir::ConstTensorView expected(reference);
  for (int64_t i = 0; i < actual.size(); ++i) {
    EXPECT_NEAR(load(actual, i), load(expected, i), 1e-5);
  }
}

TEST(Joins, NotWhereTheBatchVaries) {
  const plan::Plan plan = compiler::compile(nested("N"), test::batch_settings(3));
  constexpr uint64_t kWhole = 3 * 32 * 4 * 4 * sizeof(float);
  for (const uint64_t offset : input_offsets(plan, "inner")) EXPECT_GE(offset, kWhole);
}

}  // namespace
}  // namespace ingot
