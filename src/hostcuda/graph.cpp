// Graphs: captured tasks that can be launched again and again.
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "cuda_runtime.h"
#include "hostcuda/dispatch.h"
#include "hostcuda/enqueue.h"

namespace ingot::hostcuda {
namespace {

/// A graph or an instance of one. Tasks in flight hold references to their instance.
class Graph : public HandleObject {
 public:
  explicit Graph(std::vector<Task> tasks) : tasks_(std::move(tasks)) { revive(); }

  const std::vector<Task>& tasks() const { return tasks_; }
  void run() const {
    for (const Task& task : tasks_) {
      Task copy = task;
      copy.run(copy.payload);
    }
  }

 private:
  std::vector<Task> tasks_;
};

/// Living handles: graphs are freed with their tasks, so that a handle must be looked up.
class Handles {
 public:
  Graph* add(std::vector<Task> tasks) {
    auto graph = std::make_unique<Graph>(std::move(tasks));
    const std::lock_guard lock(mutex_);
    return *living_.insert(graph.release()).first;
  }
  /// With a reference, which the caller drops.
  Graph* find(void* handle) {
    const std::lock_guard lock(mutex_);
    const auto found = living_.find(static_cast<Graph*>(handle));
    if (found == living_.end()) return nullptr;
    (*found)->add_reference();
    return *found;
  }
  bool remove(void* handle) {
    const std::lock_guard lock(mutex_);
    return living_.erase(static_cast<Graph*>(handle)) == 1;
  }

 private:
  std::mutex mutex_;
  std::set<Graph*> living_;
};

Handles& graphs() {
  static Handles& handles = *new Handles;
  return handles;
}

Handles& instances() {
  static Handles& handles = *new Handles;
  return handles;
}

void release(Graph* graph) {
  if (graph->drop_reference()) delete graph;
}

struct ReleaseGraph {
  void operator()(Graph* graph) const { release(graph); }
};
using GraphReference = std::unique_ptr<Graph, ReleaseGraph>;

cudaError_t destroy(Handles& handles, void* handle) {
  if (!handles.remove(handle)) return cudaErrorInvalidValue;
  release(static_cast<Graph*>(handle));
  return cudaSuccess;
}

bool known(cudaStreamCaptureMode mode) { return mode <= cudaStreamCaptureModeRelaxed; }

cudaError_t begin(cudaStream_t handle, cudaStreamCaptureMode mode) {
  Stream* const stream = find_stream(handle);
  if (stream == nullptr) return cudaErrorInvalidResourceHandle;
  return known(mode) ? begin_capture(*stream, mode) : cudaErrorInvalidValue;
}

cudaError_t end(cudaStream_t handle, cudaGraph_t* graph) {
  if (graph != nullptr) *graph = nullptr;
  Stream* const stream = find_stream(handle);
  if (stream == nullptr) return cudaErrorInvalidResourceHandle;
  std::vector<Task> tasks;
  const cudaError_t result = end_capture(*stream, tasks);
  if (result == cudaSuccess && graph != nullptr) {
    *graph = reinterpret_cast<cudaGraph_t>(graphs().add(std::move(tasks)));
  }
  return result;
}

cudaError_t status(cudaStream_t handle, cudaStreamCaptureStatus* status) {
  Stream* const stream = find_stream(handle);
  if (stream == nullptr) return cudaErrorInvalidResourceHandle;
  if (status == nullptr) return cudaErrorInvalidValue;
  const cudaError_t refused = check_uncaptured(*stream);
  if (refused == cudaSuccess) *status = capture_status(*stream, nullptr);
  return refused;
}

cudaError_t instantiate(cudaGraphExec_t* instance, cudaGraph_t handle, unsigned long long flags) {
  if (instance == nullptr || flags != 0) return cudaErrorInvalidValue;
  const GraphReference graph(graphs().find(handle));
  if (graph == nullptr) return cudaErrorInvalidValue;
  *instance = reinterpret_cast<cudaGraphExec_t>(instances().add(graph->tasks()));
  return cudaSuccess;
}

cudaError_t launch(cudaGraphExec_t handle, cudaStream_t stream_handle) {
  Stream* const stream = find_stream(stream_handle);
  if (stream == nullptr) return cudaErrorInvalidResourceHandle;
  GraphReference instance(instances().find(handle));
  if (instance == nullptr) return cudaErrorInvalidValue;
  if (captured(*stream)) return capture_tasks(*stream, instance->tasks());
  const cudaError_t result = enqueue(*stream, make_task([graph = instance.get()] {
    graph->run();
    release(graph);
  }));
  if (result == cudaSuccess) static_cast<void>(instance.release());
  return result;
}

cudaError_t destroy_graph(cudaGraph_t handle) { return destroy(graphs(), handle); }
cudaError_t destroy_instance(cudaGraphExec_t handle) { return destroy(instances(), handle); }

}  // namespace
}  // namespace ingot::hostcuda

using namespace ingot::hostcuda;

cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode mode) {
  return dispatch<begin>(stream, mode);
}
cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* pGraph) {
  return dispatch<end>(stream, pGraph);
}
cudaError_t cudaStreamIsCapturing(cudaStream_t stream, cudaStreamCaptureStatus* pCaptureStatus) {
  return dispatch<status>(stream, pCaptureStatus);
}
cudaError_t cudaGraphInstantiate(cudaGraphExec_t* pGraphExec, cudaGraph_t graph,
                                 unsigned long long flags) {
  return dispatch<instantiate>(pGraphExec, graph, flags);
}
cudaError_t cudaGraphLaunch(cudaGraphExec_t graphExec, cudaStream_t stream) {
  return dispatch<launch>(graphExec, stream);
}
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t graphExec) {
  return dispatch<destroy_instance>(graphExec);
}
cudaError_t cudaGraphDestroy(cudaGraph_t graph) { return dispatch<destroy_graph>(graph); }
