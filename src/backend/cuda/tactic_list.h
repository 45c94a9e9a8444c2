#pragma once

#include <initializer_list>
#include <span>
#include <string_view>

#include "backend/tactic.h"

namespace ingot::backend::cuda {

/// At namespace scope of an operator's file: its tactics, usually fastest first. The fallback
/// follows by itself. One list an operator; the tactics live as long as the program.
struct RegisterTactics {
  RegisterTactics(std::string_view op, std::initializer_list<const Tactic*> tactics);
};

/// The registered list; the fallback alone for an operator without one; empty for a name that is
/// no operator.
std::span<const Tactic* const> tactic_list(std::string_view op);

/// Copies the inputs to the host, runs the operator's reference there and copies the outputs back.
const Tactic& host_reference_tactic();

}  // namespace ingot::backend::cuda
