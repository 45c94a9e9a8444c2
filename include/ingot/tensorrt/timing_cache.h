/// \file
/// Times of tactics, kept from build to build.
#pragma once

#include "host_memory.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Names an entry of a timing cache: a layer's computation on its shapes (TensorRT 10 on).
struct TimingCacheKey {
  uint8_t data[16];  ///< The name, a hash.
};

/// The quickest tactic of an entry (TensorRT 10 on).
struct TimingCacheValue {
  /// Stands for no tactic.
  static constexpr uint64_t kINVALID_TACTIC_HASH = UINT64_MAX;

  uint64_t tacticHash;  ///< The tactic; the builder's verbose log names it.
  float timingMSec;     ///< Its time in milliseconds; negative or NaN for none.
};

/// Measured times of tactics. Made by IBuilderConfig::createTimingCache, used by builds once
/// IBuilderConfig::setTimingCache names it. The same network, settings and cache give the same
/// plan, byte for byte (TensorRT 8 on).
class ITimingCache {
 public:
  virtual ~ITimingCache() = default;

  /// The cache in serialized form; null after an error.
  virtual IHostMemory* serialize() const = 0;
  /// Takes over the entries of another cache; those that are known already stay. False if the other
  /// cache comes from another version of the library, or, unless ignoreMismatch, from another kind
  /// of device.
  virtual bool combine(const ITimingCache& inputCache, bool ignoreMismatch) = 0;
  /// Forgets all entries.
  virtual bool reset() = 0;

  /// Writes the keys of at most capacity entries to keyBuffer and returns the number of all
  /// entries, -1 after an error (TensorRT 10 on).
  virtual int64_t queryKeys(TimingCacheKey* keyBuffer, int64_t capacity) const = 0;
  /// The quickest tactic of an entry; an invalid value if there is no such entry (TensorRT 10 on).
  virtual TimingCacheValue query(const TimingCacheKey& key) const = 0;
  /// Makes a tactic the quickest of an entry, with that time. False unless the entry is there and
  /// has a time of the tactic (TensorRT 10 on).
  virtual bool update(const TimingCacheKey& key, const TimingCacheValue& value) = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
