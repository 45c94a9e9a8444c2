#include "backend/cpu/device.h"

#include <gtest/gtest.h>

#include "backend/cpu/kernels/simd.h"
#include "base/error.h"
#include "ops/activation.h"
#include "ops/convolution.h"
#include "ops/matrix_multiply.h"
#include "run_tactic.h"

namespace ingot::backend::cpu {
namespace {

TEST(Device, NamesItselfAndWhatItsTimingsHoldFor) {
  EXPECT_FALSE(device().info().name.empty());
  EXPECT_TRUE(device().info().identity.starts_with("cpu ")) << device().info().identity;
}

TEST(Device, ListsTheReferenceLastForEveryOperator) {
  for (const ir::OpDef* op : ir::all_ops()) {
    const auto tactics = device().tactics(op->name);
    ASSERT_FALSE(tactics.empty()) << op->name;
    EXPECT_EQ(tactics.back()->name(), "reference") << op->name;
    for (size_t i = 0; i + 1 < tactics.size(); ++i) EXPECT_FALSE(tactics[i]->is_fallback());
  }
  EXPECT_TRUE(device().tactics("no_such_operator").empty());
}

TEST(Device, NamesEachTacticOfAnOperatorOnce) {
  for (const ir::OpDef* op : ir::all_ops()) {
    for (const Tactic* tactic : device().tactics(op->name)) {
      EXPECT_EQ(find_tactic(device(), op->name, tactic->name()), tactic);
    }
  }
}

TEST(Device, TakesBlocksOfWholeVectorsAlone) {
  const Tactic& tactic = *find_tactic(device(), "activation", "vector_activation");
  for (const ir::Format format : {ir::Format::kBlocked8, ir::Format::kBlocked16}) {
    Problem problem = make_problem(ir::Op(ops::Activation()), {random_tensor({1, 16, 3, 3}, 1)});
    problem.inputs[0].format = problem.outputs[0].format = format;
    const bool has_whole_vectors = ir::block_of(format) % kernels::simd_lanes() == 0;
    EXPECT_EQ(static_cast<bool>(tactic.supports(problem)), has_whole_vectors) << name_of(format);
  }
}

TEST(Device, AllocatesAlignedMemoryOrSaysHowMuchItLacked) {
  const auto buffer = device().allocate(1000);
  EXPECT_EQ(buffer->size(), 1000U);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(buffer->data()) % kAlignment, 0U);
  try {
    device().allocate(size_t{1} << 60U);
    FAIL() << "an exbibyte was given";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kOutOfMemory);
    EXPECT_NE(error.message().find("1152921504606846976"), std::string::npos) << error.message();
  }
}

TEST(Device, UploadsWithoutACopy) {
  const ir::Tensor tensor = random_tensor({10}, 1);
  EXPECT_EQ(device().upload(tensor.bytes)->data(), tensor.bytes.data());
}

TEST(Device, TimesWhatTheBodyDoes) {
  const auto stream = device().create_stream();
  const auto time =
      device().time(*stream, [] { std::this_thread::sleep_for(std::chrono::milliseconds(5)); });
  EXPECT_GE(time.seconds, 0.005);
}

class Refusals : public testing::Test {
 protected:
  Problem convolution(const std::vector<int64_t>& image, const std::vector<int64_t>& kernel) {
    const std::vector<int64_t> ones(image.size() - 2, 1);
    const std::vector<int64_t> zeros(image.size() - 2, 0);
    return make_problem(
        ir::Op(ops::Convolution{
            .stride = ones, .dilation = ones, .pad_begin = zeros, .pad_end = zeros}),
        {random_tensor(image, 1), random_tensor(kernel, 2)});
  }
  const Tactic& tactic(std::string_view op, std::string_view name) {
    return *find_tactic(device(), op, name);
  }
};

TEST_F(Refusals, NameWhatCame) {
  const Problem volume = convolution({1, 2, 5, 5, 5}, {3, 2, 3, 3, 3});
  const Support support = tactic("convolution", "gemm_convolution").supports(volume);
  ASSERT_FALSE(support);
  EXPECT_NE(support.reason().find("3 spatial axes"), std::string::npos) << support.reason();
  EXPECT_THROW(tactic("convolution", "gemm_convolution").prepare(volume, {}), Error);
}

TEST_F(Refusals, NameTheElementType) {
  Problem problem = convolution({1, 2, 5, 5}, {3, 2, 3, 3});
  for (auto* types : {&problem.inputs, &problem.outputs}) {
    for (auto& type : *types) type.data_type = ir::DataType::kFloat16;
  }
  const Support support = tactic("convolution", "gemm_convolution").supports(problem);
  ASSERT_FALSE(support);
  EXPECT_NE(support.reason().find("f16"), std::string::npos) << support.reason();
}

TEST_F(Refusals, OfForeignConfigurationsAreErrors) {
  const Problem problem = convolution({1, 2, 5, 5}, {3, 2, 3, 3});
  for (const Tactic* tactic : device().tactics("convolution")) {
    if (!tactic->supports(problem)) continue;
    EXPECT_THROW(tactic->prepare(problem, {1, -1, int64_t{1} << 62}), Error) << tactic->name();
  }
}

TEST(Packing, HasTheSizeThatTypesPromise) {
  const std::vector<ir::Tensor> inputs{random_tensor({2, 5, 9, 9}, 1),
                                       random_tensor({7, 5, 3, 3}, 2)};
  const Problem problem = make_problem(
      ir::Op(ops::Convolution{
          .stride = {1, 1}, .dilation = {1, 1}, .pad_begin = {0, 0}, .pad_end = {0, 0}}),
      inputs);
  const Tactic& tactic = *find_tactic(device(), "convolution", "gemm_convolution");
  EXPECT_EQ(tactic.packed_size(problem, {}, 1), 12 * 45 * sizeof(float));
  EXPECT_EQ(tactic.packed_size(problem, {}, 0), std::nullopt);
  EXPECT_EQ(tactic.pack(problem, {}, 0, inputs[0]), std::nullopt);
}

}  // namespace
}  // namespace ingot::backend::cpu
