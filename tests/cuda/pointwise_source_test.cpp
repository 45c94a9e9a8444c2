#include "backend/cuda/generate/pointwise_source.h"

#include <gmock/gmock.h>

#include "backend/cuda/nvrtc.h"
#include "base/error.h"
#include "tests/cuda/sources.h"

namespace ingot::test {
namespace {

using backend::Problem;
using backend::cuda::pointwise_source;
using backend::cuda::supports_pointwise_source;
using ir::Format;
using testing::HasSubstr;
using enum ops::ElementwiseOperation;

/// A chain that applies each of the functions to what the ones before it made.
Problem chain_of(const std::vector<ir::Op>& functions, const ir::TensorType& type) {
  ir::Op op = functions.front();
  size_t inputs = op.is<ops::Elementwise>() ? 2 : 1;
  for (size_t i = 1; i < functions.size(); ++i) {
    const bool joins = functions[i].is<ops::Elementwise>();
    op = op.then({functions[i], 0, joins ? size_t{2} : size_t{1}});
    inputs += joins ? 1 : 0;
  }
  return problem(std::move(op), std::vector(inputs, type), type);
}

/// Every function that kernels have, some a chain.
std::vector<Problem> all_functions() {
  std::vector<ir::Op> functions;
  for (int i = 0; i <= static_cast<int>(ops::ActivationKind::kGeluTanh); ++i) {
    functions.push_back(activation(static_cast<ops::ActivationKind>(i), 0.3, -1e30));
  }
  for (int i = 0; i <= static_cast<int>(ops::UnaryOperation::kRound); ++i) {
    const auto operation = static_cast<ops::UnaryOperation>(i);
    if (operation != ops::UnaryOperation::kNot) functions.push_back(unary(operation));
  }
  for (int i = 0; i <= static_cast<int>(kFloorDivision); ++i) {
    functions.push_back(elementwise(static_cast<ops::ElementwiseOperation>(i)));
  }
  constexpr size_t kChain = 8;
  std::vector<Problem> problems;
  for (size_t i = 0; i < functions.size(); i += kChain) {
    const auto begin = functions.begin() + static_cast<std::ptrdiff_t>(i);
    const auto end =
        functions.begin() + static_cast<std::ptrdiff_t>(std::min(functions.size(), i + kChain));
    problems.push_back(chain_of({begin, end}, tensor({6, 35})));
  }
  return problems;
}

/// Operands of any shape, in every format.
std::vector<Problem> all_operands() {
  std::vector<Problem> problems;
  const std::vector<int64_t> shape{2, 12, 7, 7};
  for (const Format from : {Format::kLinear, Format::kHalf, Format::kBFloat}) {
    for (const Format to : {Format::kLinear, Format::kHalf, Format::kBFloat}) {
      problems.push_back(
          problem(elementwise(kSum), {tensor(shape, from), tensor({7}, from)}, tensor(shape, to)));
      problems.push_back(problem(ir::Op(ops::Scale{}),
                                 {tensor(shape, from), tensor({12, 1, 1}), tensor({1})},
                                 tensor(shape, to), 1));
    }
  }
  constexpr Format kChannelsLast[] = {Format::kChannelsLast, Format::kHalfChannelsLast,
                                      Format::kBFloatChannelsLast};
  for (const Format from : kChannelsLast) {
    for (const Format to : kChannelsLast) {
      problems.push_back(problem(elementwise(kPower),
                                 {tensor({2, 12, 1, 1}, from), tensor(shape, from)},
                                 tensor(shape, to)));
      problems.push_back(problem(ir::Op(ops::ParametricRelu{}),
                                 {tensor(shape, from), tensor({12, 1, 1})}, tensor(shape, to), 1));
    }
  }
  for (const auto type : {ir::DataType::kFloat16, ir::DataType::kBFloat16}) {
    const auto declared = tensor(shape, Format::kLinear, type);
    problems.push_back(problem(elementwise(kSum), {declared, declared}, declared));
  }
  const auto large = tensor({4096, 1024, 1024});
  problems.push_back(problem(elementwise(kSum), {large, tensor({1024, 1})}, large));
  return problems;
}

std::vector<Problem> all_problems() {
  std::vector<Problem> problems = all_functions();
  for (Problem& other : all_operands()) problems.push_back(std::move(other));
  problems.push_back(relu_and_sum(tensor({2, 3, 4, 5})));
  ir::Op operands = elementwise(kDifference).then({elementwise(kQuotient), 1, 2});
  operands =
      operands.then({ir::Op(ops::ParametricRelu{}), 0, 2}).then({ir::Op(ops::Scale{}), 1, 3});
  const auto type = tensor({2, 3, 4, 5}, Format::kChannelsLast);
  problems.push_back(problem(operands, {type, type, type, tensor({3, 1, 1}), type, type}, type));
  problems.back().is_constant[3] = true;
  return problems;
}

TEST(PointwiseSource, CompilesForAllProblems) {
  constexpr int kCapability = 90;
  const std::string why_not = backend::cuda::nvrtc::why_not_for(kCapability);
  if (!why_not.empty()) GTEST_SKIP() << "no source is compiled: " << why_not;
  for (const Problem& any : all_problems()) {
    SCOPED_TRACE(any.key());
    ASSERT_EQ(supports_pointwise_source(any).reason(), "");
    const std::string text = pointwise_source(any, 4).text;
    ASSERT_NO_THROW({
      const auto code = backend::cuda::nvrtc::compile(text, kCapability);
      EXPECT_GT(code.size(), 1000U);
    });
  }
}

TEST(PointwiseSource, CompilesForAllGpus) {
  if (!backend::cuda::nvrtc::why_not().empty()) GTEST_SKIP() << backend::cuda::nvrtc::why_not();
  for (const int capability : {75, 80, 86, 89, 90, 100, 120}) {
    if (!backend::cuda::nvrtc::why_not_for(capability).empty()) continue;
    SCOPED_TRACE(capability);
    for (const Format format : {Format::kHalfChannelsLast, Format::kBFloatChannelsLast}) {
      if (format == Format::kBFloatChannelsLast && capability < 80) continue;
      const auto type = tensor({2, 24, 7, 7}, format);
      const std::string text = pointwise_source(relu_and_sum(type), 1).text;
      EXPECT_NO_THROW(backend::cuda::nvrtc::compile(text, capability));
    }
  }
}

TEST(PointwiseSource, MessagesOfTheCompilerAreThoseOfTheError) {
  constexpr int kCapability = 90;
  const std::string why_not = backend::cuda::nvrtc::why_not_for(kCapability);
  if (!why_not.empty()) GTEST_SKIP() << why_not;
  try {
    backend::cuda::nvrtc::compile("int f() { return unknown_name; }", kCapability);
    FAIL() << "it was compiled";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    EXPECT_THAT(error.message(), HasSubstr("unknown_name"));
  }
}

TEST(PointwiseSource, NoCodeIsMadeForUnknownGpus) {
  EXPECT_THAT(backend::cuda::nvrtc::why_not_for(1), HasSubstr("NVRTC"));
}

TEST(PointwiseSource, DependsOnTheProblemAlone) {
  for (const Problem& any : all_problems()) {
    const Problem copy = any;
    EXPECT_EQ(pointwise_source(any, 4).text, pointwise_source(copy, 4).text);
  }
}

TEST(PointwiseSource, IsTheSameForBatches) {
  const auto text = [](int64_t batch, Format format) {
    const auto type = tensor({batch, 24, 7, 7}, format);
    return pointwise_source(problem(elementwise(kProduct), {type, tensor({24, 1, 1})}, type, 1), 1)
        .text;
  };
  EXPECT_EQ(text(2, Format::kLinear), text(48, Format::kLinear));
  EXPECT_EQ(text(2, Format::kChannelsLast), text(48, Format::kChannelsLast));
  EXPECT_NE(text(2, Format::kLinear), text(2, Format::kChannelsLast));
}

TEST(PointwiseSource, TakesWideIndicesOfManyElements) {
  const auto large = tensor({4096, 1024, 1024});
  EXPECT_TRUE(pointwise_source(relu_and_sum(large), 1).has_wide_index);
  EXPECT_FALSE(pointwise_source(relu_and_sum(tensor({2, 1024})), 1).has_wide_index);
}

TEST(PointwiseSource, VectorsHave16BytesOfTheNarrowestElements) {
  const auto length_for = [](const ir::TensorType& type) {
    return pointwise_source(relu_and_sum(type), 1).vectors_block / backend::cuda::kGeneratedThreads;
  };
  EXPECT_EQ(length_for(tensor({8, 8})), 4);
  EXPECT_EQ(length_for(tensor({8, 8}, Format::kHalf)), 8);
  EXPECT_EQ(length_for(tensor({8, 8}, Format::kBFloat)), 8);
}

TEST(PointwiseSource, SaysWhichAddressesAreRead16BytesWide) {
  const auto type = tensor({2, 24, 7, 7});
  const auto any = problem(elementwise(kProduct), {type, tensor({24, 1, 1})}, type, 1);
  EXPECT_THAT(pointwise_source(any, 1).reads_vectors, testing::ElementsAre(true, false));
}

std::string refusal(const Problem& any) { return supports_pointwise_source(any).reason(); }

TEST(PointwiseSource, RefusesWithReasons) {
  const auto type = tensor({2, 24, 7, 7});
  const auto last = tensor({2, 24, 7, 7}, Format::kChannelsLast);
  const auto blocked = tensor({2, 24, 7, 7}, Format::kBlocked8);
  const auto integers = tensor({2, 24}, Format::kLinear, ir::DataType::kInt32);
  const auto half = tensor({2, 24}, Format::kLinear, ir::DataType::kFloat16);
  const auto flags = tensor({2, 24}, Format::kLinear, ir::DataType::kBool);
  EXPECT_THAT(refusal(problem(elementwise(kSum), {last, type}, last)), HasSubstr("one order"));
  EXPECT_THAT(refusal(problem(elementwise(kSum), {last, type}, type)), HasSubstr("one order"));
  EXPECT_THAT(refusal(relu_and_sum(blocked)), HasSubstr("channels last"));
  EXPECT_THAT(refusal(relu_and_sum(half)), HasSubstr("epilogue"));
  EXPECT_THAT(refusal(relu_and_sum(integers)), HasSubstr("f32, f16 and bf16"));
  EXPECT_THAT(refusal(problem(elementwise(kLess), {tensor({2}), tensor({2})}, flags)),
              HasSubstr("f32, f16 and bf16"));
  Problem pitched = relu_and_sum(last);
  pitched.output_pitch = 64;
  EXPECT_THAT(refusal(pitched), HasSubstr("packed"));
}

}  // namespace
}  // namespace ingot::test
