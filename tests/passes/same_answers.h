#pragma once

#include <gtest/gtest.h>

#include "ir/graph.h"

namespace ingot::passes {

/// Whether both graphs give the same outputs, within rounding, on random and on integer input, for
/// several bindings of their symbols.
testing::AssertionResult same_answers(const ir::Graph& a, const ir::Graph& b);

}  // namespace ingot::passes
