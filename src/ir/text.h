#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "ir/graph.h"

namespace ingot::ir {

struct PrintOptions {
  /// Constants with more elements print as `= ...`, which cannot be read back; 0: never.
  size_t elide_above = 0;
};

/// The text form of a graph; see README.md of this folder for its grammar. Without elision it
/// reads back to an equal graph.
std::string to_text(const Graph& graph, PrintOptions options = {});

/// Reads the text form. Throws Error kInvalidArgument with line, column and what was expected.
Graph from_text(std::string_view text);

}  // namespace ingot::ir
