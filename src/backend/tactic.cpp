#include "backend/tactic.h"

#include "base/error.h"
#include "base/text.h"

namespace ingot::backend {

void require_support(const Tactic& tactic, const Problem& problem) {
  const Support support = tactic.supports(problem);
  require(static_cast<bool>(support), ErrorCode::kUnsupported,
          [&] { return str("tactic ", tactic.name(), " cannot do this: ", support.reason()); });
}

void require_no_configuration(const Tactic& tactic, const Configuration& configuration) {
  require(configuration.empty(), ErrorCode::kInvalidArgument, [&] {
    return str("tactic ", tactic.name(), " has no configuration of ", configuration.size(),
               " numbers, expected none; build the engine again");
  });
}

}  // namespace ingot::backend
