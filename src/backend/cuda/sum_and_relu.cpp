#include "backend/cuda/sum_and_relu.h"

#include "base/text.h"
#include "ops/activation.h"
#include "ops/elementwise.h"

namespace ingot::backend::cuda {
namespace {

bool is_sum(const ir::Tail& tail) {
  const auto* op = tail.op.as<ops::Elementwise>();
  return op != nullptr && op->operation == ops::ElementwiseOperation::kSum && tail.num_inputs == 2;
}

bool is_relu(const ir::Tail& tail) {
  const auto* op = tail.op.as<ops::Activation>();
  return op != nullptr && op->kind == ops::ActivationKind::kRelu;
}

}  // namespace

Support supports_sum_and_relu(const Problem& problem) {
  auto tails = problem.op.epilogue();
  if (!tails.empty() && is_sum(tails.front())) {
    const ir::TensorType& addend = problem.inputs[own_inputs(problem)];
    if (addend != problem.outputs[0]) {
      return Support::no(str("adds ", addend, " to ", problem.outputs[0], ": takes the same type"));
    }
    tails = tails.subspan(1);
  }
  if (!tails.empty() && is_relu(tails.front())) tails = tails.subspan(1);
  return tails.empty() ? Support::yes()
                       : Support::no(str("the tail ", to_string(tails.front().op),
                                         ": takes a sum, then a ReLU"));
}

SumAndRelu sum_and_relu_of(const Problem& problem) {
  const auto tails = problem.op.epilogue();
  SumAndRelu result;
  if (tails.empty()) return result;
  if (is_sum(tails.front())) result.addend = own_inputs(problem);
  result.has_relu = is_relu(tails.back());
  return result;
}

}  // namespace ingot::backend::cuda
