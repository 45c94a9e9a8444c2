#pragma once

#include <algorithm>
#include <utility>

#include "backend/cpu/caches.h"
#include "backend/device.h"
#include "base/bytes.h"
#include "base/thread_pool.h"

namespace ingot::backend::cpu {

/// Memory that each thread of a stream's pool has to itself during a launch: at least so many
/// floats on every machine. What a tactic supports and the workspace it asks for depend on these.
inline constexpr int64_t kScratchFloats = 64 << 10;

/// Runs each launch at once, in the thread that launches and the pool's. One thread at a time may
/// use a stream; streams may share a pool.
class HostStream final : public Stream {
 public:
  /// Throws std::bad_alloc. The scratch memory takes pages when it is first used.
  explicit HostStream(ThreadPool& pool)
      : pool_(pool),
        scratch_size_(scratch_size(caches())),
        scratch_(allocate_aligned(static_cast<size_t>(pool.size() * scratch_size_))) {}

  void synchronize() override {}
  const char* take_failure() noexcept override { return std::exchange(failure_, nullptr); }
  /// Keeps the first failure, words that stay, until it is taken.
  void note(const char* failure) noexcept {
    if (failure_ == nullptr) failure_ = failure;
  }

  ThreadPool& pool() const { return pool_; }
  /// Scratch memory of the worker that ThreadPool::parallel_for names.
  float* scratch(int worker) const {
    return reinterpret_cast<float*>(scratch_.get() + worker * scratch_size_);
  }

 private:
  static int64_t scratch_size(const Caches& caches) {
    const auto size = static_cast<size_t>(std::max(kScratchFloats, caches.block_floats()));
    return static_cast<int64_t>(align_up(size * sizeof(float)));
  }

  ThreadPool& pool_;
  int64_t scratch_size_;  ///< bytes a worker, a multiple of kAlignment
  AlignedBytes scratch_;
  const char* failure_ = nullptr;
};

}  // namespace ingot::backend::cpu
