#pragma once

#include <string_view>

#include "backend/cpu/device.h"
#include "compiler/compile.h"
#include "ir/evaluate.h"
#include "ir/fill.h"
#include "ir/text.h"
#include "runtime/context.h"

namespace ingot::test {

/// Settings for a graph whose only symbol is N, from 1 to `max_batch`.
inline compiler::Settings batch_settings(int64_t max_batch) {
  compiler::Settings settings;
  settings.device = &backend::cpu::device();
  settings.name = "test";
  settings.profiles = {{{{"N", 1, max_batch, max_batch}}}};
  return settings;
}

/// A small network with a convolution, a pooling, a view, a matrix product and two outputs.
inline constexpr std::string_view kSmallNetwork = R"(graph {
  %x = input "data" : f32[N,2,6,6]
  %k = constant : f32[4,2,3,3] = integers 1
  %b = constant : f32[4] = integers 2
  %c = convolution {stride = [1, 1], dilation = [1, 1], pad_begin = [1, 1], pad_end = [1, 1]} (%x, %k, %b) "conv"
  %r = activation {kind = "relu"} (%c) "relu"
  %p = pooling {window = [2, 2], stride = [2, 2], pad_begin = [0, 0], pad_end = [0, 0]} (%r) "pool"
  %f = reshape {shape = [0, 36]} (%p) "flat"
  %w = constant : f32[5,36] = integers 3
  %y = matrix_multiply {b_operation = "transpose"} (%f, %w) "ip"
  %s = softmax {axis = 1} (%y) "prob"
  output "prob" = %s
  output "pool" = %p
})";

/// Runs an engine of a plan on host tensors, one an input; returns one tensor an output.
inline std::vector<ir::Tensor> run(runtime::Context& context, std::span<const ir::Tensor> inputs) {
  const plan::Plan& plan = context.engine().plan();
  for (size_t i = 0; i < inputs.size(); ++i) {
    context.set_input_shape(i, ir::numbers(inputs[i].type.shape));
  }
  std::vector<void*> addresses;
  for (const ir::Tensor& input : inputs) {
    addresses.push_back(const_cast<std::byte*>(input.bytes.data()));
  }
  std::vector<ir::Tensor> outputs;
  for (size_t i = inputs.size(); i < plan.bindings.size(); ++i) {
    const ir::DataType type = plan.tensors[plan.bindings[i].tensor].type.data_type;
    outputs.push_back(ir::splat({type, ir::shape_of(context.shape(i))}, -7));
    addresses.push_back(const_cast<std::byte*>(outputs.back().bytes.data()));
  }
  const auto stream = context.engine().device().create_stream();
  context.program()->run(addresses, *stream, nullptr);
  stream->synchronize();
  return outputs;
}

inline runtime::Context context_of(plan::Plan plan) {
  return runtime::Context(
      std::make_shared<runtime::Engine>(std::move(plan), backend::cpu::device()));
}

}  // namespace ingot::test
