#include "compiler/effort.h"

#include <algorithm>
#include <array>

namespace ingot::compiler {
namespace {

constexpr int kMaxLevel = 5;

constexpr std::array<Sampling, kMaxLevel + 1> kSampling{{
    {0, 0},
    {8, 5e-3},
    {8, 5e-3},
    {32, 20e-3},
    {64, 40e-3},
    {256, 160e-3},
}};

/// Whether an offer before number `index` is like it; at level 1 those of other tactics are too.
bool has_likelier(int level, std::span<const Offer> offers, size_t index) {
  return std::ranges::any_of(offers.first(index), [&](const Offer& other) {
    return other.layout == offers[index].layout &&
           (level == 1 || other.tactic == offers[index].tactic);
  });
}

bool is_tried(int level, std::span<const Offer> offers, size_t index) {
  if (level == 0) return index == 0;
  return level >= 3 || !has_likelier(level, offers, index);
}

}  // namespace

Effort effort_of(int level, std::span<const Offer> offers) {
  level = std::clamp(level, 0, kMaxLevel);
  Effort effort{
      .tried = {}, .is_timed = level > 0, .sampling = kSampling[static_cast<size_t>(level)]};
  for (size_t i = 0; i < offers.size(); ++i) effort.tried.push_back(is_tried(level, offers, i));
  return effort;
}

}  // namespace ingot::compiler
