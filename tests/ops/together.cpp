#include <map>

#include "base/text.h"
#include "compare.h"
#include "modes.h"

namespace ingot::tests {
namespace {

struct KnownPart {
  Part part;
  ir::Tensor expected;
  const Row* row;
};

/// The parts of each tactic that were launched last.
using Recent = std::map<const backend::Tactic*, std::vector<KnownPart>>;

/// One launch of the part with the last ones of its tactic, as many as that takes.
void launch_with(std::vector<KnownPart>& recent, KnownPart own, const TacticTrial& at,
                 Report& report) {
  constexpr size_t kMost = 4;
  recent.insert(recent.begin(), std::move(own));
  if (recent.size() > kMost) recent.pop_back();
  std::vector<Part> parts;
  parts.reserve(recent.size());
  for (const KnownPart& known : recent) parts.push_back(known.part);
  const auto stream = at.device.create_stream();
  const std::vector<ir::Tensor> outputs = launch_together(parts, at.device, at.tactic, *stream);
  for (size_t i = 0; i < outputs.size(); ++i) {
    const Part& part = recent[i].part;
    const std::string wrong =
        difference(part.test, recent[i].expected, outputs[i], rounding_of(at.tactic, part.problem));
    if (wrong.empty()) continue;
    report.fail(at.trial, str("[", join(at.configuration), "] one launch of ", outputs.size(),
                              ", number ", i, " of row ", recent[i].row->text, ": ", wrong));
  }
  if (outputs.empty()) recent.erase(recent.begin());
  report.count(str(outputs.empty() ? "cases launched alone of " : "launches of several cases of ",
                   at.tactic.name()));
}

}  // namespace

void together(const Row& row, const Filter& filter, Report& report) {
  static Recent recent;
  for_each_tactic("together", row, filter, report, [&](const TacticTrial& at) {
    if (!at.tactic.launches_together()) return;
    const auto launch = [&](const backend::Problem& problem) {
      launch_with(recent[&at.tactic], {{at.test, problem, at.configuration}, at.expected(), &row},
                  at, report);
    };
    launch(at.problem);
    if (const auto problem = with_pitch(at)) launch(*problem);
  });
}

}  // namespace ingot::tests
