#include "plan/plan.h"

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

}  // namespace ingot::plan
