#include <iomanip>
#include <iostream>

#include "base/text.h"
#include "compiler/measure.h"
#include "modes.h"

namespace ingot::tests {

void list(const Row& row, const Filter& /*filter*/, Report& report) {
  std::cout << row.place << ": " << row.text << "  : " << make_case(row, Data::kIntegers).output
            << "\n";
  report.count("rows");
}

void time(const Row& row, const Filter& filter, Report& report) {
  Filter random = filter;
  random.data = Data::kRandom;
  std::cout << row.place << ": " << row.text << "\n";
  for_each_tactic("time", row, random, report, [&](const TacticTrial& at) {
    std::vector<const ir::Tensor*> constants;
    for (size_t i = 0; i < at.test.inputs.size(); ++i) {
      constants.push_back(at.test.is_constant[i] ? &at.test.inputs[i] : nullptr);
    }
    compiler::Settings settings;
    settings.device = &at.device;
    const compiler::Candidate candidate{&at.tactic, at.configuration};
    const compiler::PackedConstants packed(candidate, at.problem, constants, settings);
    const double seconds = compiler::measure(candidate, at.problem, packed, settings, {});
    std::cout << std::setw(12) << std::fixed << std::setprecision(2) << seconds * 1e6 << " us  "
              << name_of(at.test.output.data_type) << "  " << to_string(candidate) << " "
              << at.problem.inputs[0] << " -> " << at.problem.outputs[0] << "\n";
  });
}

}  // namespace ingot::tests
