#include "plan/plan.h"

#include <algorithm>

namespace ingot::plan {
namespace {

ir::Bindings collect(const Profile& profile, int64_t SymbolRange::*member) {
  ir::Bindings bindings;
  for (const SymbolRange& range : profile.ranges) bindings[range.symbol] = range.*member;
  return bindings;
}

}  // namespace

ir::Bindings minimum(const Profile& profile) { return collect(profile, &SymbolRange::min); }
ir::Bindings optimum(const Profile& profile) { return collect(profile, &SymbolRange::opt); }
ir::Bindings maximum(const Profile& profile) { return collect(profile, &SymbolRange::max); }

size_t end_of_launch(const Plan& plan, size_t first) {
  size_t end = first + 1;
  while (end < plan.steps.size() && plan.steps[end].is_with_previous) ++end;
  return end;
}

bool are_consecutive(std::span<const Step> steps) {
  return steps.size() > 1 &&
         std::ranges::find_first_of(steps[1].inputs, steps[0].outputs) != steps[1].inputs.end();
}

}  // namespace ingot::plan
