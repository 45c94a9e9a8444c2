#include "tests/passes/same_answers.h"

#include <algorithm>
#include <cmath>

#include "ir/evaluate.h"
#include "ir/fill.h"

namespace ingot::passes {
namespace {

/// Relative to the largest magnitude of an output.
double tolerance(ir::DataType type) {
  switch (type) {
    case ir::DataType::kFloat32: return 2e-6;
    case ir::DataType::kFloat16: return 4e-3;
    case ir::DataType::kBFloat16: return 3e-2;
    default: return 0;
  }
}

testing::AssertionResult same(const ir::Tensor& a, const ir::Tensor& b, const std::string& name) {
  if (a.type != b.type) {
    return testing::AssertionFailure() << "output " << name << ": " << a.type << " and " << b.type;
  }
  const ir::ConstTensorView left(a);
  const ir::ConstTensorView right(b);
  double largest = 1;
  for (int64_t i = 0; i < left.size(); ++i) {
    const double magnitude = std::abs(load(left, i));
    if (std::isfinite(magnitude)) largest = std::max(largest, magnitude);
  }
  for (int64_t i = 0; i < left.size(); ++i) {
    const double x = load(left, i);
    const double y = load(right, i);
    const bool is_same = x == y || (std::isnan(x) && std::isnan(y)) ||
                         std::abs(x - y) <= tolerance(a.type.data_type) * largest;
    if (!is_same) {
      return testing::AssertionFailure()
             << "output " << name << ", element " << i << ": " << x << " and " << y;
    }
  }
  return testing::AssertionSuccess();
}

ir::Bindings bindings_of(const ir::Graph& graph, int64_t first) {
  std::vector<std::string> names;
  for (const ir::NodeId id : graph.inputs()) {
    for (const ir::Dim& dim : graph.type({id, 0}).shape) dim.collect_symbols(names);
  }
  ir::Bindings bindings;
  for (const std::string& name : names) bindings.emplace(name, first);
  return bindings;
}

using Fill = ir::Tensor (*)(const ir::TensorType&, uint64_t seed);

testing::AssertionResult same_on(const ir::Graph& a, const ir::Graph& b, Fill fill,
                                 int64_t extent) {
  const ir::Bindings bindings = bindings_of(a, extent);
  std::vector<ir::Tensor> inputs;
  for (const ir::NodeId id : a.inputs()) {
    inputs.push_back(fill(ir::bind(a.type({id, 0}), bindings), inputs.size() + 1));
  }
  const auto from_a = ir::evaluate(a, inputs);
  const auto from_b = ir::evaluate(b, inputs);
  if (from_a.size() != from_b.size()) return testing::AssertionFailure() << "outputs are missing";
  for (size_t i = 0; i < from_a.size(); ++i) {
    const auto result = same(from_a[i], from_b[i], a.outputs()[i].name);
    if (!result) return result;
  }
  return testing::AssertionSuccess();
}

}  // namespace

testing::AssertionResult same_answers(const ir::Graph& a, const ir::Graph& b) {
  for (const int64_t extent : {1, 2, 5}) {
    for (const Fill fill : {ir::random_tensor, ir::integer_tensor}) {
      const auto result = same_on(a, b, fill, extent);
      if (!result) return result;
    }
  }
  return testing::AssertionSuccess();
}

}  // namespace ingot::passes
