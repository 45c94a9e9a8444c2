#include <gtest/gtest.h>

#include "base/error.h"
#include "ir/text.h"
#include "ir/text_ops.h"

namespace ingot::ir {
namespace {

template <class Body>
std::string error_of(Body body) {
  try {
    body();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

/// The error of a graph whose second line is an input %x and whose third is `line`.
std::string error_in(const std::string& line) {
  return error_of([&] { from_text("graph {\n%x = input \"data\" : f32[N,2]\n" + line + "\n}"); });
}

struct Mistake {
  const char* line;
  const char* message;
};

class Mistakes : public testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreLocatedAndExplained) {
  EXPECT_EQ(error_in(GetParam().line), GetParam().message) << GetParam().line;
}

INSTANTIATE_TEST_SUITE_P(
    Statements, Mistakes,
    testing::Values(
        Mistake{"y = identity (%x)", "line 3, column 1: expected '%', output or '}', found 'y'"},
        Mistake{"%x = identity (%x)",
                "line 3, column 2: expected an id that is not taken yet, found 'x'"},
        Mistake{"% y = identity (%x)", "line 3, column 2: expected an id after '%', found ' '"},
        Mistake{"%y identity (%x)", "line 3, column 4: expected '=', found 'identity'"},
        Mistake{"%y = (%x)", "line 3, column 6: expected an operator's name, found '('"},
        Mistake{"%y = nonsense (%x)",
                "line 3, column 6: expected an operator's name, found 'nonsense'"},
        Mistake{"%y = identity %x", "line 3, column 15: expected '(', found '%'"},
        Mistake{"%y = identity (%z)",
                "line 3, column 17: expected the id of a line above, found 'z'"},
        Mistake{"%y = input \"more\" : f32[2]/8",
                "line 3, column 28: expected a format: linear, c8, c16, nhwc8, f16, f16_nhwc8, "
                "bf16 or bf16_nhwc8, found '8'"},
        Mistake{"%y = identity (%y)",
                "line 3, column 17: expected the id of a line above, found 'y'"},
        Mistake{"%y = identity (%x.1)",
                "line 3, column 19: expected an output's number below 1, found '1'"},
        Mistake{"%y = identity (%x.)",
                "line 3, column 19: expected an output's number below 1, found ')'"},
        Mistake{"%y = identity (%x.99999999999999999999)",
                "line 3, column 19: expected an output's number below 1, found "
                "'99999999999999999999'"},
        Mistake{"%y = identity (%x %x)", "line 3, column 19: expected ',', found '%'"},
        Mistake{"%y = input \"data\" : f32[1]",
                "line 3, column 12: expected a name that is not taken yet, found '\"'"},
        Mistake{"%y = input data : f32[1]",
                "line 3, column 12: expected a name in double quotes, found 'data'"},
        Mistake{"%y = input \"data",
                "line 3, column 17: expected '\"' before the end of the line, found '\n'"},
        Mistake{"%y = input \"\\q\" : f32[1]",
                "line 3, column 14: expected one of \\\" \\\\ \\n \\xHH, found 'q'"},
        Mistake{"output \"a\" = %x output \"a\" = %x",
                "line 3, column 24: expected a name that is not taken yet, found '\"'"},
        Mistake{"} more", "line 3, column 3: expected the end of the text, found 'more'"}));

INSTANTIATE_TEST_SUITE_P(
    Types, Mistakes,
    testing::Values(
        Mistake{"%y = input \"y\" : f33[1]",
                "line 3, column 18: expected an element type (f32, f16, bf16, i8, u8, i32, i64, "
                "bool), found 'f33'"},
        Mistake{"%y = input \"y\" : f32", "line 4, column 1: expected '[', found '}'"},
        Mistake{"%y = input \"y\" : f32[1,]", "line 3, column 24: expected an extent, found ']'"},
        Mistake{"%y = input \"y\" : f32[-1]",
                "line 3, column 22: expected an extent of 0 or more, found '-1'"},
        Mistake{"%y = input \"y\" : f32[N*]",
                "line 3, column 22: extent 'N*', character 3: expected a number, a name or '('"},
        Mistake{"%y = input \"y\" : f32[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]",
                "line 3, column 54: expected ']' after 16 extents, found '1'"},
        Mistake{
            "%y = identity (%x) : f32[N,3]",
            "line 3, column 22: expected the type that identity gives, f32[N,2], found 'f32'"}));

INSTANTIATE_TEST_SUITE_P(
    Attributes, Mistakes,
    testing::Values(
        Mistake{"%y = softmax {axes = 1} (%x)",
                "line 3, column 15: expected an attribute of softmax (axis), found 'axes'"},
        Mistake{"%y = identity {axis = 1} (%x)",
                "line 3, column 16: expected '}': identity has no attributes, found 'axis'"},
        Mistake{"%y = softmax {axis = 1, axis = 1} (%x)",
                "line 3, column 30: expected 'axis' once, found '='"},
        Mistake{"%y = softmax {axis = 1.5} (%x)",
                "line 3, column 22: expected an integer, found '1.5'"},
        Mistake{
            "%y = softmax {axis = 5} (%x)",
            "line 3, column 6: layer softmax: softmax: axis 5 does not exist in a tensor of rank "
            "2"},
        Mistake{"%y = activation {kind = relu} (%x)",
                "line 3, column 25: expected a name in double quotes, found 'relu'"},
        Mistake{"%y = cast {to = \"f33\"} (%x)",
                "line 3, column 17: 'f33' is none of: f32, f16, bf16, i8, u8, i32, i64, bool"},
        Mistake{"%y = pooling {excludes_padding = 1} (%x)",
                "line 3, column 34: expected true or false, found '1'"},
        Mistake{"%y = transpose {permutation = [1, x]} (%x)",
                "line 3, column 35: expected an integer, found 'x'"},
        Mistake{"%y = transpose {permutation = [1 0]} (%x)",
                "line 3, column 34: expected ',', found '0'"}));

INSTANTIATE_TEST_SUITE_P(
    Constants, Mistakes,
    testing::Values(
        Mistake{"%y = constant : f32[N] = splat 0",
                "line 3, column 26: expected elements of a type with known extents, not f32[N], "
                "found 'splat'"},
        Mistake{"%y = constant : f32[3] = [1, 2]",
                "line 3, column 31: expected 3 elements for f32[3], not 2, found ']'"},
        Mistake{"%y = constant : f32[1] = [1, 2]",
                "line 3, column 30: expected ']' after 1 elements, found '2'"},
        Mistake{"%y = constant : i8[1] = [128]",
                "line 3, column 26: expected i8 from -128 to 127, found '128'"},
        Mistake{"%y = constant : u8[1] = splat -1",
                "line 3, column 31: expected u8 from 0 to 255, found '-1'"},
        Mistake{"%y = constant : f32[1] = [1,5e]",
                "line 3, column 29: expected ']' after 1 elements, found '5e'"},
        Mistake{"%y = constant : f32[1] = [5e]",
                "line 3, column 27: expected a number of type f32, found '5e'"},
        Mistake{"%y = constant : bool[1] = [maybe]",
                "line 3, column 28: expected a number of type bool, found 'maybe'"},
        Mistake{"%y = constant : f32[1] = random -1",
                "line 3, column 33: expected a seed (a number from 0), found '-1'"},
        Mistake{"%y = constant : f32[1] = 1",
                "line 3, column 26: expected '[', splat, random or integers, found '1'"},
        Mistake{"%y = constant : f32[1] = ...",
                "line 3, column 26: expected '[', splat, random or integers, found '...'"},
        Mistake{"%y = constant : f32[1000000,1000000] = splat 0",
                "line 3, column 40: expected constants of at most 2147483648 more bytes, not "
                "f32[1000000,1000000] of 4000000000000, found 'splat'"},
        Mistake{"%y = constant : f32[4611686018427387904] = splat 0",
                "line 3, column 44: tensor f32[4611686018427387904] is too large to address"},
        Mistake{"%y = constant : f32[4611686018427387904,4] = [1]",
                "line 3, column 46: an extent does not fit into 64 bits"}));

TEST(TextErrors, WholeTexts) {
  EXPECT_EQ(error_of([] { from_text(""); }),
            "line 1, column 1: expected 'graph', found the end of the text");
  EXPECT_EQ(error_of([] { from_text("graphs {}"); }),
            "line 1, column 1: expected 'graph', found 'graphs'");
  EXPECT_EQ(error_of([] { from_text("graph {\n\n  # comment"); }),
            "line 3, column 12: expected '%', output or '}', found the end of the text");
  EXPECT_EQ(error_of([] { op_from_text("softmax {axis = 1} x"); }),
            "line 1, column 20: expected the end of the text, found 'x'");
  EXPECT_EQ(error_of([] { type_from_text(""); }),
            "line 1, column 1: expected an element type, such as f32, found the end of the text");
}

TEST(TextErrors, BudgetOfConstantsIsForAll) {
  const std::string text =
      "graph { %a = constant : f32[4] = splat 0 %b = constant : f32[4] = [1, 2, 3, 4] }";
  EXPECT_NO_THROW(from_text(text, {.max_constant_bytes = 32}));
  EXPECT_THROW(from_text(text, {.max_constant_bytes = 31}), Error);
}

/// Cut or changed anywhere, a text gives a graph or an Error.
TEST(TextErrors, DamagedTextIsNeverWorse) {
  const std::string text = R"(graph { # c
  %0 = input "d\x41ta" : f32[N,2,max(H,3)/2]
  %1 = constant "w" : f16[2,1] = [0.5, 0x7c01]
  %2 = activation {kind = "clip", alpha = -1, beta = 2.5} (%0.0) "a" : f32[N,2,max(H,3)/2]
  %3 = slice {axes = [1], start = [0], size = [1], stride = [1]} (%2)
  %4 = constant : i64[1] = integers 5
  output "y" = %3
})";
  ASSERT_NO_THROW(from_text(text));
  const auto survives = [](const std::string& damaged) {
    try {
      verify(from_text(damaged, {.max_constant_bytes = 1U << 20U}));
    } catch (const Error& error) {
      EXPECT_NE(error.code(), ErrorCode::kInternal) << error.what() << "\n" << damaged;
    }
  };
  for (size_t i = 0; i < text.size(); ++i) {
    survives(text.substr(0, i));
    survives(text.substr(0, i) + text.substr(i + 1));
    for (const char c :
         {'\0', '"', '(', ')', '[', ']', '{', '}', '%', '9', '-', ',', '\n', '\xFF'}) {
      std::string damaged = text;
      damaged[i] = c;
      survives(damaged);
    }
  }
}

}  // namespace
}  // namespace ingot::ir
