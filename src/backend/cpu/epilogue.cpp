#include "backend/cpu/epilogue.h"

#include <algorithm>

#include "backend/cpu/caches.h"
#include "backend/cpu/kernels/activation.h"
#include "backend/cpu/kernels/unary.h"
#include "backend/cpu/tactic.h"
#include "base/text.h"
#include "ops/parametric_relu.h"

namespace ingot::backend::cpu {
namespace {

/// No unless the tail maps its operands element by element, by a vector function.
Support supports_tail(const ir::Tail& tail) {
  if (tail.op.is<ops::Activation>()) return Support::yes();
  if (const auto* unary = tail.op.as<ops::Unary>()) {
    if (kernels::has_unary(unary->operation)) return Support::yes();
  }
  if (const auto* elementwise = tail.op.as<ops::Elementwise>()) {
    if (kernels::has_elementwise(elementwise->operation)) return Support::yes();
  }
  if (ops::reads_channels(tail.op) && tail.result == 0) return Support::yes();
  return Support::no(str("the tail ", to_string(tail.op), " has no vector form"));
}

/// No unless the tail can read input `index` beside the result.
Support supports_operand(const ir::Tail& tail, const Problem& problem, size_t index) {
  const ir::TensorType& operand = problem.inputs[index];
  const ir::TensorType& result = problem.outputs[0];
  if (!ops::reads_channels(tail.op)) {
    if (operand == result) return Support::yes();
    return Support::no(str("the tail joins ", operand, " to ", result, ": takes the same type"));
  }
  const bool fits = problem.is_constant[index] && result.shape.size() >= 2 &&
                    ops::runs_along_channels(operand.shape, result.shape);
  if (fits) return Support::yes();
  return Support::no(
      str("the tail reads ", operand, ": takes constants along the channels of ", result));
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
    if (Support vector = supports_tail(tail); !vector) return vector;
    for (size_t i = 1; i < tail.num_inputs; ++i) {
      if (Support operand = supports_operand(tail, problem, input++); !operand) return operand;
    }
  }
  return Support::yes();
}

Epilogue::Epilogue(const Problem& problem) {
  size_t input = own_inputs(problem);
  for (const ir::Tail& tail : problem.op.epilogue()) {
    if (const auto* activation = tail.op.as<ops::Activation>()) {
      steps_.push_back({.function = *activation});
    } else if (const auto* unary = tail.op.as<ops::Unary>()) {
      steps_.push_back({.function = unary->operation});
    } else if (ops::reads_channels(tail.op)) {
      steps_.push_back({.function = ChannelFunction(problem, tail, input)});
      input += tail.num_inputs - 1;
    } else {
      steps_.push_back({.function = tail.op.as<ops::Elementwise>()->operation,
                        .operand = input++,
                        .is_result_second = tail.result == 1});
    }
  }
}

bool Epilogue::Step::is_sum() const {
  const auto* operation = std::get_if<ops::ElementwiseOperation>(&function);
  return operation != nullptr && *operation == ops::ElementwiseOperation::kSum;
}

RegisterEpilogue Epilogue::take_register_part() {
  RegisterEpilogue part;
  auto step = steps_.begin();
  if (step != steps_.end() && step->is_sum()) part.summand = (step++)->operand;
  const auto* activation =
      step == steps_.end() ? nullptr : std::get_if<ops::Activation>(&step->function);
  const auto rectifier = activation == nullptr ? std::nullopt : rectifier_of(*activation);
  if (rectifier) {
    part.tail = {.rectifier = *rectifier,
                 .alpha = static_cast<float>(activation->alpha),
                 .beta = static_cast<float>(activation->beta)};
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
  const int64_t chunk = caches().chunk_floats();
  for (const int64_t end = begin + count; begin < end; begin += chunk) {
    float* y = output(launch) + begin;
    const int64_t size = std::min(chunk, end - begin);
    for (const Step& step : steps_) apply(step, launch, begin, size, y);
  }
}

void Epilogue::apply(const Step& step, const Launch& launch, int64_t begin, int64_t count,
                     float* y) {
  if (const auto* activation = std::get_if<ops::Activation>(&step.function)) {
    kernels::activate(*activation, y, y, count);
  } else if (const auto* unary = std::get_if<ops::UnaryOperation>(&step.function)) {
    kernels::apply_unary(*unary, y, y, count);
  } else if (const auto* channels = std::get_if<ChannelFunction>(&step.function)) {
    channels->apply(launch, begin, count, y);
  } else {
    kernels::RowOperand a{y, 1};
    kernels::RowOperand b{input(launch, *step.operand) + begin, 1};
    if (step.is_result_second) std::swap(a, b);
    kernels::apply_elementwise(std::get<ops::ElementwiseOperation>(step.function), a, b, y, count);
  }
}

Epilogue::ChannelFunction::ChannelFunction(const Problem& problem, const ir::Tail& tail,
                                           size_t first)
    : image_(problem.outputs[0]), first_(first), count_(tail.num_inputs - 1) {
  for (size_t i = 0; i < count_; ++i) {
    is_one_[i] = num_elements(problem.inputs[first + i].shape) == ir::Dim(1);
  }
}

Epilogue::ChannelFunction::Lanes Epilogue::ChannelFunction::lanes(const float* constants,
                                                                  bool is_one,
                                                                  int64_t begin) const {
  const int64_t first = begin / (image_.pixels * image_.block) % image_.blocks() * image_.block;
  Lanes lanes{};
  for (int64_t i = 0; i < image_.block; ++i) {
    const int64_t channel = std::min(first + (begin + i) % image_.block, image_.channels - 1);
    lanes[static_cast<size_t>(i)] = constants[is_one ? 0 : channel];
  }
  return lanes;
}

void Epilogue::ChannelFunction::apply_row(const Constants& constants, int64_t count,
                                          float* y) const {
  if (count_ == 1) return kernels::parametric_relu(y, constants[0], y, count);
  kernels::scale_and_shift(y, constants[0], constants[1], y, count);
}

void Epilogue::ChannelFunction::apply_blocks(const Constants& constants, int64_t count,
                                             float* y) const {
  if (count_ == 1) {
    return kernels::parametric_relu_block(y, constants[0].data, image_.block, y, count);
  }
  kernels::scale_block(y, constants[0].data, constants[1].data, image_.block, {}, y, count);
}

void Epilogue::ChannelFunction::apply(const Launch& launch, int64_t begin, int64_t count,
                                      float* y) const {
  const bool is_matrix = image_.pixels == 1 && image_.block == 1;
  const int64_t run = is_matrix ? image_.channels : image_.pixels * image_.block;
  std::array<Lanes, kMostConstants> values{};
  Constants row{};
  for (const int64_t end = begin + count; begin < end;) {
    const int64_t size = std::min(end, (begin / run + 1) * run) - begin;
    for (size_t i = 0; i < count_; ++i) {
      const float* constants = input(launch, first_ + i);
      if (is_matrix) {
        row[i] = {constants + (is_one_[i] ? 0 : begin % run), is_one_[i] ? 0 : 1};
      } else {
        values[i] = lanes(constants, is_one_[i], begin);
        row[i] = {values[i].data(), image_.block == 1 ? 0 : 1};
      }
    }
    int64_t whole = 0;
    if (image_.block > 1) {
      whole = size / image_.block * image_.block;
      apply_blocks(row, whole, y);
    }
    apply_row(row, size - whole, y + whole);
    begin += size;
    y += size;
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
