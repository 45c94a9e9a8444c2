#include "compiler/timing_cache.h"

namespace ingot::compiler {

std::optional<double> TimingCache::find(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = seconds_.find(key);
  if (found == seconds_.end()) return std::nullopt;
  return found->second;
}

void TimingCache::insert(const std::string& key, double seconds) {
  const std::lock_guard lock(mutex_);
  seconds_.emplace(key, seconds);
}

}  // namespace ingot::compiler
