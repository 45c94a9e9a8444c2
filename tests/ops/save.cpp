#include <algorithm>

#include "base/text.h"
#include "compare.h"
#include "compiler/compile.h"
#include "ir/tolerance.h"
#include "layouts.h"
#include "modes.h"
#include "plan/serialize.h"
#include "runtime/context.h"

namespace ingot::tests {
namespace {

ir::Graph network(const Row& row, const Case& test) {
  ir::Graph graph;
  std::vector<ir::Value> values;
  for (size_t i = 0; i < test.inputs.size(); ++i) {
    const std::string& name = row.inputs[i].name;
    values.push_back(test.is_constant[i] ? graph.add_constant(test.inputs[i], name)
                                         : graph.add_input(name, test.inputs[i].type));
  }
  graph.add_output("output", graph.apply(test.op, values, "layer"));
  return graph;
}

ir::Tensor run(plan::Plan plan, const Case& test, const backend::Device& device) {
  const auto engine = std::make_shared<runtime::Engine>(std::move(plan), device);
  runtime::Context context(engine);
  std::vector<std::unique_ptr<backend::Buffer>> memory;
  std::vector<void*> addresses;
  const auto add = [&](size_t size) {
    memory.push_back(device.allocate(size));
    addresses.push_back(memory.back()->data());
    return memory.back()->data();
  };
  for (size_t i = 0; i < test.inputs.size(); ++i) {
    if (test.is_constant[i]) continue;
    const SharedBytes& bytes = test.inputs[i].bytes;
    device.write(add(bytes.size()), bytes.span());
  }
  std::vector<std::byte> output(byte_size(test.output));
  const std::byte* const address = add(output.size());
  const auto stream = device.create_stream();
  context.program()->run(addresses, *stream, nullptr);
  stream->synchronize();
  device.read(output, address);
  return {test.output, SharedBytes::copy_of(output)};
}

/// Settings that wish for the layer in that type.
compiler::Settings settings_for(const backend::Device& device, ir::DataType type) {
  compiler::Settings settings;
  settings.device = &device;
  settings.profiles = {{}};
  settings.allows_tf32 = true;
  settings.allows_half = type == ir::DataType::kFloat16;
  settings.allows_bfloat = type == ir::DataType::kBFloat16;
  settings.wishes["layer"] = {type, type};
  return settings;
}

/// What the plan rounds factors and results to; f32 where it does not.
ir::DataType coarsest_type(const plan::Plan& plan, const backend::Device& device) {
  ir::DataType coarsest = ir::DataType::kFloat32;
  for (const plan::Tensor& tensor : plan.tensors) {
    coarsest = coarser(coarsest, stored_type(tensor.type.format));
  }
  for (const plan::Step& step : plan.steps) {
    if (!backend::find_tactic(device, step.op.name(), step.tactic)->rounds_factors()) continue;
    coarsest = coarser(coarsest, ir::DataType::kFloat16);
  }
  return coarsest;
}

void save_case(const Trial& trial, const Row& row, const Case& test, const backend::Device& device,
               ir::DataType type, Report& report) {
  const compiler::Settings settings = settings_for(device, type);
  const plan::Plan plan = compiler::compile(network(row, test), settings);
  const ir::Tensor before = run(plan, test, device);
  const ir::Tensor after = run(plan::read(plan::write(plan)), test, device);
  const std::string lost = bit_difference(before, after);
  if (!lost.empty()) report.fail(trial, str("after loading: ", lost));
  const bool rounds = std::ranges::any_of(plan.steps, [&](const plan::Step& step) {
    return backend::find_tactic(device, step.op.name(), step.tactic)->rounds_in_between();
  });
  Rounding rounding{.in_between = rounds};
  const ir::DataType coarsest = coarsest_type(plan, device);
  if (coarsest != ir::DataType::kFloat32) rounding.coarsest = coarsest;
  const std::string wrong = difference(test, rounded(reference(test), coarsest), after, rounding);
  if (!wrong.empty()) report.fail(trial, wrong);
  report.count("plans");
}

}  // namespace

void save(const Row& row, const Filter& filter, Report& report) {
  using enum ir::DataType;
  for (const auto& named : typed_rows(row, filter)) {
    const auto& type = named.first;  // lambdas of Clang 14 take no structured bindings
    const Row& typed = named.second;
    const Trial trial{"save", &row, str("--type ", type)};
    report.guard(trial, [&] {
      const Case test = make_case(typed, Data::kRandom);
      for (const backend::Device* device : devices(filter)) {
        for (const ir::DataType stored : {kFloat32, kFloat16, kBFloat16}) {
          const bool is_tried = stored == kFloat32 || type == "f32";
          if (!is_tried || !backend::keeps(*device, stored)) continue;
          save_case(trial, typed, with_rounded_inputs(test, stored), *device, stored, report);
        }
      }
    });
  }
}

}  // namespace ingot::tests
