#include "backend/cuda/tactic_list.h"

#include <map>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "ir/op.h"

namespace ingot::backend::cuda {
namespace {

using Lists = std::map<std::string_view, std::vector<const Tactic*>>;

Lists& lists() {
  static Lists lists;
  return lists;
}

}  // namespace

RegisterTactics::RegisterTactics(std::string_view op,
                                 std::initializer_list<const Tactic*> tactics) {
  std::vector<const Tactic*> list(tactics);
  list.push_back(&host_reference_tactic());
  const bool is_new = lists().emplace(op, std::move(list)).second;
  require(is_new, ErrorCode::kInternal, [&] { return str("two tactic lists for ", op); });
}

std::span<const Tactic* const> tactic_list(std::string_view op) {
  static const Tactic* const fallback = &host_reference_tactic();
  if (const auto list = lists().find(op); list != lists().end()) return list->second;
  if (ir::find_op(op) == nullptr) return {};
  return {&fallback, 1};
}

}  // namespace ingot::backend::cuda
