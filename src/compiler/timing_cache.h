#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace ingot::compiler {

/// Measured times by problem, tactic and configuration. The same network with the same cache gives
/// the same plan, byte for byte. Safe to share between builds on several threads.
class TimingCache {
 public:
  /// Seconds of a launch; nullopt when it was not measured yet.
  std::optional<double> find(const std::string& key) const;
  void insert(const std::string& key, double seconds);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, double> seconds_;
};

}  // namespace ingot::compiler
