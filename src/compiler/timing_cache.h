#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "backend/device.h"

namespace ingot::compiler {

/// 128 bits of hash of a problem's text and of how it is measured.
struct ProblemKey {
  std::array<uint64_t, 2> words{};

  friend auto operator<=>(const ProblemKey&, const ProblemKey&) = default;
};

/// One measurement: a problem, and the hash of a candidate's text.
struct TimingKey {
  ProblemKey problem;
  uint64_t candidate = 0;
};

TimingKey timing_key(std::string_view problem, std::string_view candidate);

/// "key 0x…, tactic 0x…": the problem's 16 bytes as they lie in memory, and the candidate's hash.
std::string to_string(const TimingKey& key);

/// Where times were taken. Those of another library or device mislead, but do no harm.
struct Origin {
  std::string library;
  std::string device;

  friend bool operator==(const Origin&, const Origin&) = default;
};

/// The origin of what this library measures on a device.
Origin origin_on(const backend::Device& device);

/// What a cache knows, as plain data: seconds of a launch by problem and candidate.
struct Timings {
  using Candidates = std::map<uint64_t, double>;

  Origin origin;
  std::map<ProblemKey, Candidates> problems;

  friend bool operator==(const Timings&, const Timings&) = default;
};

/// Measured times. The same network and settings with the same cache give the same plan, byte for
/// byte. Safe to share between builds on several threads.
class TimingCache {
 public:
  explicit TimingCache(Timings timings = {}) : timings_(std::move(timings)) {}

  /// Seconds of a launch; nullopt when it was not measured yet.
  std::optional<double> find(const TimingKey& key) const;
  /// Keeps a time, unless one is known already; returns the one that is known then.
  double insert(const TimingKey& key, double seconds);
  /// Takes over the times that are not known here.
  void add(const Timings& other);
  /// Makes a known candidate of a problem its quickest: it takes `seconds`, the others take longer.
  /// False when the candidate is not known.
  bool prefer(const TimingKey& key, double seconds);
  /// Forgets everything.
  void reset(Origin origin);

  Timings timings() const;
  Origin origin() const;
  /// What is known of a problem; empty where nothing is.
  Timings::Candidates candidates(const ProblemKey& problem) const;

 private:
  mutable std::mutex mutex_;
  Timings timings_;
};

}  // namespace ingot::compiler
