// Graphs and their instances.
#pragma once
#include <memory>
#include <mutex>
#include <vector>

#include "hostcuda/capture.h"
#include "hostcuda/recycler.h"

namespace ingot::hostcuda {

/// Captured work, never changed. Whoever runs it holds a reference.
class Graph : public HandleObject {
 public:
  explicit Graph(std::vector<Node> nodes) : nodes_(std::move(nodes)) { revive(); }

  const std::vector<Node>& nodes() const { return nodes_; }
  bool has(const Node* node) const;
  void run() const;
  void release();

 private:
  std::vector<Node> nodes_;
};

struct ReleaseReference {
  template <class T>
  void operator()(T* object) const {
    object->release();
  }
};
template <class T>
using Reference = std::unique_ptr<T, ReleaseReference>;

template <class T>
Reference<T> share(T& object) {
  object.add_reference();
  return Reference<T>(&object);
}

/// What an update found: the first node that differs, if it is one node, for what reason.
struct GraphDifference {
  cudaGraphExecUpdateResult reason = cudaGraphExecUpdateSuccess;
  const Node* node = nullptr;  // of the new graph
  const Node* from = nullptr;  // of the instance's
};

/// A graph that can be launched. Launches of one instance do not overlap, in whatever streams.
class Instance : public HandleObject {
 public:
  explicit Instance(Reference<Graph> graph) : graph_(std::move(graph)) { revive(); }
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;
  ~Instance();

  cudaError_t launch(Stream& stream);
  /// Later launches run `graph`, where it is of the same shape.
  GraphDifference update(Graph& graph);
  void release();

 private:
  Reference<Graph> graph();
  cudaError_t run_here();
  cudaError_t run_in(Stream& stream);

  std::mutex mutex_;
  Reference<Graph> graph_;
  Dependency last_{nullptr, 0};  // the latest launch; holds a reference to its stream
};

/// Ends the handles of all graphs and instances.
void destroy_graphs();

}  // namespace ingot::hostcuda
