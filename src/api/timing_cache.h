#pragma once

#include <NvInfer.h>

#include <memory>

#include "api/reporter.h"
#include "compiler/timing_cache.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

class TimingCache final : public nvinfer1::ITimingCache {
 public:
  TimingCache(const Reporter& reporter, compiler::Timings timings)
      : reporter_(reporter), core_(std::make_unique<compiler::TimingCache>(std::move(timings))) {}

  /// An empty cache for this device, or the one in `blob`. Throws Error.
  static compiler::Timings read(const void* blob, std::size_t size);
  /// Throws Error kInvalidArgument where another library's class comes.
  static const TimingCache& of(const nvinfer1::ITimingCache& cache);

  nvinfer1::IHostMemory* serialize() const override;
  bool combine(const nvinfer1::ITimingCache& other, bool ignore_mismatch) override;
  bool reset() override;
  int64_t queryKeys(nvinfer1::TimingCacheKey* keys, int64_t capacity) const override;
  nvinfer1::TimingCacheValue query(const nvinfer1::TimingCacheKey& key) const override;
  bool update(const nvinfer1::TimingCacheKey& key,
              const nvinfer1::TimingCacheValue& value) override;

  /// Throws Error kInvalidArgument unless the times come from this library, and from this device
  /// or `any_device`.
  void require_match(const compiler::Origin& here, bool any_library, bool any_device) const;
  /// What builds extend, though they are given the cache to read.
  compiler::TimingCache& core() const { return *core_; }

 private:
  Reporter reporter_;
  std::unique_ptr<compiler::TimingCache> core_;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
