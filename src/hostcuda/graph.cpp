#include "hostcuda/graph.h"

#include <functional>

#include "hostcuda/enqueue.h"

namespace ingot::hostcuda {
namespace {

GraphDifference compare(const std::vector<Node>& from, const std::vector<Node>& to) {
  if (from.size() != to.size()) return {cudaGraphExecUpdateErrorTopologyChanged};
  for (std::size_t i = 0; i < to.size(); ++i) {
    const auto differ = [&](cudaGraphExecUpdateResult reason) {
      return GraphDifference{reason, &to[i], &from[i]};
    };
    if (from[i].type != to[i].type) return differ(cudaGraphExecUpdateErrorNodeTypeChanged);
    if (from[i].after != to[i].after) return differ(cudaGraphExecUpdateErrorTopologyChanged);
  }
  return {};
}

}  // namespace

bool Graph::has(const Node* node) const {
  const std::less<const Node*> before;
  return !before(node, nodes_.data()) && before(node, nodes_.data() + nodes_.size());
}

void Graph::run() const {
  for (const Node& node : nodes_) {
    Task copy = node.task;
    copy.run(copy.payload);
  }
}

void Graph::release() {
  if (drop_reference()) delete this;
}

Instance::~Instance() {
  if (last_.stream != nullptr) last_.stream->release();
}

void Instance::release() {
  if (drop_reference()) delete this;
}

Reference<Graph> Instance::graph() {
  const std::lock_guard lock(mutex_);
  return share(*graph_);
}

GraphDifference Instance::update(Graph& graph) {
  const std::lock_guard lock(mutex_);
  const GraphDifference difference = compare(graph_->nodes(), graph.nodes());
  if (difference.reason == cudaGraphExecUpdateSuccess) graph_ = share(graph);
  return difference;
}

cudaError_t Instance::launch(Stream& stream) {
  if (is_current(stream)) return run_here();
  if (!captured(stream)) return run_in(stream);
  const std::shared_ptr<Graph> child(graph().release(), ReleaseReference());
  return capture_node(
      stream,
      {cudaGraphNodeTypeGraph, make_task([work = child.get()] { work->run(); }), child, {}});
}

cudaError_t Instance::run_here() {
  Dependency last{nullptr, 0};
  {
    const std::lock_guard lock(mutex_);
    last = last_;
    if (last.stream != nullptr) last.stream->add_reference();
  }
  if (last.stream != nullptr) {
    last.stream->wait(last.ticket);
    last.stream->release();
  }
  graph()->run();
  return cudaSuccess;
}

cudaError_t Instance::run_in(Stream& stream) {
  const std::lock_guard lock(mutex_);
  if (last_.stream != nullptr && last_.stream != &stream && !last_.stream->reached(last_.ticket)) {
    stream.push_wait(*last_.stream, last_.ticket);
  }
  Reference<Graph> running = share(*graph_);
  const auto run = [work = running.get()] {
    work->run();
    work->release();
  };
  Ticket ticket = 0;
  const cudaError_t result = enqueue_uncaptured(stream, make_task(run), &ticket);
  if (result != cudaSuccess) return result;
  static_cast<void>(running.release());
  stream.add_reference();
  if (last_.stream != nullptr) last_.stream->release();
  last_ = {&stream, ticket};
  return cudaSuccess;
}

}  // namespace ingot::hostcuda
