#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ir/graph.h"

namespace ingot::ir {

struct PrintOptions {
  /// Constants with more elements print as `= ...`, which cannot be read back; 0: never.
  size_t elide_above = 0;
  /// Where a constant's bytes are kept beside the text, which then holds that number alone;
  /// nullopt: in the text.
  std::function<std::optional<uint64_t>(const Tensor&)> place = {};
};

/// The text form of a graph; see README.md of this folder for its grammar. Without elision it
/// reads back to a graph that prints the same. Nodes are numbered in topological order, so graphs
/// that differ in their ids alone print the same too.
std::string to_text(const Graph& graph, const PrintOptions& options = {});

struct ReadOptions {
  /// Bytes that all constants together may take; a short text can ask for any size.
  size_t max_constant_bytes = size_t{1} << 31U;
  /// The bytes at such a number; throws Error where they are not.
  std::function<SharedBytes(uint64_t place, size_t size)> bytes_at = {};
};

/// Reads the text form. Throws Error kInvalidArgument with line, column, what was expected and what
/// was found; of a layer that its operator refuses, with the operator's reason.
Graph from_text(std::string_view text, const ReadOptions& options = {});

}  // namespace ingot::ir
