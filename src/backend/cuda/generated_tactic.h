#pragma once

#include <vector>

#include "backend/cuda/generate/source_writer.h"
#include "backend/tactic.h"

namespace ingot::backend::cuda {

/// The parts of a tactic whose kernels are written for the problem and compiled at run time.
struct GeneratedFunctions {
  Support (*supports)(const Problem&);
  /// Of a problem that `supports` accepts and whose output has elements.
  GeneratedSource (*source)(const Problem&, int number);
  /// Whether kernels of that number are worth trying; those of the first are always.
  bool (*is_worth_trying)(const Problem&, int64_t number);
};

/// A configuration is one of `numbers`, which says how a kernel shares out its work.
class GeneratedTactic final : public Tactic {
 public:
  GeneratedTactic(std::string_view name, std::vector<int64_t> numbers, GeneratedFunctions functions)
      : name_(name), numbers_(std::move(numbers)), functions_(functions) {}

  std::string_view name() const override { return name_; }
  Support supports(const Problem& problem) const override;
  std::vector<Configuration> configurations(const Problem& problem) const override;
  /// Throws as generated_code.
  std::unique_ptr<Kernel> prepare(const Problem& problem,
                                  const Configuration& configuration) const override;

 private:
  std::string_view name_;
  std::vector<int64_t> numbers_;
  GeneratedFunctions functions_;
};

}  // namespace ingot::backend::cuda
