#include "runtime/engine.h"

#include "base/error.h"
#include "base/text.h"

namespace ingot::runtime {
namespace {

const backend::Tactic& find(const Engine& engine, const plan::Step& step) {
  const backend::Tactic* tactic =
      backend::find_tactic(engine.device(), step.op.name(), step.tactic);
  require(tactic != nullptr, ErrorCode::kUnsupported, [&] {
    return str("this device has no tactic '", step.tactic, "' for ", step.op.name(),
               "; build the plan here");
  });
  return *tactic;
}

/// Throws Error kUnsupported unless the step's tactic can run on this device.
void require_here(const plan::Step& step, const backend::Support& support) {
  require(static_cast<bool>(support), ErrorCode::kUnsupported, [&] {
    return str("tactic ", step.tactic, " cannot run here: ", support.reason(),
               "; build the plan here");
  });
}

void check_weights(const Engine& engine, const plan::Step& step, const backend::Tactic& tactic,
                   const backend::Problem& problem) {
  for (size_t i = 0; i < step.inputs.size(); ++i) {
    const plan::Tensor& tensor = engine.plan().tensors[step.inputs[i]];
    if (tensor.storage != plan::Storage::kWeights) continue;
    const auto packed = tactic.packed_size(problem, step.configuration, i);
    const size_t expected = packed ? *packed : byte_size(problem.inputs[i]);
    require(tensor.size == expected, ErrorCode::kCorrupt, [&] {
      return str("input ", i, " has weights of ", tensor.size, " bytes, tactic ", step.tactic,
                 " reads ", expected);
    });
  }
}

}  // namespace

backend::Problem problem_of(const Engine& engine, const plan::Step& step,
                            const ir::Bindings& bindings) {
  const plan::Plan& plan = engine.plan();
  backend::Problem problem{.op = step.op,
                           .device = engine.device().info().identity,
                           .allows_tf32 = engine.device().info().has_tf32};  // the build decided
  std::vector<ir::InputInfo> infos;
  for (const uint32_t input : step.inputs) {
    const plan::Tensor& tensor = plan.tensors[input];
    problem.inputs.push_back(ir::bind(tensor.type, bindings));
    problem.is_constant.push_back(tensor.storage == plan::Storage::kWeights);
    infos.push_back({linear(problem.inputs.back()), nullptr});
  }
  problem.outputs = step.op.infer(infos);
  for (size_t i = 0; i < problem.outputs.size(); ++i) {
    const plan::Tensor& output = plan.tensors[step.outputs[i]];
    problem.outputs[i].format = output.type.format;
    if (output.pitch != 0) problem.output_pitch = output.pitch;
  }
  return problem;
}

Engine::Engine(plan::Plan plan, const backend::Device& device)
    : Engine(std::move(plan), device,
             [&](SharedBytes weights) { return device.upload(std::move(weights)); }) {}

Engine::Engine(plan::Plan plan, const backend::Device& device, const Upload& upload)
    : plan_(std::move(plan)), device_(device) {
  const ir::Bindings bindings = optimum(plan_.profiles.front());
  for (const plan::Step& step : plan_.steps) {
    with_context([&] { return "layer " + step.name; },
                 [&] {
                   const backend::Tactic& tactic = find(*this, step);
                   const backend::Problem problem = problem_of(*this, step, bindings);
                   require_here(step, tactic.supports(problem));
                   require_here(step, tactic.accepts(step.configuration));
                   check_weights(*this, step, tactic, problem);
                   tactics_.push_back(&tactic);
                 });
  }
  weights_ = upload(plan_.weights.gather());
}

}  // namespace ingot::runtime
