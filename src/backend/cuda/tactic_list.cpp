#include "backend/cuda/tactic_list.h"

#include "backend/tactic_lists.h"

namespace ingot::backend::cuda {
namespace {

TacticLists& lists() {
  static TacticLists lists(host_reference_tactic());
  return lists;
}

}  // namespace

RegisterTactics::RegisterTactics(std::string_view op,
                                 std::initializer_list<const Tactic*> tactics) {
  lists().add(op, tactics);
}

std::span<const Tactic* const> tactic_list(std::string_view op) { return lists().find(op); }

}  // namespace ingot::backend::cuda
