#pragma once

#include <initializer_list>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "backend/tactic.h"

namespace ingot::backend {

/// A device's tactics: a list an operator, usually fastest first, which its fallback ends. The
/// tactics live as long as the program.
class TacticLists {
 public:
  explicit TacticLists(const Tactic& fallback) : fallback_(&fallback) {}

  /// Throws Error kInternal on a second list for an operator.
  void add(std::string_view op, std::initializer_list<const Tactic*> tactics);
  /// The list; the fallback alone for an operator without one; empty for a name that is no
  /// operator.
  std::span<const Tactic* const> find(std::string_view op) const;

 private:
  const Tactic* fallback_;
  std::map<std::string_view, std::vector<const Tactic*>> lists_;
};

}  // namespace ingot::backend
