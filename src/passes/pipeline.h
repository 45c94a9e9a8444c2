#pragma once

#include <span>

#include "passes/pass_manager.h"

namespace ingot::passes {

/// What every network goes through before tactics are chosen, in order.
std::span<const Pass> pipeline();

}  // namespace ingot::passes
