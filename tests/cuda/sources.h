#pragma once

#include <string>
#include <vector>

#include "backend/problem.h"
#include "ops/activation.h"
#include "ops/elementwise.h"
#include "ops/parametric_relu.h"
#include "ops/reduce.h"
#include "ops/scale.h"
#include "ops/unary.h"

namespace ingot::test {

inline ir::TensorType tensor(const std::vector<int64_t>& shape,
                             ir::Format format = ir::Format::kLinear,
                             ir::DataType type = ir::DataType::kFloat32) {
  return {type, ir::shape_of(shape), format};
}

inline ir::Op activation(ops::ActivationKind kind, double alpha = 0, double beta = 0) {
  return ir::Op(ops::Activation{.kind = kind, .alpha = alpha, .beta = beta});
}
inline ir::Op elementwise(ops::ElementwiseOperation operation) {
  return ir::Op(ops::Elementwise{.operation = operation});
}
inline ir::Op unary(ops::UnaryOperation operation) {
  return ir::Op(ops::Unary{.operation = operation});
}

/// Inputs from `first_constant` on are constants.
inline backend::Problem problem(ir::Op op, std::vector<ir::TensorType> inputs,
                                ir::TensorType output, size_t first_constant = 99) {
  backend::Problem made{.op = std::move(op), .inputs = std::move(inputs), .outputs = {}};
  made.outputs.push_back(std::move(output));
  for (size_t i = 0; i < made.inputs.size(); ++i) made.is_constant.push_back(i >= first_constant);
  return made;
}

/// Keeps the axes where both have the same number.
inline backend::Problem reduction(ops::ReduceOperation operation, const std::vector<int64_t>& axes,
                                  const ir::TensorType& x, const ir::TensorType& y) {
  return problem(ir::Op(ops::Reduce{.operation = operation,
                                    .axes = axes,
                                    .keep_dimensions = x.shape.size() == y.shape.size()}),
                 {x}, y);
}

/// max(x, 0) + y, in one format.
inline backend::Problem relu_and_sum(const ir::TensorType& type) {
  using enum ops::ElementwiseOperation;
  return problem(activation(ops::ActivationKind::kRelu).then({elementwise(kSum), 0, 2}),
                 {type, type}, type);
}

}  // namespace ingot::test
