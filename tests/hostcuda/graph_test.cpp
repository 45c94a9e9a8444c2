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
