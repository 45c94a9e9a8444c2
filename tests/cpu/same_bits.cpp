// The same bits for any number of threads, on caches of any size, and for constant and variable
// weights, for each tactic that accumulates.

#include <gtest/gtest.h>

#include "backend/cpu/caches.h"
#include "ops/convolution.h"
#include "ops/deconvolution.h"
#include "ops/matrix_multiply.h"
#include "run_tactic.h"

namespace ingot::backend::cpu {
namespace {

using Tensors = std::vector<ir::Tensor>;

ir::Op convolution(int64_t stride, int64_t pad, int64_t dilation, int64_t groups) {
  return ir::Op(ops::Convolution{.stride = {stride, stride},
                                 .dilation = {dilation, dilation},
                                 .pad_begin = {pad, pad},
                                 .pad_end = {pad, pad},
                                 .groups = groups});
}

struct Case {
  const char* name;
  ir::Op op;
  Tensors inputs;
};

std::vector<Case> cases() {
  std::vector<Case> cases;
  const auto add = [&](const char* name, const ir::Op& op,
                       const std::vector<std::vector<int64_t>>& shapes) {
    Tensors inputs;
    for (const auto& shape : shapes) {
      inputs.push_back(random_tensor(shape, static_cast<unsigned>(inputs.size()) + 1));
    }
    cases.push_back({name, op, inputs});
  };
  add("lenet", convolution(1, 0, 1, 1), {{3, 1, 28, 28}, {20, 1, 5, 5}, {20}});
  add("squeezenet", convolution(1, 1, 1, 1), {{3, 64, 13, 13}, {70, 64, 3, 3}, {70}});
  add("blocks", convolution(1, 1, 1, 1), {{2, 96, 15, 15}, {64, 96, 3, 3}, {64}});
  add("strided", convolution(2, 3, 1, 1), {{3, 3, 41, 41}, {17, 3, 7, 7}});
  add("pointwise", convolution(1, 0, 1, 1), {{3, 300, 14, 14}, {33, 300, 1, 1}, {33}});
  add("grouped", convolution(1, 2, 2, 2), {{3, 6, 19, 23}, {10, 3, 3, 3}, {10}});
  add("small_groups", convolution(1, 1, 1, 8), {{2, 32, 15, 15}, {32, 4, 3, 3}, {32}});
  add("depthwise", convolution(2, 1, 1, 9), {{3, 9, 31, 31}, {18, 1, 3, 3}, {18}});
  add("deconvolution",
      ir::Op(ops::Deconvolution{
          .stride = {2, 2}, .dilation = {1, 1}, .pad_begin = {1, 1}, .pad_end = {1, 1}}),
      {{3, 40, 13, 17}, {40, 5, 4, 4}, {5}});
  add("fully_connected",
      ir::Op(ops::MatrixMultiply{.b_operation = ops::MatrixOperation::kTranspose}),
      {{40, 700}, {130, 700}, {130}});
  add("batched_product", ir::Op(ops::MatrixMultiply{}), {{5, 30, 270}, {5, 270, 50}});
  return cases;
}

class SameBits : public testing::TestWithParam<Case> {
 protected:
  /// body(problem) for the case in each format of the device, the elements being taken as they lie.
  template <class Body>
  void for_each_format(const Body& body) {
    Problem problem = make_problem(GetParam().op, GetParam().inputs);
    body(problem);
    const ir::Format blocked = device().formats().back();
    const auto fits = [&](const ir::TensorType& type) {
      return type.shape.size() > 2 && type.shape[1].value() % block_of(blocked) == 0;
    };
    if (!fits(problem.inputs[0]) || !fits(problem.outputs[0])) return;
    problem.inputs[0].format = blocked;
    problem.outputs[0].format = blocked;
    body(problem);
  }

  template <class Body>
  void for_each_tactic(const Body& body) {
    for_each_tactic(make_problem(GetParam().op, GetParam().inputs), body);
  }

  /// body(tactic) for each that supports the problem, but the reference.
  template <class Body>
  void for_each_tactic(const Problem& problem, const Body& body) {
    int count = 0;
    for (const Tactic* tactic : device().tactics(GetParam().op.name())) {
      if (tactic->is_fallback() || !tactic->supports(problem)) continue;
      SCOPED_TRACE(tactic->name());
      body(*tactic);
      ++count;
    }
    EXPECT_GT(count, 0);
  }
};

TEST_P(SameBits, ForAnyNumberOfThreads) {
  const Problem problem = make_problem(GetParam().op, GetParam().inputs);
  for_each_tactic([&](const Tactic& tactic) {
    const std::vector<float> alone = run_tactic(tactic, problem, GetParam().inputs, 1);
    for (const int threads : {2, 3, 4, 7}) {
      EXPECT_EQ(run_tactic(tactic, problem, GetParam().inputs, threads), alone) << threads;
    }
  });
}

/// A plan that one machine made serves another: the same packed weights, no more workspace.
TEST_P(SameBits, OnCachesOfAnySize) {
  const Caches own = caches();
  for_each_format([&](const Problem& problem) {
    for_each_tactic(problem, [&](const Tactic& tactic) {
      const Packed packed(tactic, problem, GetParam().inputs);
      const size_t workspace = tactic.prepare(problem, packed.configuration())->workspace_size();
      const std::vector<float> expected = packed.run(2);
      for (const Caches& other :
           {Caches{8 << 10, 64 << 10, 1 << 20}, Caches{128 << 10, 4 << 20, 64 << 20}}) {
        assume_caches(other);
        EXPECT_EQ(packed.run(2), expected) << other.first;
        EXPECT_LE(tactic.prepare(problem, packed.configuration())->workspace_size(), workspace);
        assume_caches(own);
      }
    });
  });
}

TEST_P(SameBits, ForConstantAndVariableWeights) {
  const Problem constant = make_problem(GetParam().op, GetParam().inputs);
  const Problem variable = make_problem(GetParam().op, GetParam().inputs, true);
  for_each_tactic([&](const Tactic& tactic) {
    EXPECT_EQ(run_tactic(tactic, variable, GetParam().inputs, 2),
              run_tactic(tactic, constant, GetParam().inputs, 2));
  });
}

TEST_P(SameBits, NearTheReference) {
  const Problem problem = make_problem(GetParam().op, GetParam().inputs);
  const std::vector<float> expected = run_tactic(
      *find_tactic(device(), GetParam().op.name(), "reference"), problem, GetParam().inputs);
  for_each_tactic([&](const Tactic& tactic) {
    const std::vector<float> result = run_tactic(tactic, problem, GetParam().inputs, 2);
    for (size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR(result[i], expected[i], 2e-4) << i;
  });
}

INSTANTIATE_TEST_SUITE_P(Cases, SameBits, testing::ValuesIn(cases()),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace ingot::backend::cpu
