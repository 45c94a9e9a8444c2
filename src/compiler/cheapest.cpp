#include "compiler/cheapest.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

namespace ingot::compiler {

size_t CostGraph::add_node(Costs costs) {
  nodes_.push_back(std::move(costs));
  return nodes_.size() - 1;
}

/// Takes the nodes out of the graph one by one, handing their costs on to their neighbours.
class Reduction {
 public:
  explicit Reduction(const CostGraph& graph)
      : costs_(graph.nodes_), neighbours_(graph.nodes_.size()), options_(graph.nodes_.size()) {
    for (const auto& edge : graph.edges_) {
      for (size_t i = 0; i < costs_[edge.a].size(); ++i) {
        for (size_t j = 0; j < costs_[edge.b].size(); ++j) {
          add(edge.a, i, edge.b, j, edge.costs[i * costs_[edge.b].size() + j]);
        }
      }
    }
    for (size_t node = 0; node < costs_.size(); ++node) queue(node);
  }

  std::vector<size_t> run() {
    while (!by_degree_.empty()) remove(next());
    for (auto removed = removed_.rbegin(); removed != removed_.rend(); ++removed) decide(*removed);
    return options_;
  }

 private:
  using Costs = CostGraph::Costs;
  using Matrix = std::vector<Costs>;  ///< own option, then the neighbour's
  using Neighbours = std::map<size_t, Matrix>;

  struct Removed {
    size_t node;
    Neighbours neighbours;  ///< at the time when it was taken out
  };

  void add(size_t a, size_t i, size_t b, size_t j, double cost) {
    const auto matrix = [&](size_t from, size_t to) -> Matrix& {
      Matrix& costs = neighbours_[from][to];
      if (costs.empty()) costs.assign(costs_[from].size(), Costs(costs_[to].size(), 0));
      return costs;
    };
    matrix(a, b)[i][j] += cost;
    matrix(b, a)[j][i] += cost;
  }

  void queue(size_t node) { by_degree_.insert({neighbours_[node].size(), node}); }

  /// The node with the fewest neighbours; one with the most when the fewest are over two.
  size_t next() const {
    const auto& [degree, node] = *by_degree_.begin();
    return degree <= 2 ? node : by_degree_.rbegin()->second;
  }

  void remove(size_t node) {
    Removed removed{node, neighbours_[node]};
    by_degree_.erase({neighbours_[node].size(), node});
    for (const auto& [other, matrix] : removed.neighbours) {
      by_degree_.erase({neighbours_[other].size(), other});
      neighbours_[other].erase(node);
    }
    switch (removed.neighbours.size()) {
      case 0: break;
      case 1: hand_to_one(removed); break;
      case 2: hand_to_two(removed); break;
      default: settle(removed); break;
    }
    for (const auto& [other, matrix] : removed.neighbours) queue(other);
    neighbours_[node].clear();
    removed_.push_back(std::move(removed));
  }

  /// The neighbour's option j costs what the best option here costs beside it.
  void hand_to_one(const Removed& removed) {
    const auto& [other, matrix] = *removed.neighbours.begin();
    for (size_t j = 0; j < costs_[other].size(); ++j) {
      double least = std::numeric_limits<double>::infinity();
      for (size_t i = 0; i < matrix.size(); ++i) {
        least = std::min(least, costs_[removed.node][i] + matrix[i][j]);
      }
      costs_[other][j] += least;
    }
  }

  void hand_to_two(const Removed& removed) {
    const auto& [a, to_a] = *removed.neighbours.begin();
    const auto& [b, to_b] = *removed.neighbours.rbegin();
    for (size_t j = 0; j < costs_[a].size(); ++j) {
      for (size_t k = 0; k < costs_[b].size(); ++k) {
        double least = std::numeric_limits<double>::infinity();
        for (size_t i = 0; i < to_a.size(); ++i) {
          least = std::min(least, costs_[removed.node][i] + to_a[i][j] + to_b[i][k]);
        }
        add(a, j, b, k, least);
      }
    }
  }

  /// Decides now, and charges the neighbours for it.
  void settle(Removed& removed) {
    Costs totals = costs_[removed.node];
    for (const auto& [other, matrix] : removed.neighbours) {
      for (size_t i = 0; i < totals.size(); ++i) {
        double least = std::numeric_limits<double>::infinity();
        for (size_t j = 0; j < costs_[other].size(); ++j) {
          least = std::min(least, costs_[other][j] + matrix[i][j]);
        }
        totals[i] += least;
      }
    }
    const auto best = static_cast<size_t>(std::ranges::min_element(totals) - totals.begin());
    for (const auto& [other, matrix] : removed.neighbours) {
      for (size_t j = 0; j < costs_[other].size(); ++j) costs_[other][j] += matrix[best][j];
    }
    for (size_t i = 0; i < totals.size(); ++i) {
      if (i != best) costs_[removed.node][i] = std::numeric_limits<double>::infinity();
    }
  }

  void decide(const Removed& removed) {
    Costs totals = costs_[removed.node];
    for (const auto& [other, matrix] : removed.neighbours) {
      for (size_t i = 0; i < totals.size(); ++i) totals[i] += matrix[i][options_[other]];
    }
    options_[removed.node] = static_cast<size_t>(std::ranges::min_element(totals) - totals.begin());
  }

  std::vector<Costs> costs_;
  std::vector<Neighbours> neighbours_;
  std::set<std::pair<size_t, size_t>> by_degree_;
  std::vector<Removed> removed_;
  std::vector<size_t> options_;
};

std::vector<size_t> CostGraph::cheapest() const { return Reduction(*this).run(); }

}  // namespace ingot::compiler
