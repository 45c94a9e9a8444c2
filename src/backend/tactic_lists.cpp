#include "backend/tactic_lists.h"

#include "base/error.h"
#include "base/text.h"
#include "ir/op.h"

namespace ingot::backend {

void TacticLists::add(std::string_view op, std::initializer_list<const Tactic*> tactics) {
  std::vector<const Tactic*> list(tactics);
  list.push_back(fallback_);
  const bool is_new = lists_.emplace(op, std::move(list)).second;
  require(is_new, ErrorCode::kInternal, [&] { return str("two tactic lists for ", op); });
}

std::span<const Tactic* const> TacticLists::find(std::string_view op) const {
  if (const auto list = lists_.find(op); list != lists_.end()) return list->second;
  if (ir::find_op(op) == nullptr) return {};
  return {&fallback_, 1};
}

}  // namespace ingot::backend
