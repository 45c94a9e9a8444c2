#pragma once

#include <utility>

#include "backend/device.h"
#include "base/bytes.h"
#include "base/thread_pool.h"

namespace ingot::backend::cpu {

/// Memory that each thread of a stream's pool has to itself during a launch, for blocks of
/// operands packed on the way: it fits the second-level cache beside what streams past.
inline constexpr int64_t kScratchSize = 256 << 10;
inline constexpr int64_t kScratchFloats = kScratchSize / int64_t{sizeof(float)};

/// Runs each launch at once, in the thread that launches and the pool's. One thread at a time may
/// use a stream; streams may share a pool.
class HostStream final : public Stream {
 public:
  /// Throws std::bad_alloc. The scratch memory takes pages when it is first used.
  explicit HostStream(ThreadPool& pool)
      : pool_(pool), scratch_(allocate_aligned(static_cast<size_t>(pool.size() * kScratchSize))) {}

  void synchronize() override {}
  const char* take_failure() noexcept override { return std::exchange(failure_, nullptr); }
  /// Keeps the first failure, words that stay, until it is taken.
  void note(const char* failure) noexcept {
    if (failure_ == nullptr) failure_ = failure;
  }

  ThreadPool& pool() const { return pool_; }
  /// kScratchFloats of the worker that ThreadPool::parallel_for names.
  float* scratch(int worker) const {
    return reinterpret_cast<float*>(scratch_.get() + worker * kScratchSize);
  }

 private:
  ThreadPool& pool_;
  AlignedBytes scratch_;
  const char* failure_ = nullptr;
};

}  // namespace ingot::backend::cpu
