#include "ir/evaluate.h"

#include <gtest/gtest.h>

#include "ir/constants.h"
#include "ir/fill.h"
#include "ir/text.h"
#include "ir/text_ops.h"

namespace ingot::ir {
namespace {

const char* const kGraph = R"(graph {
  %x = input "x" : f32[N,2]
  %z = input "z" : f32[N,2]
  %c = constant : f32[1,2] = [10, 20]
  %a = elementwise (%x, %c) "a"
  %b = elementwise {operation = "product"} (%a, %a) "b"
  %d = elementwise {operation = "difference"} (%b, %z) "d"
  output "d" = %d
  output "a" = %a
  output "x" = %x
})";

std::vector<float> floats(const Tensor& tensor) {
  const auto elements = tensor.elements<float>();
  return {elements.begin(), elements.end()};
}

TEST(Evaluate, RunsTheGraphOnNumbers) {
  const std::vector<Tensor> inputs{make_tensor({1, 2}, std::array{1.0F, 2.0F}),
                                   make_tensor({1, 2}, std::array{1.0F, 4.0F})};
  std::vector<std::string> seen;
  const auto outputs = evaluate(from_text(kGraph), inputs, [&](const Node& node, auto tensors) {
    seen.push_back(display_name(node));
    EXPECT_EQ(tensors.size(), 1U);
  });
  ASSERT_EQ(outputs.size(), 3U);
  EXPECT_EQ(floats(outputs[0]), (std::vector<float>{120, 480}));
  EXPECT_EQ(floats(outputs[1]), (std::vector<float>{11, 22}));
  EXPECT_EQ(floats(outputs[2]), (std::vector<float>{1, 2}));
  EXPECT_EQ(seen.size(), 6U);
}

std::string error_of(const std::vector<const char*>& types) {
  std::vector<Tensor> inputs;
  for (const char* type : types) inputs.push_back(splat(type_from_text(type), 0));
  try {
    evaluate(from_text(kGraph), inputs);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Evaluate, RefusesInputsThatDoNotFit) {
  EXPECT_EQ(error_of({"f32[3,2]"}), "expected 2 inputs, got 1");
  EXPECT_EQ(error_of({"f32[3,2]", "f32[4,2]"}), "input z: expected f32[3,2], got f32[4,2]");
  EXPECT_EQ(error_of({"f32[3,3]", "f32[3,2]"}), "input x: expected f32[3,2], got f32[3,3]");
  EXPECT_EQ(error_of({"f16[3,2]", "f32[3,2]"}), "input x: expected f32[N,2], got f16[3,2]");
  EXPECT_EQ(error_of({"f32[3]", "f32[3,2]"}), "input x: expected f32[N,2], got f32[3]");
}

TEST(Constants, ValuesAlongAnAxis) {
  const auto along = [](const char* type, size_t rank, size_t axis, int64_t extent) {
    return values_along(integer_tensor(type_from_text(type), 1), rank, axis, extent).has_value();
  };
  EXPECT_TRUE(along("f32[3,1,1]", 4, 1, 3));
  EXPECT_TRUE(along("f32[1,3,1,1]", 4, 1, 3));
  EXPECT_TRUE(along("f32[]", 4, 1, 3));
  EXPECT_TRUE(along("f32[1,1]", 2, 0, 3));
  EXPECT_TRUE(along("f32[3]", 4, 3, 3));
  EXPECT_FALSE(along("f32[3]", 4, 1, 3));
  EXPECT_FALSE(along("f32[3,3]", 2, 0, 3));
  EXPECT_FALSE(along("f32[3,1,1]", 2, 1, 3));
}

}  // namespace
}  // namespace ingot::ir
