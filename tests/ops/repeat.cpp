#include <array>
#include <optional>

#include "backend/cpu/device.h"
#include "backend/cpu/stream.h"
#include "base/text.h"
#include "compare.h"
#include "items.h"
#include "modes.h"

namespace ingot::tests {
namespace {

/// Streams that must all give the same bits, by name: with several numbers of threads on the
/// processor, the same one again on another device.
std::vector<std::pair<std::string, std::unique_ptr<backend::Stream>>> streams_of(
    const backend::Device& device, std::span<ThreadPool> pools) {
  std::vector<std::pair<std::string, std::unique_ptr<backend::Stream>>> streams;
  if (&device != &backend::cpu::device()) {
    streams.emplace_back("again", device.create_stream());
    return streams;
  }
  for (ThreadPool& pool : pools) {
    streams.emplace_back(str("with ", pool.size(), " threads instead of 1"),
                         std::make_unique<backend::cpu::HostStream>(pool));
  }
  return streams;
}

/// The output, the same for every number of threads.
ir::Tensor repeat_launches(const TacticTrial& at, Report& report) {
  constexpr int kRuns = 2;
  std::array pools{ThreadPool(1), ThreadPool(2), ThreadPool(3), ThreadPool(7)};
  std::optional<ir::Tensor> first;
  for (const auto& [how, stream] : streams_of(at.device, pools)) {
    for (int run = 0; run < kRuns; ++run) {
      ir::Tensor output = launch(at.test, at.device, at.problem, at.tactic, at.configuration,
                                 *stream, Placement::kAligned);
      if (!first) first = output;
      const std::string wrong = bit_difference(*first, output);
      if (!wrong.empty()) {
        report.fail(at.trial, str("[", join(at.configuration), "] ", how, ": ", wrong));
      }
      report.count(str("launches of ", at.tactic.name()));
    }
  }
  return *first;
}

/// Each item alone against its part of the batch's output. False where none is launched: a library
/// promises nothing for other batches.
bool check_items(const TacticTrial& at, const ir::Tensor& batch, Report& report) {
  const std::vector<Case>& items = at.items();
  if (items.empty() || !at.tactic.library().empty()) return false;
  const backend::Problem problem = problem_of_item(at.problem, items[0]);
  if (!takes(at.tactic, problem, at.configuration)) {
    report.count(str("configurations for batches alone of ", at.tactic.name()));
    return false;
  }
  const auto stream = at.device.create_stream();
  for (size_t i = 0; i < items.size(); ++i) {
    const ir::Tensor output = launch(items[i], at.device, problem, at.tactic, at.configuration,
                                     *stream, Placement::kAligned);
    const std::string wrong = bit_difference(item_of(batch, i), output);
    if (!wrong.empty()) {
      report.fail(at.trial, str("[", join(at.configuration), "] item ", i, " alone: ", wrong));
    }
    report.count(str("items alone of ", at.tactic.name()));
  }
  return true;
}

}  // namespace

void repeat(const Row& row, const Filter& filter, Report& report) {
  bool has_items = false;
  for_each_tactic("repeat", row, filter, report, [&](const TacticTrial& at) {
    const ir::Tensor output = repeat_launches(at, report);
    has_items = check_items(at, output, report) || has_items;
  });
  report.count(has_items ? "rows with their items alone" : "rows without items to launch alone");
}

}  // namespace ingot::tests
