#include <algorithm>

#include "helpers.h"

namespace ingot::test {
namespace {

constexpr cudaStreamCaptureMode kMode = cudaStreamCaptureModeThreadLocal;

cudaStreamCaptureStatus status_of(cudaStream_t stream) {
  cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
  EXPECT_EQ(cudaSuccess, cudaStreamIsCapturing(stream, &status));
  return status;
}

TEST(Graph, CapturedWorkRunsAtEachLaunch) {
  StreamHandle stream;
  std::atomic<int> count{0};
  int* device = nullptr;
  ASSERT_CUDA(cudaMalloc(&device, sizeof(int)));
  int value = 0;
  ASSERT_CUDA(cudaStreamBeginCapture(stream, kMode));
  EXPECT_EQ(status_of(stream), cudaStreamCaptureStatusActive);
  ASSERT_CUDA(cudaLaunchHostFunc(stream, increment, &count));
  ASSERT_CUDA(cudaMemsetAsync(device, 2, sizeof(int), stream));
  ASSERT_CUDA(cudaMemcpyAsync(&value, device, sizeof value, cudaMemcpyDeviceToHost, stream));
  cudaGraph_t graph = nullptr;
  ASSERT_CUDA(cudaStreamEndCapture(stream, &graph));
  EXPECT_EQ(status_of(stream), cudaStreamCaptureStatusNone);
  ASSERT_CUDA(cudaStreamSynchronize(stream));
  EXPECT_EQ(count.load(), 0);
  cudaGraphExec_t instance = nullptr;
  ASSERT_CUDA(cudaGraphInstantiate(&instance, graph, nullptr, nullptr, 0));
  ASSERT_CUDA(cudaGraphDestroy(graph));
  for (int i = 0; i < 3; ++i) ASSERT_CUDA(cudaGraphLaunch(instance, stream));
  ASSERT_CUDA(cudaGraphExecDestroy(instance));
  ASSERT_CUDA(cudaStreamSynchronize(stream));
  EXPECT_EQ(count.load(), 3);
  EXPECT_EQ(value, 0x02020202);
  ASSERT_CUDA(cudaFree(device));
}

TEST(Graph, ForkAndJoinThroughEvents) {
  StreamHandle first;
  StreamHandle second(cudaStreamNonBlocking);
  EventHandle fork;
  EventHandle join;
  std::vector<int> list;
  Append a{&list, 1};
  Append b{&list, 2};
  Append c{&list, 3};
  ASSERT_CUDA(cudaStreamBeginCapture(first, kMode));
  ASSERT_CUDA(cudaLaunchHostFunc(first, Append::run, &a));
  ASSERT_CUDA(cudaEventRecord(fork, first));
  ASSERT_CUDA(cudaStreamWaitEvent(second, fork, 0));
  EXPECT_EQ(status_of(second), cudaStreamCaptureStatusActive);
  ASSERT_CUDA(cudaLaunchHostFunc(second, Append::run, &b));
  ASSERT_CUDA(cudaEventRecord(join, second));
  ASSERT_CUDA(cudaStreamWaitEvent(first, join, 0));
  ASSERT_CUDA(cudaLaunchHostFunc(first, Append::run, &c));
  cudaGraph_t graph = nullptr;
  ASSERT_CUDA(cudaStreamEndCapture(first, &graph));
  EXPECT_EQ(status_of(second), cudaStreamCaptureStatusNone);
  cudaGraphExec_t instance = nullptr;
  ASSERT_CUDA(cudaGraphInstantiate(&instance, graph, 0));
  ASSERT_CUDA(cudaGraphLaunch(instance, first));
  ASSERT_CUDA(cudaStreamSynchronize(first));
  EXPECT_EQ(list, (std::vector<int>{1, 2, 3}));
  ASSERT_CUDA(cudaGraphExecDestroy(instance));
  ASSERT_CUDA(cudaGraphDestroy(graph));
}

TEST(Graph, UnjoinedWorkIsRefused) {
  StreamHandle first;
  StreamHandle second(cudaStreamNonBlocking);
  EventHandle fork;
  std::atomic<int> count{0};
  ASSERT_CUDA(cudaStreamBeginCapture(first, kMode));
  ASSERT_CUDA(cudaEventRecord(fork, first));
  ASSERT_CUDA(cudaStreamWaitEvent(second, fork, 0));
  ASSERT_CUDA(cudaLaunchHostFunc(second, increment, &count));
  cudaGraph_t graph = nullptr;
  EXPECT_EQ(cudaErrorStreamCaptureUnjoined, cudaStreamEndCapture(first, &graph));
  EXPECT_EQ(graph, nullptr);
  EXPECT_EQ(status_of(second), cudaStreamCaptureStatusNone);
  cudaGetLastError();
}

// Calls `forbidden` in a capture; it must fail with `error` and make the capture invalid.
template <class Forbidden>
void expect_refusal(cudaError_t error, const Forbidden& forbidden) {
  StreamHandle stream;
  ASSERT_CUDA(cudaStreamBeginCapture(stream, kMode));
  EXPECT_EQ(error, forbidden(stream)) << cudaGetErrorName(error);
  EXPECT_EQ(status_of(stream), cudaStreamCaptureStatusInvalidated);
  EXPECT_EQ(cudaErrorStreamCaptureInvalidated, cudaLaunchHostFunc(stream, increment, nullptr));
  cudaGraph_t graph = nullptr;
  EXPECT_EQ(cudaErrorStreamCaptureInvalidated, cudaStreamEndCapture(stream, &graph));
  EXPECT_EQ(graph, nullptr);
  EXPECT_EQ(status_of(stream), cudaStreamCaptureStatusNone);
  cudaGetLastError();
}

TEST(Graph, CaptureForbidsSomeCalls) {
  expect_refusal(cudaErrorStreamCaptureUnsupported,
                 [](cudaStream_t stream) { return cudaStreamSynchronize(stream); });
  expect_refusal(cudaErrorStreamCaptureUnsupported,
                 [](cudaStream_t stream) { return cudaStreamQuery(stream); });
  expect_refusal(cudaErrorStreamCaptureUnsupported, [](cudaStream_t) {
    int* pointer = nullptr;
    return cudaMalloc(&pointer, 16);
  });
  expect_refusal(cudaErrorStreamCaptureUnsupported,
                 [](cudaStream_t) { return cudaDeviceSynchronize(); });
  expect_refusal(cudaErrorStreamCaptureImplicit,
                 [](cudaStream_t) { return cudaLaunchHostFunc(nullptr, increment, nullptr); });
  expect_refusal(cudaErrorCapturedEvent, [](cudaStream_t stream) {
    EventHandle event;
    EXPECT_EQ(cudaSuccess, cudaEventRecord(event, stream));
    return cudaEventQuery(event);
  });
}

TEST(Graph, EndsOnlyWhereItBegan) {
  StreamHandle first;
  StreamHandle second(cudaStreamNonBlocking);
  EventHandle fork;
  cudaGraph_t graph = nullptr;
  EXPECT_EQ(cudaErrorIllegalState, cudaStreamEndCapture(first, &graph));
  EXPECT_EQ(cudaErrorStreamCaptureUnsupported, cudaStreamBeginCapture(nullptr, kMode));
  ASSERT_CUDA(cudaStreamBeginCapture(first, kMode));
  EXPECT_EQ(cudaErrorIllegalState, cudaStreamBeginCapture(first, kMode));
  ASSERT_CUDA(cudaEventRecord(fork, first));
  ASSERT_CUDA(cudaStreamWaitEvent(second, fork, 0));
  EXPECT_EQ(cudaErrorStreamCaptureUnmatched, cudaStreamEndCapture(second, &graph));
  EXPECT_EQ(cudaErrorStreamCaptureInvalidated, cudaStreamEndCapture(first, &graph));
  EXPECT_EQ(cudaErrorInvalidValue, cudaEventQuery(fork));
  cudaGetLastError();
}

/// What `work(stream)` gives a captured stream, as a graph that ends with this object.
class CapturedGraph {
 public:
  template <class Work>
  CapturedGraph(cudaStream_t stream, const Work& work) {
    EXPECT_EQ(cudaSuccess, cudaStreamBeginCapture(stream, kMode));
    work(stream);
    EXPECT_EQ(cudaSuccess, cudaStreamEndCapture(stream, &graph_));
  }
  CapturedGraph(const CapturedGraph&) = delete;
  CapturedGraph& operator=(const CapturedGraph&) = delete;
  ~CapturedGraph() { cudaGraphDestroy(graph_); }
  operator cudaGraph_t() const { return graph_; }

 private:
  cudaGraph_t graph_ = nullptr;
};

auto appending(std::vector<Append>& appends) {
  return [&appends](cudaStream_t stream) {
    for (Append& append : appends) {
      EXPECT_EQ(cudaSuccess, cudaLaunchHostFunc(stream, Append::run, &append));
    }
  };
}

TEST(Graph, UpdatedInstanceRunsTheNewWork) {
  StreamHandle stream;
  std::vector<int> list;
  std::vector<Append> before{{&list, 1}, {&list, 2}};
  std::vector<Append> after{{&list, 3}, {&list, 4}};
  CapturedGraph first(stream, appending(before));
  CapturedGraph second(stream, appending(after));
  cudaGraphExec_t instance = nullptr;
  ASSERT_CUDA(cudaGraphInstantiateWithFlags(&instance, first, 0));
  ASSERT_CUDA(cudaGraphUpload(instance, stream));
  Gate gate;
  gate.hold(stream);
  ASSERT_CUDA(cudaGraphLaunch(instance, stream));  // keeps the work that it was given with
  cudaGraphExecUpdateResultInfo result{};
  ASSERT_CUDA(cudaGraphExecUpdate(instance, second, &result));
  EXPECT_EQ(result.result, cudaGraphExecUpdateSuccess);
  ASSERT_CUDA(cudaGraphLaunch(instance, stream));
  gate.open();
  ASSERT_CUDA(cudaStreamSynchronize(stream));
  EXPECT_EQ(list, (std::vector<int>{1, 2, 3, 4}));
  ASSERT_CUDA(cudaGraphExecDestroy(instance));
}

TEST(Graph, UpdateRefusesAnotherShape) {
  StreamHandle stream;
  std::vector<int> list;
  std::vector<Append> two{{&list, 1}, {&list, 2}};
  std::vector<Append> three{{&list, 1}, {&list, 2}, {&list, 3}};
  int* device = nullptr;
  ASSERT_CUDA(cudaMalloc(&device, sizeof(int)));
  CapturedGraph first(stream, appending(two));
  CapturedGraph longer(stream, appending(three));
  CapturedGraph other(stream, [&](cudaStream_t captured) {
    EXPECT_EQ(cudaSuccess, cudaLaunchHostFunc(captured, Append::run, two.data()));
    EXPECT_EQ(cudaSuccess, cudaMemsetAsync(device, 0, sizeof(int), captured));
  });
  cudaGraphExec_t instance = nullptr;
  ASSERT_CUDA(cudaGraphInstantiate(&instance, first, 0));
  cudaGraphExecUpdateResultInfo info{};
  EXPECT_EQ(cudaErrorGraphExecUpdateFailure, cudaGraphExecUpdate(instance, longer, &info));
  EXPECT_EQ(info.result, cudaGraphExecUpdateErrorTopologyChanged);
  cudaGraphNode_t node = nullptr;
  cudaGraphExecUpdateResult result = cudaGraphExecUpdateSuccess;
  EXPECT_EQ(cudaErrorGraphExecUpdateFailure, cudaGraphExecUpdate(instance, other, &node, &result));
  EXPECT_EQ(result, cudaGraphExecUpdateErrorNodeTypeChanged);
  cudaGraphNodeType type = cudaGraphNodeTypeEmpty;
  ASSERT_CUDA(cudaGraphNodeGetType(node, &type));
  EXPECT_EQ(type, cudaGraphNodeTypeMemset);
  ASSERT_CUDA(cudaGraphLaunch(instance, stream));
  ASSERT_CUDA(cudaStreamSynchronize(stream));
  EXPECT_EQ(list, (std::vector<int>{1, 2}));
  EXPECT_EQ(cudaErrorInvalidValue, cudaGraphExecUpdate(nullptr, other, &info));
  cudaGetLastError();
  ASSERT_CUDA(cudaGraphExecDestroy(instance));
  ASSERT_CUDA(cudaFree(device));
}

TEST(Graph, NodesTellTheirTypes) {
  StreamHandle stream;
  std::atomic<int> count{0};
  int* device = nullptr;
  int value = 0;
  ASSERT_CUDA(cudaMalloc(&device, sizeof(int)));
  CapturedGraph graph(stream, [&](cudaStream_t captured) {
    EXPECT_EQ(cudaSuccess, cudaLaunchHostFunc(captured, increment, &count));
    EXPECT_EQ(cudaSuccess, cudaMemsetAsync(device, 2, sizeof(int), captured));
    EXPECT_EQ(cudaSuccess,
              cudaMemcpyAsync(&value, device, sizeof value, cudaMemcpyDeviceToHost, captured));
  });
  std::size_t size = 0;
  ASSERT_CUDA(cudaGraphGetNodes(graph, nullptr, &size));
  ASSERT_EQ(size, 3U);
  std::vector<cudaGraphNode_t> nodes(size);
  ASSERT_CUDA(cudaGraphGetNodes(graph, nodes.data(), &size));
  std::vector<unsigned> types;
  for (cudaGraphNode_t node : nodes) {
    cudaGraphNodeType type = cudaGraphNodeTypeEmpty;
    ASSERT_CUDA(cudaGraphNodeGetType(node, &type));
    types.push_back(type);
  }
  std::sort(types.begin(), types.end());
  EXPECT_EQ(types, (std::vector<unsigned>{cudaGraphNodeTypeMemcpy, cudaGraphNodeTypeMemset,
                                          cudaGraphNodeTypeHost}));
  EXPECT_EQ(cudaErrorInvalidValue, cudaGraphNodeGetType(nullptr, nullptr));
  cudaGetLastError();
  ASSERT_CUDA(cudaFree(device));
}

TEST(Graph, LaunchesOfOneInstanceDoNotOverlap) {
  StreamHandle first(cudaStreamNonBlocking);
  StreamHandle second(cudaStreamNonBlocking);
  int plain = 0;  // protected by the launches' order only
  CapturedGraph graph(first, [&](cudaStream_t captured) {
    for (int i = 0; i < 10; ++i) {
      EXPECT_EQ(cudaSuccess,
                cudaLaunchHostFunc(
                    captured, [](void* value) { ++*static_cast<int*>(value); }, &plain));
    }
  });
  cudaGraphExec_t instance = nullptr;
  ASSERT_CUDA(cudaGraphInstantiate(&instance, graph, 0));
  for (int i = 0; i < 100; ++i) {
    ASSERT_CUDA(cudaGraphLaunch(instance, i % 2 == 0 ? first : second));
  }
  ASSERT_CUDA(cudaDeviceSynchronize());
  EXPECT_EQ(plain, 1000);
  ASSERT_CUDA(cudaGraphExecDestroy(instance));
}

TEST(Graph, InstanceIsPartOfAnotherGraph) {
  StreamHandle stream;
  std::vector<int> list;
  std::vector<Append> appends{{&list, 1}, {&list, 2}};
  cudaGraphExec_t inner = nullptr;
  {
    CapturedGraph graph(stream, appending(appends));
    ASSERT_CUDA(cudaGraphInstantiate(&inner, graph, 0));
  }
  Append last{&list, 3};
  CapturedGraph outer(stream, [&](cudaStream_t captured) {
    EXPECT_EQ(cudaSuccess, cudaGraphLaunch(inner, captured));
    EXPECT_EQ(cudaSuccess, cudaLaunchHostFunc(captured, Append::run, &last));
  });
  ASSERT_CUDA(cudaGraphExecDestroy(inner));
  std::size_t size = 0;
  ASSERT_CUDA(cudaGraphGetNodes(outer, nullptr, &size));
  EXPECT_EQ(size, 2U);
  cudaGraphExec_t instance = nullptr;
  ASSERT_CUDA(cudaGraphInstantiate(&instance, outer, 0));
  for (int i = 0; i < 2; ++i) ASSERT_CUDA(cudaGraphLaunch(instance, stream));
  ASSERT_CUDA(cudaStreamSynchronize(stream));
  EXPECT_EQ(list, (std::vector<int>{1, 2, 3, 1, 2, 3}));
  ASSERT_CUDA(cudaGraphExecDestroy(instance));
}

TEST(Graph, StreamOrderedAllocationIsCaptured) {
  StreamHandle stream;
  int* inside = nullptr;
  int value = 0;
  CapturedGraph graph(stream, [&](cudaStream_t captured) {
    EXPECT_EQ(cudaSuccess, cudaMallocAsync(&inside, sizeof(int), captured));
    EXPECT_EQ(cudaSuccess, cudaMemsetAsync(inside, 1, sizeof(int), captured));
    EXPECT_EQ(cudaSuccess,
              cudaMemcpyAsync(&value, inside, sizeof value, cudaMemcpyDeviceToHost, captured));
    EXPECT_EQ(cudaSuccess, cudaFreeAsync(inside, captured));
  });
  cudaGraphExec_t instance = nullptr;
  ASSERT_CUDA(cudaGraphInstantiate(&instance, graph, cudaGraphInstantiateFlagAutoFreeOnLaunch));
  for (int i = 0; i < 2; ++i) {
    value = 0;
    ASSERT_CUDA(cudaGraphLaunch(instance, stream));
    ASSERT_CUDA(cudaStreamSynchronize(stream));
    EXPECT_EQ(value, 0x01010101);
  }
  EXPECT_EQ(cudaErrorInvalidValue, cudaFree(inside));
  cudaGetLastError();
  ASSERT_CUDA(cudaGraphExecDestroy(instance));
}

TEST(Graph, ThreadsChooseWhichCapturesForbidCalls) {
  StreamHandle stream;
  int* pointer = nullptr;
  cudaStreamCaptureMode mode = cudaStreamCaptureModeRelaxed;
  ASSERT_CUDA(cudaThreadExchangeStreamCaptureMode(&mode));
  EXPECT_EQ(mode, cudaStreamCaptureModeGlobal);
  ASSERT_CUDA(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal));
  ASSERT_CUDA(cudaMalloc(&pointer, 16));
  ASSERT_CUDA(cudaThreadExchangeStreamCaptureMode(&mode));
  EXPECT_EQ(mode, cudaStreamCaptureModeRelaxed);
  std::thread([] {
    cudaStreamCaptureMode own = cudaStreamCaptureModeThreadLocal;
    EXPECT_EQ(cudaSuccess, cudaThreadExchangeStreamCaptureMode(&own));
    int* other = nullptr;
    EXPECT_EQ(cudaSuccess, cudaMalloc(&other, 16));
    EXPECT_EQ(cudaSuccess, cudaFree(other));
  }).join();
  unsigned long long id = 0;
  cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
  ASSERT_CUDA(cudaStreamGetCaptureInfo(stream, &status, &id));
  EXPECT_EQ(status, cudaStreamCaptureStatusActive);
  EXPECT_NE(id, 0U);
  EXPECT_EQ(cudaErrorStreamCaptureUnsupported, cudaFree(pointer));
  cudaGraph_t graph = nullptr;
  EXPECT_EQ(cudaErrorStreamCaptureInvalidated, cudaStreamEndCapture(stream, &graph));
  cudaGetLastError();
  ASSERT_CUDA(cudaFree(pointer));
}

TEST(Graph, RefusesUnknownHandles) {
  StreamHandle stream;
  cudaGraphExec_t instance = nullptr;
  EXPECT_EQ(cudaErrorInvalidValue, cudaGraphInstantiate(&instance, nullptr, 0));
  EXPECT_EQ(cudaErrorInvalidValue, cudaGraphLaunch(nullptr, stream));
  EXPECT_EQ(cudaErrorInvalidValue, cudaGraphDestroy(nullptr));
  EXPECT_EQ(cudaErrorInvalidValue, cudaGraphExecDestroy(nullptr));
  EXPECT_EQ(cudaErrorInvalidValue, cudaStreamIsCapturing(stream, nullptr));
  cudaGetLastError();
}

}  // namespace
}  // namespace ingot::test
