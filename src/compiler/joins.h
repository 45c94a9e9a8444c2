#pragma once

#include <map>
#include <optional>

#include "compiler/choose.h"
#include "plan/join.h"

namespace ingot::compiler {

/// A part of another value's memory.
struct Place {
  ir::Value whole;    ///< which is no part itself
  uint64_t offset;    ///< in bytes
  int64_t pitch = 0;  ///< plan::Tensor::pitch
  Choice choice{};    ///< with a pitch, how the value is computed instead of as it was chosen
};

/// Where a join's inputs would lie in its output, all of them being in that format; nullopt where
/// none can lie there, or the output is a linear binding.
std::optional<plan::Join> join_in(const ir::Graph& graph, const ir::Node& node, ir::Format format,
                                  const Settings& settings);

/// Which values a join need not copy, as far as formats and other joins allow it.
class Joinable {
 public:
  explicit Joinable(const ir::Graph& graph);
  /// Whether an operator computes the value that is no view, and the join is its last reader.
  bool operator()(ir::Value value, const ir::Node& join) const;

 private:
  const ir::Graph& graph_;
  std::map<ir::NodeId, size_t> position_;
};

/// The values that can be written where an operator that joins them (plan::join_of) would copy
/// them: it is their last reader, they are computed in the format that it reads, and they start at
/// a multiple of kAlignment. Those with a pitch have no other reader, and what the fastest
/// candidate takes to write them so is measured: not more than before and their share of the copy.
std::map<ir::Value, Place> place_joined(const ir::Graph& graph, const Choices& choices,
                                        const Settings& settings);

/// How an operator is computed: with the pitch of its place, where that has one.
const Choice& choice_of(ir::NodeId id, const Choices& choices,
                        const std::map<ir::Value, Place>& places);

}  // namespace ingot::compiler
