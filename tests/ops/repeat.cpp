#include <array>
#include <optional>

#include "backend/cpu/device.h"
#include "backend/cpu/stream.h"
#include "base/text.h"
#include "compare.h"
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

}  // namespace

void repeat(const Row& row, const Filter& filter, Report& report) {
  constexpr int kRuns = 2;
  for_each_tactic("repeat", row, filter, report, [&](const TacticTrial& at) {
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
  });
}

}  // namespace ingot::tests
