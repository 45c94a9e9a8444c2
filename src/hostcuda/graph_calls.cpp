// Graph and capture calls.
#include <algorithm>
#include <set>
#include <utility>

#include "cuda_runtime_api.h"
#include "hostcuda/dispatch.h"
#include "hostcuda/enqueue.h"
#include "hostcuda/graph.h"

namespace ingot::hostcuda {
namespace {

/// Living handles: the objects are freed with their work, so that a handle must be looked up.
template <class T>
class Handles {
 public:
  T* add(Reference<T> object) {
    const std::lock_guard lock(mutex_);
    return *living_.insert(object.release()).first;
  }
  Reference<T> find(void* handle) {
    const std::lock_guard lock(mutex_);
    const auto found = living_.find(static_cast<T*>(handle));
    return found == living_.end() ? Reference<T>() : share(**found);
  }
  /// The first one for which `holds`.
  template <class Holds>
  Reference<T> find_if(const Holds& holds) {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(living_.begin(), living_.end(), holds);
    return found == living_.end() ? Reference<T>() : share(**found);
  }
  Reference<T> remove(void* handle) {
    const std::lock_guard lock(mutex_);
    const auto found = living_.find(static_cast<T*>(handle));
    if (found == living_.end()) return nullptr;
    return Reference<T>(living_.extract(found).value());
  }
  void clear() {
    std::set<T*> all;
    {
      const std::lock_guard lock(mutex_);
      all.swap(living_);
    }
    for (T* object : all) object->release();
  }

 private:
  std::mutex mutex_;
  std::set<T*> living_;
};

Handles<Graph>& graphs() {
  static Handles<Graph>& handles = *new Handles<Graph>;
  return handles;
}

Handles<Instance>& instances() {
  static Handles<Instance>& handles = *new Handles<Instance>;
  return handles;
}

cudaGraphNode_t handle_of(const Node* node) {
  return reinterpret_cast<cudaGraphNode_t>(const_cast<Node*>(node));
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
  std::vector<Node> nodes;
  const cudaError_t result = end_capture(*stream, nodes);
  if (result == cudaSuccess && graph != nullptr) {
    Reference<Graph> captured_work(new Graph(std::move(nodes)));
    *graph = reinterpret_cast<cudaGraph_t>(graphs().add(std::move(captured_work)));
  }
  return result;
}

cudaError_t info(cudaStream_t handle, cudaStreamCaptureStatus* status, unsigned long long* id) {
  Stream* const stream = find_stream(handle);
  if (stream == nullptr) return cudaErrorInvalidResourceHandle;
  if (status == nullptr) return cudaErrorInvalidValue;
  const cudaError_t refused = check_uncaptured(*stream);
  if (refused != cudaSuccess) return refused;
  std::uint64_t number = 0;
  *status = capture_status(*stream, &number);
  if (id != nullptr && *status == cudaStreamCaptureStatusActive) *id = number;
  return cudaSuccess;
}

cudaError_t exchange_mode(cudaStreamCaptureMode* mode) {
  if (mode == nullptr || !known(*mode)) return cudaErrorInvalidValue;
  *mode = std::exchange(thread_state.capture_mode, *mode);
  return cudaSuccess;
}

cudaError_t get_nodes(cudaGraph_t handle, cudaGraphNode_t* nodes, std::size_t* count) {
  const Reference<Graph> graph = graphs().find(handle);
  if (graph == nullptr || count == nullptr) return cudaErrorInvalidValue;
  const std::vector<Node>& all = graph->nodes();
  if (nodes != nullptr) {
    for (std::size_t i = 0; i < *count; ++i) {
      nodes[i] = i < all.size() ? handle_of(&all[i]) : nullptr;
    }
    *count = std::min(*count, all.size());
  } else {
    *count = all.size();
  }
  return cudaSuccess;
}

cudaError_t get_type(cudaGraphNode_t handle, cudaGraphNodeType* type) {
  const auto* const node = reinterpret_cast<const Node*>(handle);
  const Reference<Graph> graph =
      graphs().find_if([node](const Graph* candidate) { return candidate->has(node); });
  if (graph == nullptr || type == nullptr) return cudaErrorInvalidValue;
  *type = node->type;
  return cudaSuccess;
}

cudaError_t instantiate(cudaGraphExec_t* instance, cudaGraph_t handle, unsigned long long flags) {
  constexpr unsigned long long kKnown =
      cudaGraphInstantiateFlagAutoFreeOnLaunch | cudaGraphInstantiateFlagUseNodePriority;
  if (instance == nullptr || (flags & ~kKnown) != 0) return cudaErrorInvalidValue;
  Reference<Graph> graph = graphs().find(handle);
  if (graph == nullptr) return cudaErrorInvalidValue;
  Reference<Instance> made(new Instance(std::move(graph)));
  *instance = reinterpret_cast<cudaGraphExec_t>(instances().add(std::move(made)));
  return cudaSuccess;
}

cudaError_t update(cudaGraphExec_t handle, cudaGraph_t graph_handle,
                   cudaGraphExecUpdateResultInfo* result) {
  const Reference<Instance> instance = instances().find(handle);
  const Reference<Graph> graph = graphs().find(graph_handle);
  if (instance == nullptr || graph == nullptr || result == nullptr) return cudaErrorInvalidValue;
  const GraphDifference found = instance->update(*graph);
  *result = {found.reason, handle_of(found.node), handle_of(found.from)};
  return found.reason == cudaGraphExecUpdateSuccess ? cudaSuccess : cudaErrorGraphExecUpdateFailure;
}

/// An instance is ready to run as it is made.
cudaError_t upload(cudaGraphExec_t handle, cudaStream_t stream_handle) {
  if (find_stream(stream_handle) == nullptr) return cudaErrorInvalidResourceHandle;
  return instances().find(handle) == nullptr ? cudaErrorInvalidValue : cudaSuccess;
}

cudaError_t launch(cudaGraphExec_t handle, cudaStream_t stream_handle) {
  Stream* const stream = find_stream(stream_handle);
  if (stream == nullptr) return cudaErrorInvalidResourceHandle;
  const Reference<Instance> instance = instances().find(handle);
  return instance == nullptr ? cudaErrorInvalidValue : instance->launch(*stream);
}

cudaError_t destroy_graph(cudaGraph_t handle) {
  return graphs().remove(handle) == nullptr ? cudaErrorInvalidValue : cudaSuccess;
}
cudaError_t destroy_instance(cudaGraphExec_t handle) {
  return instances().remove(handle) == nullptr ? cudaErrorInvalidValue : cudaSuccess;
}

}  // namespace

void destroy_graphs() {
  instances().clear();
  graphs().clear();
}

}  // namespace ingot::hostcuda

using namespace ingot::hostcuda;

cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode mode) {
  INGOT_ON_GPU(cudaStreamBeginCapture(stream, mode));
  return dispatch<begin>(stream, mode);
}
cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* pGraph) {
  INGOT_ON_GPU(cudaStreamEndCapture(stream, pGraph));
  return dispatch<end>(stream, pGraph);
}
cudaError_t cudaStreamIsCapturing(cudaStream_t stream, cudaStreamCaptureStatus* pCaptureStatus) {
  INGOT_ON_GPU(cudaStreamIsCapturing(stream, pCaptureStatus));
  return dispatch<info>(stream, pCaptureStatus, static_cast<unsigned long long*>(nullptr));
}
cudaError_t cudaStreamGetCaptureInfo(cudaStream_t stream, cudaStreamCaptureStatus* status,
                                     unsigned long long* id) {
  INGOT_ON_GPU(cudaStreamGetCaptureInfo(stream, status, id));
  return dispatch<info>(stream, status, id);
}
cudaError_t cudaThreadExchangeStreamCaptureMode(cudaStreamCaptureMode* mode) {
  INGOT_ON_GPU(cudaThreadExchangeStreamCaptureMode(mode));
  return dispatch<exchange_mode>(mode);
}
cudaError_t cudaGraphGetNodes(cudaGraph_t graph, cudaGraphNode_t* nodes, size_t* numNodes) {
  INGOT_ON_GPU(cudaGraphGetNodes(graph, nodes, numNodes));
  return dispatch<get_nodes>(graph, nodes, numNodes);
}
cudaError_t cudaGraphNodeGetType(cudaGraphNode_t node, cudaGraphNodeType* pType) {
  INGOT_ON_GPU(cudaGraphNodeGetType(node, pType));
  return dispatch<get_type>(node, pType);
}
cudaError_t cudaGraphInstantiate(cudaGraphExec_t* pGraphExec, cudaGraph_t graph,
                                 unsigned long long flags) {
  INGOT_ON_GPU(cudaGraphInstantiateWithFlags(pGraphExec, graph, flags));
  return dispatch<instantiate>(pGraphExec, graph, flags);
}
cudaError_t cudaGraphInstantiateWithFlags(cudaGraphExec_t* pGraphExec, cudaGraph_t graph,
                                          unsigned long long flags) {
  INGOT_ON_GPU(cudaGraphInstantiateWithFlags(pGraphExec, graph, flags));
  return dispatch<instantiate>(pGraphExec, graph, flags);
}
cudaError_t cudaGraphExecUpdate(cudaGraphExec_t hGraphExec, cudaGraph_t hGraph,
                                cudaGraphExecUpdateResultInfo* resultInfo) {
  INGOT_ON_GPU(cudaGraphExecUpdate(hGraphExec, hGraph, resultInfo));
  return dispatch<update>(hGraphExec, hGraph, resultInfo);
}
cudaError_t cudaGraphUpload(cudaGraphExec_t graphExec, cudaStream_t stream) {
  INGOT_ON_GPU(cudaGraphUpload(graphExec, stream));
  return dispatch<upload>(graphExec, stream);
}
cudaError_t cudaGraphLaunch(cudaGraphExec_t graphExec, cudaStream_t stream) {
  INGOT_ON_GPU(cudaGraphLaunch(graphExec, stream));
  return dispatch<launch>(graphExec, stream);
}
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t graphExec) {
  INGOT_ON_GPU(cudaGraphExecDestroy(graphExec));
  return dispatch<destroy_instance>(graphExec);
}
cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
  INGOT_ON_GPU(cudaGraphDestroy(graph));
  return dispatch<destroy_graph>(graph);
}
