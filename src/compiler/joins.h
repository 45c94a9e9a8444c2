#pragma once

#include <map>

#include "compiler/choose.h"

namespace ingot::compiler {

/// A part of another value's memory.
struct Place {
  ir::Value whole;  ///< which is no part itself
  uint64_t offset;  ///< in bytes
};

/// The values that can be written where an operator that joins them (plan::join_offsets) would copy
/// them: it is their last reader, they are computed in the format that it reads, and they start at
/// a multiple of kAlignment.
std::map<ir::Value, Place> place_joined(const ir::Graph& graph, const Choices& choices,
                                        const Settings& settings);

}  // namespace ingot::compiler
