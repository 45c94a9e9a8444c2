#pragma once

#include <cstddef>
#include <vector>

namespace ingot::compiler {

/// Nodes with several options each. An option has a cost, and so has every pair of options of two
/// nodes that an edge joins.
class CostGraph {
 public:
  using Costs = std::vector<double>;

  /// Returns the node's number. `costs` has one entry an option, at least one.
  size_t add_node(Costs costs);
  /// `cost(option of a, option of b)`; edges between the same nodes add up.
  template <class Cost>
  void add_edge(size_t a, size_t b, const Cost& cost) {
    Edge edge{a, b, {}};
    for (size_t i = 0; i < nodes_[a].size(); ++i) {
      for (size_t j = 0; j < nodes_[b].size(); ++j) edge.costs.push_back(cost(i, j));
    }
    edges_.push_back(std::move(edge));
  }

  /// An option for every node. The sum of all costs is the least there is where removing nodes with
  /// at most two neighbours, and joining these two, ends with nothing left: in chains, trees and
  /// series-parallel graphs. Elsewhere the node with the most neighbours takes the option that is
  /// best when each neighbour could still choose freely, and removing goes on.
  std::vector<size_t> cheapest() const;

 private:
  friend class Reduction;

  struct Edge {
    size_t a, b;
    Costs costs;  ///< option of a first
  };

  std::vector<Costs> nodes_;
  std::vector<Edge> edges_;
};

}  // namespace ingot::compiler
