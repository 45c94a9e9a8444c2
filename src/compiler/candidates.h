#pragma once

#include "compiler/choose.h"

namespace ingot::compiler {

class TimingCache;

/// One layer in one layout: the problems that bound what it meets, the likeliest first.
struct LayoutProblems {
  Layout layout;
  std::vector<backend::Problem> problems;
};

/// The fastest candidate of each layout in which the layer can be computed, without its trials; of
/// those that take the same within 2 % one that packs no constants.
struct Fastest {
  std::map<Layout, Choice> by_layout;
  std::vector<Trial> trials;
};

/// Times those candidates of a layer that its optimisation level tries, unless that is only one; of
/// a copy between formats, or with a pitch, even one. `constants` are the layer's, null for
/// computed inputs. Throws Error kUnsupported with every tactic's reason where there is none.
Fastest try_candidates(std::span<const LayoutProblems> layouts,
                       std::span<const ir::Tensor* const> constants, TimingCache& cache,
                       const Settings& settings);

}  // namespace ingot::compiler
