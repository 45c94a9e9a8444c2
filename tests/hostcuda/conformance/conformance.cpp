// What programs may expect of any CUDA runtime: streams, events, copies, memory, graphs, errors.
// It needs the runtime and the C++14 library alone, and passes on a GPU's runtime too.
#include <cuda_runtime.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

namespace {

int failures = 0;

void report(int line, const char* what, long long found, long long expected) {
  ++failures;
  std::printf("  line %d: %s is %lld, not %lld\n", line, what, found, expected);
}

#define EQUAL(found, expected)                                                                \
  do {                                                                                        \
    const auto found_value = static_cast<long long>(found);                                   \
    const auto expected_value = static_cast<long long>(expected);                             \
    if (found_value != expected_value) report(__LINE__, #found, found_value, expected_value); \
  } while (false)
#define DONE(call) EQUAL(call, cudaSuccess)
#define REFUSED(call, error) EQUAL(call, error)

void pause_ms(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

/// A host function that waits until the gate is opened.
struct Gate {
  std::atomic<bool> is_open{false};
  ~Gate() { open(); }
  void open() { is_open.store(true); }
  void hold(cudaStream_t stream) { DONE(cudaLaunchHostFunc(stream, wait, this)); }
  static void CUDART_CB wait(void* gate) {
    while (!static_cast<Gate*>(gate)->is_open.load()) pause_ms(1);
  }
};

void CUDART_CB increment(void* count) { static_cast<std::atomic<int>*>(count)->fetch_add(1); }

/// Appends its value to a list that stream order alone protects.
struct Append {
  std::vector<int>* list;
  int value;
  static void CUDART_CB run(void* append) {
    const Append* self = static_cast<Append*>(append);
    self->list->push_back(self->value);
  }
  void launch(cudaStream_t stream) { DONE(cudaLaunchHostFunc(stream, run, this)); }
};

struct Stream {
  cudaStream_t handle = nullptr;
  explicit Stream(unsigned flags = cudaStreamNonBlocking) {
    DONE(cudaStreamCreateWithFlags(&handle, flags));
  }
  ~Stream() { DONE(cudaStreamDestroy(handle)); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  operator cudaStream_t() const { return handle; }
};

struct Event {
  cudaEvent_t handle = nullptr;
  explicit Event(unsigned flags = cudaEventDefault) {
    DONE(cudaEventCreateWithFlags(&handle, flags));
  }
  ~Event() { DONE(cudaEventDestroy(handle)); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  operator cudaEvent_t() const { return handle; }
};

struct Device {
  unsigned char* bytes = nullptr;
  explicit Device(size_t size) { DONE(cudaMalloc(&bytes, size)); }
  ~Device() { DONE(cudaFree(bytes)); }
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;
};

void errors() {
  cudaGetLastError();
  REFUSED(cudaSetDevice(-1), cudaErrorInvalidDevice);
  int device = 0;
  DONE(cudaGetDevice(&device));
  EQUAL(cudaPeekAtLastError(), cudaErrorInvalidDevice);
  std::thread([] { EQUAL(cudaGetLastError(), cudaSuccess); }).join();
  EQUAL(cudaGetLastError(), cudaErrorInvalidDevice);
  EQUAL(cudaGetLastError(), cudaSuccess);
  EQUAL(std::strcmp(cudaGetErrorName(cudaErrorInvalidValue), "cudaErrorInvalidValue"), 0);
  EQUAL(std::strcmp(cudaGetErrorString(cudaErrorInvalidValue), "invalid argument"), 0);
  EQUAL(std::strcmp(cudaGetErrorString(cudaSuccess), "no error"), 0);
  EQUAL(std::strcmp(cudaGetErrorName(static_cast<cudaError_t>(12345)), "unrecognized error code"),
        0);
}

void device() {
  int count = 0;
  int runtime = 0;
  int driver = 0;
  DONE(cudaGetDeviceCount(&count));
  EQUAL(count >= 1, true);
  DONE(cudaRuntimeGetVersion(&runtime));
  DONE(cudaDriverGetVersion(&driver));
  EQUAL(runtime, CUDART_VERSION);
  EQUAL(driver >= runtime, true);
  cudaDeviceProp properties;
  DONE(cudaGetDeviceProperties(&properties, 0));
  int value = 0;
  DONE(cudaDeviceGetAttribute(&value, cudaDevAttrComputeCapabilityMajor, 0));
  EQUAL(value, properties.major);
  DONE(cudaDeviceGetAttribute(&value, cudaDevAttrMultiProcessorCount, 0));
  EQUAL(value, properties.multiProcessorCount);
  DONE(cudaDeviceGetAttribute(&value, cudaDevAttrMaxPersistingL2CacheSize, 0));
  EQUAL(value, properties.persistingL2CacheMaxSize);
  REFUSED(cudaDeviceGetAttribute(&value, static_cast<cudaDeviceAttr>(9999), 0),
          cudaErrorInvalidValue);
  REFUSED(cudaDeviceGetAttribute(&value, cudaDevAttrWarpSize, 9999), cudaErrorInvalidDevice);
  REFUSED(cudaGetDeviceProperties(&properties, 9999), cudaErrorInvalidDevice);
  size_t free = 0;
  size_t total = 0;
  DONE(cudaMemGetInfo(&free, &total));
  EQUAL(free > 0 && free <= total, true);
}

void memory() {
  unsigned char* device = nullptr;
  unsigned char* pinned = nullptr;
  unsigned char own = 0;
  DONE(cudaMalloc(&device, 64));
  DONE(cudaHostAlloc(&pinned, 64, cudaHostAllocMapped));
  cudaPointerAttributes found;
  DONE(cudaPointerGetAttributes(&found, device + 5));
  EQUAL(found.type, cudaMemoryTypeDevice);
  EQUAL(found.devicePointer == device + 5, true);
  EQUAL(found.hostPointer == nullptr, true);
  DONE(cudaPointerGetAttributes(&found, pinned));
  EQUAL(found.type, cudaMemoryTypeHost);
  EQUAL(found.hostPointer == pinned, true);
  DONE(cudaPointerGetAttributes(&found, &own));
  EQUAL(found.type, cudaMemoryTypeUnregistered);
  EQUAL(found.devicePointer == nullptr, true);
  void* mapped = nullptr;
  DONE(cudaHostGetDevicePointer(&mapped, pinned, 0));
  DONE(cudaPointerGetAttributes(&found, pinned));
  EQUAL(found.devicePointer == mapped, true);
  REFUSED(cudaHostGetDevicePointer(&mapped, &own, 0), cudaErrorInvalidValue);
  REFUSED(cudaFree(&own), cudaErrorInvalidValue);
  REFUSED(cudaFreeHost(&own), cudaErrorInvalidValue);
  REFUSED(cudaFree(device + 16), cudaErrorInvalidValue);
  REFUSED(cudaFreeHost(device), cudaErrorInvalidValue);
  REFUSED(cudaMalloc(&mapped, ~size_t(0) / 2), cudaErrorMemoryAllocation);
  DONE(cudaFree(device));
  REFUSED(cudaFree(device), cudaErrorInvalidValue);
  DONE(cudaFreeHost(pinned));
  DONE(cudaFree(nullptr));
  DONE(cudaFreeHost(nullptr));
  DONE(cudaMalloc(&device, 0));
  EQUAL(device == nullptr, true);
  std::vector<unsigned char> registered(1 << 16);
  DONE(cudaHostRegister(registered.data(), registered.size(), cudaHostRegisterDefault));
  REFUSED(cudaHostRegister(registered.data(), registered.size(), cudaHostRegisterDefault),
          cudaErrorHostMemoryAlreadyRegistered);
  DONE(cudaHostUnregister(registered.data()));
  REFUSED(cudaHostUnregister(registered.data()), cudaErrorHostMemoryNotRegistered);
  cudaGetLastError();
}

void managed_memory() {
  Stream stream;
  int* managed = nullptr;
  DONE(cudaMallocManaged(&managed, 4 * sizeof(int)));
  cudaPointerAttributes found;
  DONE(cudaPointerGetAttributes(&found, managed));
  EQUAL(found.type, cudaMemoryTypeManaged);
  DONE(cudaMemsetAsync(managed, 1, 4 * sizeof(int), stream));
  DONE(cudaStreamSynchronize(stream));
  EQUAL(managed[3], 0x01010101);
  managed[0] = 7;
  int value = 0;
  DONE(cudaMemcpy(&value, managed, sizeof(int), cudaMemcpyDeviceToHost));
  EQUAL(value, 7);
  DONE(cudaFree(managed));
  REFUSED(cudaMallocManaged(&managed, 64, 0), cudaErrorInvalidValue);
  cudaGetLastError();
}

void copies() {
  std::vector<unsigned char> host(4096);
  std::vector<unsigned char> back(4096);
  for (size_t i = 0; i < host.size(); ++i) host[i] = static_cast<unsigned char>(i * 7);
  Device first(4096);
  Device second(4096);
  DONE(cudaMemcpy(first.bytes, host.data(), 4096, cudaMemcpyHostToDevice));
  DONE(cudaMemcpy(second.bytes, first.bytes, 4096, cudaMemcpyDeviceToDevice));
  DONE(cudaMemcpy(back.data(), second.bytes, 4096, cudaMemcpyDefault));
  EQUAL(back == host, true);
  DONE(cudaMemset(first.bytes, 0x5A, 4096));
  DONE(cudaMemcpy2D(first.bytes, 64, host.data(), 32, 20, 3, cudaMemcpyHostToDevice));
  DONE(cudaMemcpy(back.data(), first.bytes, 4096, cudaMemcpyDeviceToHost));
  EQUAL(back[64 + 19], host[32 + 19]);
  EQUAL(back[64 + 20], 0x5A);
  EQUAL(back[3 * 64], 0x5A);
  REFUSED(cudaMemcpy2D(first.bytes, 16, host.data(), 32, 20, 3, cudaMemcpyHostToDevice),
          cudaErrorInvalidPitchValue);
  REFUSED(cudaMemcpy(first.bytes, host.data(), 16, static_cast<cudaMemcpyKind>(9)),
          cudaErrorInvalidMemcpyDirection);
  REFUSED(cudaMemcpy(nullptr, host.data(), 16, cudaMemcpyHostToDevice), cudaErrorInvalidValue);
  REFUSED(cudaMemset(nullptr, 0, 16), cudaErrorInvalidValue);
  DONE(cudaMemcpy(first.bytes, host.data(), 0, cudaMemcpyHostToDevice));
  cudaGetLastError();
}

void planes() {
  const cudaExtent extent = make_cudaExtent(24, 3, 4);
  std::vector<unsigned char> host(24 * 3 * 4);
  std::vector<unsigned char> back(host.size());
  for (size_t i = 0; i < host.size(); ++i) host[i] = static_cast<unsigned char>(i);
  cudaPitchedPtr device;
  DONE(cudaMalloc3D(&device, extent));
  EQUAL(device.pitch >= 24, true);
  DONE(cudaMemset3D(device, 0x11, extent));
  cudaMemcpy3DParms there = {};
  there.srcPtr = make_cudaPitchedPtr(host.data(), 24, 24, 3);
  there.dstPtr = device;
  there.dstPos = make_cudaPos(4, 1, 2);
  there.extent = make_cudaExtent(8, 2, 2);
  there.kind = cudaMemcpyHostToDevice;
  DONE(cudaMemcpy3D(&there));
  cudaMemcpy3DParms return_trip = {};
  return_trip.srcPtr = device;
  return_trip.dstPtr = make_cudaPitchedPtr(back.data(), 24, 24, 3);
  return_trip.extent = extent;
  return_trip.kind = cudaMemcpyDeviceToHost;
  Stream stream;
  DONE(cudaMemcpy3DAsync(&return_trip, stream));
  DONE(cudaStreamSynchronize(stream));
  EQUAL(back[(2 * 3 + 1) * 24 + 4], host[0]);
  EQUAL(back[(3 * 3 + 2) * 24 + 11], host[(1 * 3 + 1) * 24 + 7]);
  EQUAL(back[(2 * 3 + 1) * 24 + 12], 0x11);
  EQUAL(back[0], 0x11);
  DONE(cudaFree(device.ptr));
}

void pageable_memory() {
  Stream stream;
  Device device(4096);
  std::vector<unsigned char> host(4096, 3);
  std::vector<unsigned char> back(4096);
  {
    Gate gate;
    gate.hold(stream);
    DONE(cudaMemcpyAsync(device.bytes, host.data(), 4096, cudaMemcpyHostToDevice, stream));
    host.assign(4096, 9);
    gate.open();
    DONE(cudaStreamSynchronize(stream));
  }
  DONE(cudaMemcpyAsync(back.data(), device.bytes, 4096, cudaMemcpyDeviceToHost, stream));
  EQUAL(back[4095], 3);
}

void streams() {
  Stream stream;
  std::vector<int> list;
  std::vector<Append> appends;
  for (int i = 0; i < 100; ++i) appends.push_back({&list, i});
  for (Append& append : appends) append.launch(stream);
  DONE(cudaStreamSynchronize(stream));
  EQUAL(list.size(), 100);
  for (size_t i = 0; i < list.size(); ++i) EQUAL(list[i], i);

  unsigned flags = 0;
  DONE(cudaStreamGetFlags(stream, &flags));
  EQUAL(flags, cudaStreamNonBlocking);
  int least = 0;
  int greatest = 0;
  DONE(cudaDeviceGetStreamPriorityRange(&least, &greatest));
  cudaStream_t urgent = nullptr;
  int priority = 0;
  DONE(cudaStreamCreateWithPriority(&urgent, cudaStreamNonBlocking, greatest - 100));
  DONE(cudaStreamGetPriority(urgent, &priority));
  EQUAL(priority, greatest);

  std::atomic<int> count{0};
  Gate gate;
  gate.hold(urgent);
  REFUSED(cudaStreamQuery(urgent), cudaErrorNotReady);
  EQUAL(cudaPeekAtLastError(), cudaSuccess);
  DONE(cudaLaunchHostFunc(urgent, increment, &count));
  DONE(cudaStreamDestroy(urgent));
  EQUAL(count.load(), 0);
  gate.open();
  DONE(cudaDeviceSynchronize());
  EQUAL(count.load(), 1);
  REFUSED(cudaStreamDestroy(nullptr), cudaErrorInvalidResourceHandle);
  REFUSED(cudaLaunchHostFunc(stream, nullptr, nullptr), cudaErrorInvalidValue);
  REFUSED(cudaStreamCreateWithFlags(&urgent, 99), cudaErrorInvalidValue);
  cudaGetLastError();
}

void callbacks() {
  struct Told {
    cudaStream_t stream;
    cudaError_t status;
  };
  Stream stream;
  Told told{nullptr, cudaErrorUnknown};
  const cudaStreamCallback_t tell = [](cudaStream_t called, cudaError_t status, void* place) {
    *static_cast<Told*>(place) = {called, status};
  };
  DONE(cudaStreamAddCallback(stream, tell, &told, 0));
  DONE(cudaStreamSynchronize(stream));
  EQUAL(told.stream == stream, true);
  EQUAL(told.status, cudaSuccess);
  REFUSED(cudaStreamAddCallback(stream, tell, &told, 1), cudaErrorInvalidValue);
  cudaGetLastError();
}

void default_stream() {
  Stream blocking(cudaStreamDefault);
  Stream apart;
  std::atomic<int> count{0};
  Gate gate;
  gate.hold(blocking);
  DONE(cudaLaunchHostFunc(nullptr, increment, &count));
  DONE(cudaStreamQuery(apart));
  pause_ms(20);
  EQUAL(count.load(), 0);
  gate.open();
  DONE(cudaStreamSynchronize(nullptr));
  EQUAL(count.load(), 1);
}

void events() {
  Stream stream;
  Event start;
  Event end;
  Event untimed(cudaEventDisableTiming);
  float ms = 0;
  DONE(cudaEventQuery(start));
  REFUSED(cudaEventElapsedTime(&ms, start, end), cudaErrorInvalidResourceHandle);
  DONE(cudaEventRecord(start, stream));
  DONE(cudaLaunchHostFunc(
      stream, [](void*) { pause_ms(20); }, nullptr));
  DONE(cudaEventRecord(end, stream));
  DONE(cudaEventRecord(untimed, stream));
  REFUSED(cudaEventQuery(end), cudaErrorNotReady);
  DONE(cudaEventSynchronize(end));
  DONE(cudaEventElapsedTime(&ms, start, end));
  EQUAL(ms >= 19 && ms < 2000, true);
  DONE(cudaStreamSynchronize(stream));
  REFUSED(cudaEventElapsedTime(&ms, start, untimed), cudaErrorInvalidResourceHandle);

  Stream consumer;
  std::vector<int> list;
  Append first{&list, 1};
  Append second{&list, 2};
  Gate gate;
  gate.hold(stream);
  first.launch(stream);
  DONE(cudaEventRecord(end, stream));
  DONE(cudaStreamWaitEvent(consumer, end, 0));
  second.launch(consumer);
  gate.open();
  DONE(cudaStreamSynchronize(consumer));
  EQUAL(list.size(), 2);
  EQUAL(list == (std::vector<int>{1, 2}), true);
  cudaEvent_t none = nullptr;
  REFUSED(cudaEventCreateWithFlags(&none, 99), cudaErrorInvalidValue);
  cudaGetLastError();
}

void ordered_allocation() {
  Stream stream;
  int* device = nullptr;
  int value = 0;
  DONE(cudaMallocAsync(&device, sizeof(int), stream));
  DONE(cudaMemsetAsync(device, 1, sizeof(int), stream));
  DONE(cudaMemcpyAsync(&value, device, sizeof(int), cudaMemcpyDeviceToHost, stream));
  DONE(cudaFreeAsync(device, stream));
  DONE(cudaStreamSynchronize(stream));
  EQUAL(value, 0x01010101);
}

constexpr cudaStreamCaptureMode kMode = cudaStreamCaptureModeThreadLocal;

/// What `work(stream)` gives a captured stream.
template <class Work>
cudaGraph_t capture(cudaStream_t stream, const Work& work) {
  cudaGraph_t graph = nullptr;
  DONE(cudaStreamBeginCapture(stream, kMode));
  work(stream);
  DONE(cudaStreamEndCapture(stream, &graph));
  return graph;
}

cudaStreamCaptureStatus status_of(cudaStream_t stream) {
  cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
  DONE(cudaStreamIsCapturing(stream, &status));
  return status;
}

void graphs() {
  Stream stream;
  Device device(4);
  std::atomic<int> count{0};
  int* value = nullptr;
  DONE(cudaMallocHost(&value, sizeof(int)));
  *value = 0;
  const cudaGraph_t graph = capture(stream, [&](cudaStream_t captured) {
    EQUAL(status_of(captured), cudaStreamCaptureStatusActive);
    DONE(cudaLaunchHostFunc(captured, increment, &count));
    DONE(cudaMemsetAsync(device.bytes, 2, 4, captured));
    DONE(cudaMemcpyAsync(value, device.bytes, 4, cudaMemcpyDeviceToHost, captured));
  });
  EQUAL(status_of(stream), cudaStreamCaptureStatusNone);
  DONE(cudaStreamSynchronize(stream));
  EQUAL(count.load(), 0);
  size_t nodes = 0;
  DONE(cudaGraphGetNodes(graph, nullptr, &nodes));
  EQUAL(nodes, 3);
  cudaGraphExec_t instance = nullptr;
  DONE(cudaGraphInstantiate(&instance, graph, 0));
  DONE(cudaGraphUpload(instance, stream));
  for (int i = 0; i < 3; ++i) DONE(cudaGraphLaunch(instance, stream));
  DONE(cudaStreamSynchronize(stream));
  EQUAL(count.load(), 3);
  EQUAL(*value, 0x02020202);
  DONE(cudaGraphExecDestroy(instance));
  DONE(cudaGraphDestroy(graph));
  DONE(cudaFreeHost(value));
}

void graph_update() {
  Stream stream;
  Stream other;
  Device device(4);
  std::vector<int> list;
  Append one{&list, 1};
  Append two{&list, 2};
  const cudaGraph_t first = capture(stream, [&](cudaStream_t s) { one.launch(s); });
  const cudaGraph_t second = capture(stream, [&](cudaStream_t s) { two.launch(s); });
  const cudaGraph_t longer = capture(stream, [&](cudaStream_t s) {
    one.launch(s);
    two.launch(s);
  });
  const cudaGraph_t fill =
      capture(stream, [&](cudaStream_t s) { DONE(cudaMemsetAsync(device.bytes, 0, 4, s)); });
  cudaGraphExec_t instance = nullptr;
  cudaGraphExecUpdateResultInfo info;
  DONE(cudaGraphInstantiate(&instance, first, 0));
  Gate gate;
  gate.hold(stream);
  DONE(cudaGraphLaunch(instance, stream));
  DONE(cudaGraphExecUpdate(instance, second, &info));
  EQUAL(info.result, cudaGraphExecUpdateSuccess);
  DONE(cudaGraphLaunch(instance, other));  // waits for the launch before it
  gate.open();
  DONE(cudaStreamSynchronize(other));
  EQUAL(list == (std::vector<int>{1, 2}), true);
  REFUSED(cudaGraphExecUpdate(instance, longer, &info), cudaErrorGraphExecUpdateFailure);
  EQUAL(info.result, cudaGraphExecUpdateErrorTopologyChanged);
  REFUSED(cudaGraphExecUpdate(instance, fill, &info), cudaErrorGraphExecUpdateFailure);
  EQUAL(info.result, cudaGraphExecUpdateErrorNodeTypeChanged);
  cudaGetLastError();
  DONE(cudaGraphExecDestroy(instance));
  for (cudaGraph_t graph : {first, second, longer, fill}) DONE(cudaGraphDestroy(graph));
}

void graph_of_streams() {
  Stream first;
  Stream second;
  Event fork;
  Event join;
  std::vector<int> list;
  Append a{&list, 1};
  Append b{&list, 2};
  Append c{&list, 3};
  const cudaGraph_t graph = capture(first, [&](cudaStream_t) {
    a.launch(first);
    DONE(cudaEventRecord(fork, first));
    DONE(cudaStreamWaitEvent(second, fork, 0));
    EQUAL(status_of(second), cudaStreamCaptureStatusActive);
    b.launch(second);
    DONE(cudaEventRecord(join, second));
    DONE(cudaStreamWaitEvent(first, join, 0));
    c.launch(first);
  });
  cudaGraphExec_t inner = nullptr;
  DONE(cudaGraphInstantiate(&inner, graph, 0));
  DONE(cudaGraphLaunch(inner, first));
  DONE(cudaStreamSynchronize(first));
  EQUAL(list == (std::vector<int>{1, 2, 3}), true);
  DONE(cudaGraphExecDestroy(inner));
  DONE(cudaGraphDestroy(graph));

  cudaGraph_t none = nullptr;
  DONE(cudaStreamBeginCapture(first, kMode));
  DONE(cudaEventRecord(fork, first));
  DONE(cudaStreamWaitEvent(second, fork, 0));
  a.launch(second);
  REFUSED(cudaStreamEndCapture(first, &none), cudaErrorStreamCaptureUnjoined);
  EQUAL(none == nullptr, true);
  EQUAL(status_of(second), cudaStreamCaptureStatusNone);
  cudaGetLastError();
}

/// Calls `forbidden(stream)` in a capture, which it must make invalid.
template <class Forbidden>
void capture_refuses(int line, cudaError_t error, const Forbidden& forbidden) {
  Stream stream;
  cudaGraph_t graph = nullptr;
  std::atomic<int> count{0};
  DONE(cudaStreamBeginCapture(stream, kMode));
  const cudaError_t found = forbidden(stream.handle);
  if (found != error) report(line, "the refusal", found, error);
  EQUAL(status_of(stream), cudaStreamCaptureStatusInvalidated);
  REFUSED(cudaLaunchHostFunc(stream, increment, &count), cudaErrorStreamCaptureInvalidated);
  REFUSED(cudaStreamEndCapture(stream, &graph), cudaErrorStreamCaptureInvalidated);
  EQUAL(graph == nullptr, true);
  cudaGetLastError();
}

void capture_rules() {
  capture_refuses(__LINE__, cudaErrorStreamCaptureUnsupported,
                  [](cudaStream_t stream) { return cudaStreamSynchronize(stream); });
  capture_refuses(__LINE__, cudaErrorStreamCaptureUnsupported,
                  [](cudaStream_t stream) { return cudaStreamQuery(stream); });
  capture_refuses(__LINE__, cudaErrorStreamCaptureUnsupported, [](cudaStream_t) {
    int* pointer = nullptr;
    return cudaMalloc(&pointer, 16);
  });
  capture_refuses(__LINE__, cudaErrorStreamCaptureUnsupported,
                  [](cudaStream_t) { return cudaDeviceSynchronize(); });
  Stream stream;
  cudaGraph_t graph = nullptr;
  REFUSED(cudaStreamEndCapture(stream, &graph), cudaErrorIllegalState);
  REFUSED(cudaStreamBeginCapture(nullptr, kMode), cudaErrorStreamCaptureUnsupported);
  DONE(cudaStreamBeginCapture(stream, kMode));
  REFUSED(cudaStreamBeginCapture(stream, kMode), cudaErrorIllegalState);
  DONE(cudaStreamEndCapture(stream, &graph));
  DONE(cudaGraphDestroy(graph));
  cudaGetLastError();

  cudaStreamCaptureMode mode = cudaStreamCaptureModeRelaxed;
  int* pointer = nullptr;
  DONE(cudaThreadExchangeStreamCaptureMode(&mode));
  EQUAL(mode, cudaStreamCaptureModeGlobal);
  DONE(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal));
  DONE(cudaMalloc(&pointer, 16));
  DONE(cudaStreamEndCapture(stream, &graph));
  DONE(cudaThreadExchangeStreamCaptureMode(&mode));
  EQUAL(mode, cudaStreamCaptureModeRelaxed);
  DONE(cudaGraphDestroy(graph));
  DONE(cudaFree(pointer));
}

void captured_allocation() {
  Stream stream;
  int* value = nullptr;
  DONE(cudaMallocHost(&value, sizeof(int)));
  const cudaGraph_t graph = capture(stream, [&](cudaStream_t captured) {
    int* inside = nullptr;
    DONE(cudaMallocAsync(&inside, sizeof(int), captured));
    DONE(cudaMemsetAsync(inside, 1, sizeof(int), captured));
    DONE(cudaMemcpyAsync(value, inside, sizeof(int), cudaMemcpyDeviceToHost, captured));
    DONE(cudaFreeAsync(inside, captured));
  });
  cudaGraphExec_t instance = nullptr;
  DONE(cudaGraphInstantiate(&instance, graph, 0));
  for (int i = 0; i < 2; ++i) {
    *value = 0;
    DONE(cudaGraphLaunch(instance, stream));
    DONE(cudaStreamSynchronize(stream));
    EQUAL(*value, 0x01010101);
  }
  DONE(cudaGraphExecDestroy(instance));
  DONE(cudaGraphDestroy(graph));
  DONE(cudaFreeHost(value));
}

struct Test {
  const char* name;
  void (*run)();
};

#define TEST(name) \
  { #name, name }

const Test kTests[] = {TEST(errors),
                       TEST(device),
                       TEST(memory),
                       TEST(managed_memory),
                       TEST(copies),
                       TEST(planes),
                       TEST(pageable_memory),
                       TEST(streams),
                       TEST(callbacks),
                       TEST(default_stream),
                       TEST(events),
                       TEST(ordered_allocation),
                       TEST(graphs),
                       TEST(graph_update),
                       TEST(graph_of_streams),
                       TEST(capture_rules),
                       TEST(captured_allocation)};

}  // namespace

/// The arguments name tests to leave out.
int main(int argc, char** argv) {
  for (const Test& test : kTests) {
    bool wanted = true;
    for (int i = 1; i < argc; ++i) wanted = wanted && std::strcmp(argv[i], test.name) != 0;
    if (!wanted) continue;
    const int before = failures;
    test.run();
    std::printf("%s: %s\n", test.name, failures == before ? "passed" : "FAILED");
    std::fflush(stdout);
  }
  std::printf("%d failures\n", failures);
  return failures == 0 ? 0 : 1;
}
