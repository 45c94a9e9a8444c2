#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "backend/tactic.h"

namespace ingot::backend::cpu {

/// At namespace scope of an operator's file: its tactics, usually fastest first. The reference
/// tactic follows by itself. One list an operator; the tactics live as long as the program.
struct RegisterTactics {
  RegisterTactics(std::string_view op, std::initializer_list<const Tactic*> tactics);
};

/// The registered list; the reference tactic alone for an operator without one; empty for a name
/// that is no operator.
std::span<const Tactic* const> tactic_list(std::string_view op);

/// Runs the operator's reference computation.
const Tactic& reference_tactic();

}  // namespace ingot::backend::cpu
