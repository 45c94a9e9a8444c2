#include "backend/cuda/epilogue.h"

#include "backend/cuda/formats.h"
#include "backend/cuda/function.h"
#include "base/text.h"
#include "ops/elements.h"
#include "ops/elementwise.h"
#include "ops/parametric_relu.h"
#include "ops/scale.h"

namespace ingot::backend::cuda {
namespace {

/// What each of the kernel's tails for that of an operator does.
std::vector<kernels::Function> functions_of(const ir::Tail& tail) {
  using enum ops::ElementwiseOperation;
  if (!tail.op.is<ops::Scale>()) return {function_of(tail.op)};
  return {function_of(ir::Op(ops::Elementwise{.operation = kProduct})),
          function_of(ir::Op(ops::Elementwise{.operation = kSum}))};
}

/// No unless the tail can read input `index` beside the result.
Support supports_operand(const ir::Tail& tail, const Problem& problem, size_t index) {
  const ir::TensorType& operand = problem.inputs[index];
  const ir::TensorType& result = problem.outputs[0];
  const bool fits = ops::reads_channels(tail.op)
                        ? tail.result == 0 && result.shape.size() >= 2 &&
                              ops::runs_along_channels(operand.shape, result.shape)
                        : operand == result;
  return fits ? Support::yes()
              : Support::no(str("the tail ", to_string(tail.op), " joins ", operand, " to ", result,
                                ": takes the same type, or numbers along the channels"));
}

/// Where an operand's element for an element of `result` lies.
kernels::Operand place_of(const ir::TensorType& operand, const ir::TensorType& result) {
  if (operand == result) return {.type = element_of(operand)};
  return along_channels(operand, result);
}

}  // namespace

kernels::Operand along_channels(const ir::TensorType& operand, const ir::TensorType& result) {
  const std::vector<int64_t> filled = ir::numbers(filled_shape(result));
  const bool is_last = ir::is_channels_last(result.format);
  const int64_t plane = std::max<int64_t>(1, ops::product(std::span(filled).subspan(2)));
  return {.is_along_channels = true,
          .divisor = is_last ? 1 : plane,
          .modulus = filled[1],
          .last = num_elements(operand.shape).value() - 1};
}

Support Epilogue::supports(const Problem& problem) {
  const auto tails = problem.op.epilogue();
  if (tails.empty()) return Support::yes();
  if (problem.outputs[0].data_type != ir::DataType::kFloat32) {
    return Support::no(str("the epilogue makes ", problem.outputs[0], ": takes f32 only"));
  }
  size_t input = own_inputs(problem);
  size_t count = 0;
  for (const ir::Tail& tail : tails) {
    if (Support function = supports_function(tail.op); !function) return function;
    count += functions_of(tail).size();
    for (size_t i = 1; i < tail.num_inputs; ++i) {
      if (Support operand = supports_operand(tail, problem, input++); !operand) return operand;
    }
  }
  return count <= kernels::kMaxTails
             ? Support::yes()
             : Support::no(str(count, " tails: takes up to ", kernels::kMaxTails));
}

Epilogue::Epilogue(const Problem& problem) {
  size_t input = own_inputs(problem);
  for (const ir::Tail& tail : problem.op.epilogue()) {
    for (const kernels::Function& function : functions_of(tail)) {
      const auto index = static_cast<size_t>(tails_.count++);
      kernels::Tail& made = tails_.tails[index];
      made.function = function;
      made.function.is_result_second = tail.result == 1;
      if (tail.num_inputs == 1) continue;
      made.operand = place_of(problem.inputs[input], problem.outputs[0]);
      inputs_[index] = input++;
    }
  }
}

kernels::Tails Epilogue::at(const Launch& launch) const {
  kernels::Tails tails = tails_;
  for (size_t i = 0; i < static_cast<size_t>(tails.count); ++i) {
    if (inputs_[i]) {
      tails.tails[i].operand.data = launch.inputs[*inputs_[i]];
    }
  }
  return tails;
}

}  // namespace ingot::backend::cuda
