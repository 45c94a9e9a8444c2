#include "compiler/cheapest.h"

#include <gtest/gtest.h>

#include <random>

namespace ingot::compiler {
namespace {

/// A graph whose costs the test knows too.
class Known {
 public:
  explicit Known(unsigned seed) : random_(seed) {}

  void add_node(size_t options) {
    nodes_.push_back(draw(options));
    graph_.add_node(nodes_.back());
  }

  void add_edge(size_t a, size_t b) {
    const auto costs = draw(nodes_[a].size() * nodes_[b].size());
    graph_.add_edge(a, b, [&](size_t i, size_t j) { return costs[i * nodes_[b].size() + j]; });
    edges_.push_back({a, b, costs});
  }

  double cost(const std::vector<size_t>& options) const {
    double sum = 0;
    for (size_t i = 0; i < nodes_.size(); ++i) sum += nodes_[i][options[i]];
    for (const auto& edge : edges_) {
      sum += edge.costs[options[edge.a] * nodes_[edge.b].size() + options[edge.b]];
    }
    return sum;
  }

  double least() const {
    std::vector<size_t> options(nodes_.size(), 0);
    double least = cost(options);
    for (;;) {
      size_t node = 0;
      while (node < options.size() && ++options[node] == nodes_[node].size()) options[node++] = 0;
      if (node == options.size()) return least;
      least = std::min(least, cost(options));
    }
  }

  double found() const { return cost(graph_.cheapest()); }

 private:
  struct Edge {
    size_t a, b;
    std::vector<double> costs;
  };

  std::vector<double> draw(size_t count) {
    std::uniform_real_distribution<double> costs(0, 1);
    std::vector<double> drawn(count);
    for (double& cost : drawn) cost = costs(random_);
    return drawn;
  }

  std::mt19937 random_;
  CostGraph graph_;
  std::vector<std::vector<double>> nodes_;
  std::vector<Edge> edges_;
};

Known make(unsigned seed, size_t nodes, const std::vector<std::pair<size_t, size_t>>& edges) {
  Known known(seed);
  for (size_t i = 0; i < nodes; ++i) known.add_node(1 + (seed + i) % 3);
  for (const auto& [a, b] : edges) known.add_edge(a, b);
  return known;
}

TEST(Cheapest, ExactOnChainsTreesAndSeriesParallelGraphs) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    const Known chain = make(seed, 6, {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}});
    EXPECT_DOUBLE_EQ(chain.found(), chain.least()) << seed;
    const Known tree = make(seed, 7, {{0, 1}, {0, 2}, {0, 3}, {3, 4}, {3, 5}, {3, 6}});
    EXPECT_DOUBLE_EQ(tree.found(), tree.least()) << seed;
    const Known residual = make(seed, 7, {{0, 1}, {1, 2}, {0, 2}, {2, 3}, {3, 4}, {2, 4}, {4, 5}});
    EXPECT_DOUBLE_EQ(residual.found(), residual.least()) << seed;
    const Known module = make(seed, 7, {{0, 1}, {0, 2}, {0, 3}, {1, 4}, {2, 4}, {3, 4}, {4, 5}});
    EXPECT_DOUBLE_EQ(module.found(), module.least()) << seed;
    const Known twice = make(seed, 3, {{0, 1}, {0, 1}, {1, 2}});
    EXPECT_DOUBLE_EQ(twice.found(), twice.least()) << seed;
  }
}

TEST(Cheapest, NearTheLeastElsewhere) {
  double found = 0;
  double least = 0;
  for (unsigned seed = 0; seed < 50; ++seed) {
    std::vector<std::pair<size_t, size_t>> all;
    for (size_t a = 0; a < 6; ++a) {
      for (size_t b = a + 1; b < 6; ++b) all.emplace_back(a, b);
    }
    const Known complete = make(seed, 6, all);
    EXPECT_GE(complete.found(), complete.least() - 1e-12);
    found += complete.found();
    least += complete.least();
  }
  EXPECT_LT(found, 1.1 * least);
}

}  // namespace
}  // namespace ingot::compiler
