#include <algorithm>

#include "base/text.h"
#include "compare.h"
#include "modes.h"

namespace ingot::tests {
namespace {

void check_expectation(const Row& row, Report& report) {
  const Trial trial{"check", &row};
  const Case test = make_case(row, Data::kIntegers);
  if (row.expected_type && *row.expected_type != test.output) {
    report.fail(trial, str("expected output ", *row.expected_type, ", got ", test.output));
  }
  if (!row.expected) return;
  const std::string wrong = difference(test, *row.expected, reference(test));
  if (!wrong.empty()) report.fail(trial, str("reference: ", wrong));
  report.count("references against worked-out numbers");
}

void check_launch(const TacticTrial& at, const backend::Problem& problem, Placement placement,
                  Report& report) {
  const auto stream = at.device.create_stream();
  const ir::Tensor actual =
      launch(at.test, at.device, problem, at.tactic, at.configuration, *stream, placement);
  const std::string wrong =
      difference(at.test, at.expected(), actual, rounding_of(at.tactic, problem));
  if (!wrong.empty()) {
    report.fail(at.trial, str("[", join(at.configuration), "] ",
                              problem.output_pitch == 0 ? "" : "with a pitch: ", wrong));
  }
  report.count(str("launches of ", at.tactic.name()));
}

/// An output that is a part of larger images, where the tactic writes such.
void check_pitch(const TacticTrial& at, Report& report) {
  if (const auto problem = with_pitch(at)) {
    check_launch(at, *problem, Placement::kAligned, report);
    report.count(str("outputs with a pitch of ", at.tactic.name()));
  }
}

}  // namespace

void check_refusal(const Row& row, Report& report) {
  const Trial trial{"check", &row};
  try {
    const ir::TensorType output = row.op.infer(input_infos(row)).at(0);
    report.fail(trial, str("expected a refusal with \"", row.refusal, "\", got ", output));
  } catch (const Error& error) {
    if (error.message().find(row.refusal) == std::string::npos) {
      report.fail(trial, str("expected \"", row.refusal, "\" in: ", error.message()));
    }
    report.count("refusals");
  }
}

void check(const Row& row, const Filter& filter, Report& report) {
  check_expectation(row, report);
  check_symbols(row, report);
  for_each_tactic("check", row, filter, report, [&](const TacticTrial& at) {
    check_launch(at, at.problem, Placement::kAligned, report);
    check_launch(at, at.problem, Placement::kUnaligned, report);
    if (at.problem.op.joins(at.problem.inputs) != ir::Joining::kNone) {
      check_launch(at, at.problem, Placement::kJoined, report);
      check_launch(at, at.problem, Placement::kPartlyJoined, report);
    }
    check_pitch(at, report);
  });
}

}  // namespace ingot::tests
