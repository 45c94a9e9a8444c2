#include "api/comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "api/step_values.h"
#include "base/error.h"
#include "base/text.h"
#include "ir/evaluate.h"
#include "ir/tolerance.h"
#include "passes/pass_manager.h"
#include "passes/pipeline.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

/// 0 where both are the same, not-a-number included; infinite where one alone is not finite.
double distance(double expected, double actual) {
  if (expected == actual || (std::isnan(expected) && std::isnan(actual))) return 0;
  const double result = std::abs(expected - actual);
  return std::isnan(result) ? std::numeric_limits<double>::infinity() : result;
}

Difference difference_of(const ir::Tensor& expected, const ir::Tensor& actual,
                         const ir::Tolerance& tolerance) {
  const ir::ConstTensorView left(expected);
  const ir::ConstTensorView right(actual);
  Difference result;
  result.num_values = left.size();
  for (int64_t i = 0; i < left.size(); ++i) {
    const double error = distance(load(left, i), load(right, i));
    if (error == 0) continue;
    const double ratio = error / tolerance.bound(i, load(left, i));
    result.max_error = std::max(result.max_error, error);
    result.mean_error += error / static_cast<double>(left.size());
    result.max_ratio = std::max(result.max_ratio, ratio);
    if (!(ratio <= 1)) ++result.num_beyond;
  }
  return result;
}

OutputDifference output_difference(const std::string& name, const ir::Tensor& expected,
                                   const ir::Tensor& actual) {
  const ir::ConstTensorView left(expected);
  const ir::ConstTensorView right(actual);
  OutputDifference result{.name = name};
  for (int64_t i = 0; i < left.size(); ++i) {
    const double error = distance(load(left, i), load(right, i));
    result.max_error = std::max(result.max_error, error);
    result.mean_error += error / static_cast<double>(left.size());
    result.max_value = std::max(result.max_value, std::abs(load(left, i)));
  }
  return result;
}

/// Tells of a graph's operators, one after another.
class Counter {
 public:
  Counter(const compiler::Progress& progress, std::string_view phase, const ir::Graph& graph)
      : progress_(progress), phase_(phase) {
    for (const ir::NodeId id : graph.topological_order()) count_ += is_operator(graph.node(id));
  }

  /// Of an operator that is next, or has been computed.
  void tell(const ir::Node& node) {
    if (!progress_ || !is_operator(node)) return;
    require(progress_(phase_, display_name(node), index_++, count_), ErrorCode::kInvalidState,
            [] { return kComparisonCancelled; });
  }

 private:
  static bool is_operator(const ir::Node& node) { return node.kind() == ir::Node::Kind::kOp; }

  const compiler::Progress& progress_;
  std::string_view phase_;
  size_t index_ = 0;
  size_t count_ = 0;
};

/// The engine's steps beside the nodes of the graph that they were made of. Nodes of the same name
/// and operator have their steps in topological order.
class Walk {
 public:
  Walk(const runtime::Engine& engine, const ir::Graph& graph, const StepValues& values)
      : engine_(engine),
        graph_(graph),
        values_(values),
        is_taken_(engine.plan().steps.size(), false) {}

  std::vector<StepDifference> steps(const std::vector<ir::Tensor>& inputs, Counter counter) {
    for (size_t i = 0; i < inputs.size(); ++i) known_[{graph_.inputs()[i], 0}] = inputs[i];
    std::vector<StepDifference> result;
    for (const ir::NodeId id : graph_.topological_order()) {
      const ir::Node& node = graph_.node(id);
      if (node.kind() != ir::Node::Kind::kOp) continue;
      counter.tell(node);
      result.push_back(compare_node(node));
    }
    return result;
  }

 private:
  StepDifference compare_node(const ir::Node& node) {
    const size_t step = step_of(node);
    std::vector<ir::Tensor> inputs;
    for (size_t i = 0; i < node.inputs().size(); ++i) {
      const ir::Tensor* constant = graph_.constant(node.inputs()[i]);
      inputs.push_back(constant != nullptr ? *constant : read(node.inputs()[i], step, i));
    }
    const std::vector<ir::Tensor> expected = ir::evaluate(node.op(), inputs);
    const std::vector<ir::Tensor>& actual = values_.outputs(step);
    const ir::Tolerance tolerance(node.op(), inputs, coarsest_type(step),
                                  engine_.tactic(step).rounds_in_between());
    for (uint32_t i = 0; i < actual.size(); ++i) known_[{node.id(), i}] = actual[i];
    return {&engine_.plan().steps[step], difference_of(expected[0], actual.at(0), tolerance)};
  }

  /// A computed value as the step finds it: a copy between formats may have rounded it.
  ir::Tensor read(ir::Value value, size_t step, size_t index) const {
    const plan::Plan& plan = engine_.plan();
    const ir::TensorType& type = plan.tensors[plan.steps[step].inputs.at(index)].type;
    const ir::Tensor& known = known_.at(value);
    return ir::convert(ir::convert(known, stored_type(type)), type.data_type);
  }

  /// What a step rounds its factors and results to.
  ir::DataType coarsest_type(size_t index) const {
    const plan::Plan& plan = engine_.plan();
    const plan::Step& step = plan.steps[index];
    ir::DataType coarsest = plan.tensors[step.outputs[0]].type.data_type;
    if (engine_.tactic(index).rounds_factors())
      coarsest = coarser(coarsest, ir::DataType::kFloat16);
    for (const auto* tensors : {&step.inputs, &step.outputs}) {
      for (const uint32_t tensor : *tensors) {
        const ir::DataType stored = stored_type(plan.tensors[tensor].type.format);
        if (stored != ir::DataType::kFloat32) coarsest = coarser(coarsest, stored);
      }
    }
    return coarsest;
  }

  size_t step_of(const ir::Node& node) {
    const auto& steps = engine_.plan().steps;
    for (size_t i = 0; i < steps.size(); ++i) {
      if (is_taken_[i] || steps[i].name != display_name(node) || steps[i].op != node.op()) continue;
      is_taken_[i] = true;
      return i;
    }
    throw Error(ErrorCode::kInvalidArgument,
                str("the plan has no step for layer ", display_name(node),
                    "; it was built from another network"));
  }

  const runtime::Engine& engine_;
  const ir::Graph& graph_;
  const StepValues& values_;
  std::map<ir::Value, ir::Tensor> known_;  ///< what the engine has for a value
  std::vector<bool> is_taken_;             ///< a step, by a node
};

/// "data f32[N,3,224,224]"
std::string binding_text(const std::string& name, const ir::TensorType& type) {
  return str(name, " ", type);
}

}  // namespace

void require_plan_of(const plan::Plan& plan, const ir::Graph& network) {
  std::vector<std::string> expected;
  std::vector<std::string> present;
  for (const ir::NodeId id : network.inputs()) {
    expected.push_back(binding_text(network.node(id).name(), network.type({id, 0})));
  }
  for (const ir::GraphOutput& output : network.outputs()) {
    expected.push_back(binding_text(output.name, network.type(output.value)));
  }
  for (const plan::Binding& binding : plan.bindings) {
    present.push_back(binding_text(binding.name, plan.tensors[binding.tensor].type));
  }
  require(present == expected, ErrorCode::kInvalidArgument, [&] {
    return str("the plan has inputs and outputs ", join(present, ", "), ", the network has ",
               join(expected, ", "));
  });
}

Comparison compare(const runtime::Engine& engine, const ir::Graph& network,
                   const std::vector<ir::Tensor>& inputs, const compiler::Progress& progress) {
  const StepValues values(engine, network, inputs);
  ir::Graph optimised = network;
  passes::run(optimised, passes::pipeline(), {});
  Comparison result{Walk(engine, optimised, values)
                        .steps(inputs, Counter(progress, "comparing layers", optimised)),
                    {}};
  Counter counter(progress, "computing the outputs", network);
  const std::vector<ir::Tensor> expected = ir::evaluate(
      network, inputs, [&](const ir::Node& node, auto /*outputs*/) { counter.tell(node); });
  for (size_t i = 0; i < expected.size(); ++i) {
    result.outputs.push_back(
        output_difference(network.outputs()[i].name, expected[i], values.output(i)));
  }
  return result;
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
