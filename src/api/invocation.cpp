#include "api/invocation.h"

#include <utility>

#include "base/error.h"
#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

void Invocation::run(void* invocation) noexcept {
  auto& self = *static_cast<Invocation*>(invocation);
  self.pool->execute(self);
}

void Invocation::call_back(cudaStream_t /*stream*/, cudaError_t device, void* invocation) noexcept {
  auto& self = *static_cast<Invocation*>(invocation);
  if (device == cudaSuccess) {
    self.pool->execute(self);
  } else {
    self.pool->release(self);
  }
}

InvocationPool::~InvocationPool() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return under_way_ == 0; });
}

Invocation& InvocationPool::acquire(bool is_captured) {
  const std::lock_guard lock(mutex_);
  if (free_.empty()) {
    auto made = std::make_unique<Invocation>();
    made->pool = this;
    made->addresses.resize(num_addresses_);
    free_.reserve(all_.size() + 1);  // so that release allocates nothing
    all_.push_back(std::move(made));
    free_.push_back(all_.back().get());
  }
  Invocation& invocation = *free_.back();
  free_.pop_back();
  invocation.is_captured = is_captured;
  if (!is_captured) ++under_way_;
  return invocation;
}

void InvocationPool::release(Invocation& invocation) noexcept {
  const std::lock_guard lock(mutex_);
  invocation.program.reset();
  invocation.laps = nullptr;
  free_.push_back(&invocation);
  if (!invocation.is_captured) --under_way_;
  // Under the lock: whoever waits in the destructor must not free the condition before this call
  // has left it.
  idle_.notify_all();
}

void InvocationPool::queue(Invocation& invocation) noexcept {
  runtime::Program& program = *invocation.program;
  if (invocation.laps != nullptr) {
    program.time(invocation.addresses, *stream_, *invocation.laps);
  } else if (invocation.is_captured) {
    program.run(invocation.addresses, *stream_, nullptr);
  } else {
    program.replay(invocation.addresses, *stream_);
  }
}

void InvocationPool::launch(Invocation& invocation) {
  stream_->take_failure();
  queue(invocation);
  const char* const failure = stream_->take_failure();
  require(failure == nullptr, ErrorCode::kInvalidState,
          [&] { return str("a launch failed: ", failure); });
  if (invocation.is_captured) return;
  stream_->mark_end();
  release(invocation);
}

void InvocationPool::execute(Invocation& invocation) noexcept {
  queue(invocation);
  if (const char* const failure = stream_->take_failure()) {
    reporter_.report("a run in a stream", ErrorCode::kInvalidState, failure);
  }
  if (!invocation.is_captured) release(invocation);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
