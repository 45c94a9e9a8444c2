// Recordings of a stream as CUDA graphs.
#include <memory>
#include <utility>

#include "backend/cuda/capture_mode.h"
#include "backend/cuda/stream.h"

namespace ingot::backend::cuda {
namespace {

struct DestroyGraph {
  void operator()(cudaGraph_t graph) const { cudaGraphDestroy(graph); }
};
using Graph = std::unique_ptr<std::remove_pointer_t<cudaGraph_t>, DestroyGraph>;

class CudaRecording final : public Recording {
 public:
  explicit CudaRecording(cudaGraphExec_t graph) : graph_(graph) {}
  CudaRecording(const CudaRecording&) = delete;
  CudaRecording& operator=(const CudaRecording&) = delete;
  /// The runtime keeps a graph that runs until it is done.
  ~CudaRecording() override { cudaGraphExecDestroy(graph_); }

  void replay(Stream& stream) noexcept override {
    auto& queue = static_cast<CudaStream&>(stream);
    queue.note(cudaGraphLaunch(graph_, queue.handle()));
  }

 private:
  cudaGraphExec_t graph_;
};

/// Null where something in `queue` cannot be captured.
Graph capture(cudaStream_t stream, const std::function<void()>& queue) {
  if (cudaStreamBeginCapture(stream, cudaStreamCaptureModeRelaxed) != cudaSuccess) return nullptr;
  queue();
  cudaGraph_t graph = nullptr;
  cudaStreamEndCapture(stream, &graph);
  return Graph(graph);
}

cudaGraphExec_t instantiate(const Graph& graph, cudaStream_t stream) {
  cudaGraphExec_t made = nullptr;
  if (!graph || cudaGraphInstantiateWithFlags(&made, graph.get(), 0) != cudaSuccess) return nullptr;
  cudaGraphUpload(made, stream);
  return made;
}

}  // namespace

std::unique_ptr<Recording> CudaStream::record(const std::function<void()>& queue) {
  const RelaxedCaptureMode mode;
  const cudaError_t earlier_failure = failure_;
  const cudaStream_t followed = std::exchange(handle_, own_);
  const Graph graph = capture(own_, queue);
  handle_ = followed;
  const bool is_whole = failure_ == earlier_failure;
  failure_ = earlier_failure;
  const cudaGraphExec_t made = is_whole ? instantiate(graph, own_) : nullptr;
  if (made != nullptr) return std::make_unique<CudaRecording>(made);
  cudaGetLastError();
  return nullptr;
}

}  // namespace ingot::backend::cuda
