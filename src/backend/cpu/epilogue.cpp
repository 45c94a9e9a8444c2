#include "backend/cpu/epilogue.h"

#include <algorithm>

#include "backend/cpu/kernels/activation.h"
#include "backend/cpu/kernels/elementwise.h"
#include "backend/cpu/tactic.h"
#include "base/text.h"
#include "ops/elementwise.h"

namespace ingot::backend::cpu {
namespace {

/// Elements that stay in the first cache from one step to the next.
constexpr int64_t kChunk = 2048;

bool is_sum(const ir::Tail& tail) {
  const auto* op = tail.op.as<ops::Elementwise>();
  return op != nullptr && op->operation == ops::ElementwiseOperation::kSum;
}

std::optional<kernels::Rectifier> rectifier_of(const ops::Activation& op) {
  switch (op.kind) {
    case ops::ActivationKind::kRelu: return kernels::Rectifier::kRelu;
    case ops::ActivationKind::kLeakyRelu: return kernels::Rectifier::kLeakyRelu;
    case ops::ActivationKind::kClip: return kernels::Rectifier::kClip;
    default: return std::nullopt;
  }
}

}  // namespace

Support Epilogue::supports(const Problem& problem) {
  if (problem.op.epilogue().empty()) return Support::yes();
  if (problem.outputs[0].data_type != ir::DataType::kFloat32) {
    return Support::no(str("the epilogue makes ", problem.outputs[0], ": takes f32 only"));
  }
  size_t input = own_inputs(problem);
  for (const ir::Tail& tail : problem.op.epilogue()) {
    if (tail.op.is<ops::Activation>()) continue;
    if (!is_sum(tail)) {
      return Support::no(str("the tail ", to_string(tail.op), " is no activation and no sum"));
    }
    if (problem.inputs[input] != problem.outputs[0]) {
      return Support::no(str("the tail adds ", problem.inputs[input], " to ", problem.outputs[0],
                             ": takes the same type"));
    }
    ++input;
  }
  return Support::yes();
}

Epilogue::Epilogue(const Problem& problem) {
  size_t input = own_inputs(problem);
  for (const ir::Tail& tail : problem.op.epilogue()) {
    if (const auto* activation = tail.op.as<ops::Activation>()) {
      steps_.push_back({std::nullopt, *activation});
    } else {
      steps_.push_back({.summand = input++});
    }
  }
}

RegisterEpilogue Epilogue::take_register_part() {
  RegisterEpilogue part;
  auto step = steps_.begin();
  if (step != steps_.end() && step->summand) part.summand = (step++)->summand;
  const auto rectifier =
      step == steps_.end() || step->summand ? std::nullopt : rectifier_of(step->activation);
  if (rectifier) {
    part.tail = {.rectifier = *rectifier,
                 .alpha = static_cast<float>(step->activation.alpha),
                 .beta = static_cast<float>(step->activation.beta)};
    ++step;
  }
  steps_.erase(steps_.begin(), step);
  return part;
}

kernels::RegisterTail RegisterEpilogue::at(const Launch& launch, int64_t offset) const {
  kernels::RegisterTail result = tail;
  if (summand) result.summand = input(launch, *summand) + offset;
  return result;
}

void Epilogue::apply(const Launch& launch, int64_t begin, int64_t count) const {
  for (const int64_t end = begin + count; begin < end; begin += kChunk) {
    float* y = output(launch) + begin;
    const int64_t size = std::min(kChunk, end - begin);
    for (const Step& step : steps_) {
      if (step.summand) {
        kernels::apply_elementwise(ops::ElementwiseOperation::kSum, {y, 1},
                                   {input(launch, *step.summand) + begin, 1}, y, size);
      } else {
        kernels::activate(step.activation, y, y, size);
      }
    }
  }
}

Support supports_constant_filters(const Problem& problem) {
  for (size_t i = 1; i < own_inputs(problem); ++i) {
    if (!problem.is_constant[i]) return Support::no("takes constant filters and biases");
  }
  return Support::yes();
}

Problem without_epilogue(const Problem& problem) {
  Problem own = problem;
  own.op = problem.op.without_epilogue();
  own.inputs.resize(own_inputs(problem));
  own.is_constant.resize(own.inputs.size());
  return own;
}

}  // namespace ingot::backend::cpu
