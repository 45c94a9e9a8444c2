#pragma once

#include <new>
#include <vector>

#include "base/error.h"
#include "plan/container.h"
#include "plan/serialize.h"
#include "tests/support/engines.h"

namespace ingot::test {

/// The file of a plan, to be changed.
inline std::vector<std::byte> file_of(const plan::Plan& plan) {
  const SharedBytes file = plan::write(plan);
  return {file.span().begin(), file.span().end()};
}

/// The file of a small plan, with every kind of section. Built without measuring, which takes
/// an instrumented build longer than all that tests do with the plan.
inline std::vector<std::byte> small_plan() {
  compiler::Settings settings = batch_settings(2);
  settings.optimization_level = 0;
  settings.wishes = {{"conv", {ir::DataType::kFloat32, {}}},
                     {"ip", {ir::DataType::kBFloat16, ir::DataType::kFloat16}}};
  settings.refused_libraries = {"abacus"};
  plan::Plan plan = compiler::compile(ir::from_text(kSmallNetwork), settings);
  plan.others = {plan::tuned_of(plan)};
  return file_of(plan);
}

struct PlanSections {
  SharedBytes metadata, weights;
};

inline PlanSections sections_of(const std::vector<std::byte>& file) {
  const plan::ContainerReader reader(SharedBytes::copy_of(file));
  return {reader.section(plan::SectionKind::kMetadata),
          reader.section(plan::SectionKind::kWeights)};
}

/// A plan with other metadata and no layers in its network under right checksums: what a hostile
/// writer would make.
inline SharedBytes sealed(const std::vector<std::byte>& metadata, const SharedBytes& weights) {
  constexpr std::string_view kNetwork = "graph {}";
  const SharedBytes network = SharedBytes::copy_of(std::as_bytes(std::span(kNetwork)));
  return plan::write_container({{plan::SectionKind::kMetadata, {SharedBytes::copy_of(metadata)}},
                                {plan::SectionKind::kWeights, {weights}},
                                {plan::SectionKind::kNetwork, {network}},
                                {plan::SectionKind::kConstants, {}}});
}

/// Reads what is tuned for another device, with other metadata, if that is allowed.
inline void use_other(const plan::Tuned& other) {
  try {
    plan::device_of(other);
    plan::read(other);
  } catch (const Error&) {           // NOLINT(bugprone-empty-catch): a refusal is a right answer
  } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch): as is a lack of memory
  }
}

/// Reads the network that a plan keeps, with other text, if that is allowed.
inline void use_network(plan::Plan plan, std::span<const std::byte> text) {
  try {
    plan.network.text = SharedBytes::copy_of(text);
    plan::read_network(plan);
  } catch (const Error&) {           // NOLINT(bugprone-empty-catch): a refusal is a right answer
  } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch): as is a lack of memory
  }
}

/// Reads a plan, makes an engine and runs it, if all of that is allowed.
inline void use_plan(SharedBytes file) {
  try {
    auto context = context_of(plan::read(std::move(file)));
    const plan::Plan& plan = context.engine().plan();
    constexpr uint64_t kSaneSize = 1 << 20;
    if (plan.arena_size > kSaneSize) return;
    std::vector<ir::Tensor> inputs;
    for (const auto& binding : plan.bindings) {
      const auto type =
          ir::bind(plan.tensors[binding.tensor].type, plan::optimum(plan.profiles[0]));
      if (byte_size(type) > kSaneSize) return;
      if (binding.is_input) inputs.push_back(ir::random_tensor(type, 1));
    }
    run(context, inputs);
  } catch (const Error&) {           // NOLINT(bugprone-empty-catch): a refusal is a right answer
  } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch): as is a lack of memory
  }
}

}  // namespace ingot::test
