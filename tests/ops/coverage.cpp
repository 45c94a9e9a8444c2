#include <iostream>
#include <map>
#include <set>

#include "modes.h"

namespace ingot::tests {
namespace {

/// Operators with too few rows that infer accepts; tells of all.
int count_poor_operators(const std::vector<Row>& rows) {
  constexpr int kLeast = 6;
  std::map<std::string_view, int> counts;
  for (const ir::OpDef* def : ir::all_ops()) counts[def->name] = 0;
  for (const Row& row : rows) counts[row.op.name()] += row.refusal.empty() ? 1 : 0;
  int poor = 0;
  for (const auto& [name, count] : counts) {
    std::cout << name << ": " << count << " rows" << (count < kLeast ? ", too few" : "") << "\n";
    poor += count < kLeast ? 1 : 0;
  }
  return poor;
}

/// Tactics by operator.
using Launched = std::set<std::pair<std::string_view, const backend::Tactic*>>;

Launched launched_by(const std::vector<Row>& rows, Filter filter, Report& report) {
  filter.data = Data::kIntegers;
  Launched launched;
  for (const Row& row : rows) {
    if (!row.refusal.empty()) continue;
    for_each_tactic("check", row, filter, report, [&](const TacticTrial& at) {
      launched.emplace(at.problem.op.name(), &at.tactic);
    });
  }
  return launched;
}

/// Tactics that none of these is, last resorts aside; tells of both.
int count_idle_tactics(const backend::Device& device, const Launched& launched) {
  int idle = 0;
  for (const ir::OpDef* def : ir::all_ops()) {
    for (const backend::Tactic* tactic : device.tactics(def->name)) {
      if (launched.contains({def->name, tactic})) continue;
      std::cout << def->name << ": no row launches " << tactic->name()
                << (tactic->is_fallback() ? ", a last resort" : "") << "\n";
      idle += tactic->is_fallback() ? 0 : 1;
    }
  }
  return idle;
}

}  // namespace

int coverage(const std::vector<Row>& rows, const Filter& filter) {
  Report report;
  int missing = count_poor_operators(rows);
  const Launched launched = launched_by(rows, filter, report);
  for (const backend::Device* device : devices(filter)) {
    missing += count_idle_tactics(*device, launched);
  }
  return missing == 0 ? 0 : 1;
}

}  // namespace ingot::tests
