#pragma once

#include <cuda_runtime_api.h>
#include <ingot/tensorrt/level.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "api/reporter.h"
#include "runtime/program.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

class InvocationPool;

/// One run that was queued on a stream: a program and the addresses of its bindings.
struct Invocation {
  InvocationPool* pool = nullptr;
  std::shared_ptr<runtime::Program> program;
  std::vector<void*> addresses;
  backend::Laps* laps = nullptr;  ///< null: steps are not timed
  bool is_captured = false;       ///< belongs to a graph, which may run it any number of times

  /// What graphs and streams call; `invocation` is an Invocation. One that is not captured has to
  /// be called back, where the device has failed too.
  static void run(void* invocation) noexcept;
  static void call_back(cudaStream_t stream, cudaError_t device, void* invocation) noexcept;
};

/// The invocations of a context. Reuses those that are done, so that queueing allocates nothing
/// once as many exist as are ever under way.
class InvocationPool {
 public:
  /// `reporter` is told of launches that fail in a stream, after enqueue has returned.
  InvocationPool(const backend::Device& device, size_t num_addresses, const Reporter& reporter)
      : reporter_(reporter), stream_(device.create_stream()), num_addresses_(num_addresses) {}
  InvocationPool(const InvocationPool&) = delete;
  InvocationPool& operator=(const InvocationPool&) = delete;
  /// Waits for the runs under way.
  ~InvocationPool();

  /// An idle invocation. A captured one belongs to a graph from then on.
  Invocation& acquire(bool is_captured);
  /// As backend::Stream has it, for the runs to come.
  bool follow(cudaStream_t stream) noexcept { return stream_->follow(stream); }
  /// Queues the invocation on the stream that is followed, then gives it back unless it is
  /// captured. Throws Error kInvalidState with what the device said where a launch failed.
  void launch(Invocation& invocation);
  /// Gives back an invocation that was not queued.
  void release(Invocation& invocation) noexcept;

 private:
  friend struct Invocation;

  void execute(Invocation& invocation) noexcept;
  void queue(Invocation& invocation) noexcept;

  const Reporter& reporter_;
  std::unique_ptr<backend::Stream> stream_;
  size_t num_addresses_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Invocation>> all_;
  std::vector<Invocation*> free_;
  std::condition_variable idle_;
  int under_way_ = 0;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
