#include <optional>

#include "backend/cpu/stream.h"
#include "base/text.h"
#include "compare.h"
#include "modes.h"

namespace ingot::tests {

void repeat(const Row& row, const Filter& filter, Report& report) {
  constexpr int kRuns = 2;
  for_each_tactic("repeat", row, filter, report, [&](const TacticTrial& at) {
    std::optional<ir::Tensor> first;
    for (const int threads : {1, 2, 3, 7}) {
      ThreadPool pool(threads);
      backend::cpu::HostStream stream(pool);
      for (int run = 0; run < kRuns; ++run) {
        ir::Tensor output =
            launch(at.test, at.problem, at.tactic, at.configuration, stream, Placement::kAligned);
        if (!first) first = output;
        const std::string wrong = bit_difference(*first, output);
        if (!wrong.empty()) {
          report.fail(at.trial, str("[", join(at.configuration), "] with ", threads,
                                    " threads instead of 1: ", wrong));
        }
        report.count(str("launches of ", at.tactic.name()));
      }
    }
  });
}

}  // namespace ingot::tests
