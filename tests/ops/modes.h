#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "launch.h"
#include "report.h"

namespace ingot::tests {

/// Which part of all trials to run; empty for all.
struct Filter {
  std::string device;  ///< "cpu" or "cuda"
  std::string tactic;
  std::string layout;  ///< as LaidOut has it
  std::optional<ir::DataType> type;
  std::optional<Data> data;
};

/// A mode of the driver, applied to a row that infer accepts.
using Mode = std::function<void(const Row&, const Filter&, Report&)>;

/// Prints the row with its output's type.
void list(const Row& row, const Filter& filter, Report& report);
/// The reference against what the row expects, infer over symbols against infer over numbers, and
/// every tactic against the reference.
void check(const Row& row, const Filter& filter, Report& report);
/// Several runs with several numbers of threads give the same bits, and each item of a batch alone
/// those that it has in the batch.
void repeat(const Row& row, const Filter& filter, Report& report);
/// Every tactic that has such kernels, in launches of several cases: the row's with each other and
/// with those of the rows before it.
void together(const Row& row, const Filter& filter, Report& report);
/// Every tactic that has such kernels, in one launch with the maxima of 2 × 2 pixels of its output,
/// against its own launch and the reference's maxima of that.
void with_next(const Row& row, const Filter& filter, Report& report);
/// The row as a network that is compiled, saved, loaded and run gives the same bits as before it
/// was saved, and they agree with the reference.
void save(const Row& row, const Filter& filter, Report& report);
/// Prints the time of every tactic and configuration.
void time(const Row& row, const Filter& filter, Report& report);

/// That every operator has enough rows, and every tactic but last resorts one that launches it: 0,
/// or 1 when not. Prints what lacks.
int coverage(const std::vector<Row>& rows, const Filter& filter);

/// That infer refuses the row with the error that it expects.
void check_refusal(const Row& row, Report& report);
/// That infer over symbols, with numbers put in afterwards, is infer over numbers.
void check_symbols(const Row& row, Report& report);

/// The devices that tactics are taken from: the processor, and the GPU where one is chosen.
std::vector<const backend::Device*> devices(const Filter& filter);

/// The row in its own types, and in f16 and bf16 where it has f32 inputs.
std::vector<std::pair<std::string, Row>> typed_rows(const Row& row, const Filter& filter);

struct TacticTrial {
  const Case& test;
  /// The reference's output, as the problem's format holds it; computed once for all tactics.
  const std::function<const ir::Tensor&()>& expected;
  /// The items of its batch, as items_of has them; computed once for all tactics.
  const std::function<const std::vector<Case>&()>& items;
  const backend::Device& device;
  const backend::Problem& problem;
  const backend::Tactic& tactic;
  const backend::Configuration& configuration;
  Trial trial;
};

/// The problem with an output that is a part of larger images, where the tactic takes that in this
/// configuration.
std::optional<backend::Problem> with_pitch(const TacticTrial& at);

/// Calls body for every tactic and configuration that supports a case of the row, in every type and
/// layout and with both kinds of data. Fallbacks, which run the reference itself, are left out.
void for_each_tactic(std::string_view mode, const Row& row, const Filter& filter, Report& report,
                     const std::function<void(const TacticTrial&)>& body);

}  // namespace ingot::tests
