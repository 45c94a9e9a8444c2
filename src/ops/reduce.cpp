#include "ops/reduce.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "ops/checks.h"
#include "ops/elements.h"

namespace ingot::ops {
namespace {

using Operation = ReduceOperation;

std::vector<ir::TensorType> infer(const Reduce& op, ir::Inputs inputs) {
  expect_inputs(inputs, 1);
  expect_numeric(inputs[0], "x");
  ir::TensorType type = inputs[0].type;
  std::vector<size_t> axes = resolve_axes(op.axes, type.shape.size());
  require(!axes.empty(), ErrorCode::kInvalidArgument,
          [] { return "expected at least one axis to reduce, got none"; });
  std::sort(axes.rbegin(), axes.rend());
  for (const size_t axis : axes) {
    if (op.keep_dimensions) {
      type.shape[axis] = 1;
    } else {
      type.shape.erase(type.shape.begin() + static_cast<std::ptrdiff_t>(axis));
    }
  }
  return {type};
}

double initial(Operation operation) {
  switch (operation) {
    case Operation::kProduct: return 1;
    case Operation::kMax: return -std::numeric_limits<double>::infinity();
    case Operation::kMin: return std::numeric_limits<double>::infinity();
    case Operation::kSum:
    case Operation::kAverage: break;
  }
  return 0;
}

double combine(Operation operation, double a, double b) {
  switch (operation) {
    case Operation::kProduct: return a * b;
    case Operation::kMax: return std::max(a, b);
    case Operation::kMin: return std::min(a, b);
    case Operation::kSum:
    case Operation::kAverage: break;
  }
  return a + b;
}

void reference(const Reduce& op, ir::ConstTensors inputs, ir::Tensors outputs) {
  const std::vector<double> x = read(inputs[0]);
  Extents kept = inputs[0].shape;
  for (const size_t axis : resolve_axes(op.axes, kept.size())) kept[axis] = 1;
  const std::vector<int64_t> target = broadcast_indices(kept, inputs[0].shape);
  std::vector<double> results(product(kept), initial(op.operation));
  for (size_t i = 0; i < x.size(); ++i) {
    results[target[i]] = combine(op.operation, results[target[i]], x[i]);
  }
  if (op.operation == Operation::kAverage) {
    const double count = static_cast<double>(x.size()) / static_cast<double>(results.size());
    for (double& result : results) result /= count;
  }
  write(outputs[0], results);
}

const ir::Register<Reduce> registration({.infer = infer,
                                         .reference = reference,
                                         .accuracy = ir::Accuracy::kAccumulation});

}  // namespace
}  // namespace ingot::ops
