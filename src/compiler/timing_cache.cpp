#include "compiler/timing_cache.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <limits>
#include <span>
#include <sstream>

#include "base/hash.h"

namespace ingot::compiler {

TimingKey timing_key(std::string_view problem, std::string_view candidate) {
  return {{{hash_text(problem, 0), hash_text(problem, 1)}}, hash_text(candidate)};
}

std::string to_string(const TimingKey& key) {
  std::ostringstream out;
  out << "key 0x" << std::hex << std::setfill('0');
  for (const std::byte byte : std::as_bytes(std::span(key.problem.words))) {
    out << std::setw(2) << static_cast<unsigned>(byte);
  }
  out << ", tactic 0x" << std::setw(16) << key.candidate;
  return out.str();
}

Origin origin_on(const backend::Device& device) { return {INGOT_VERSION, device.info().name}; }

std::optional<double> TimingCache::find(const TimingKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto problem = timings_.problems.find(key.problem);
  if (problem == timings_.problems.end()) return std::nullopt;
  const auto candidate = problem->second.find(key.candidate);
  if (candidate == problem->second.end()) return std::nullopt;
  return candidate->second;
}

double TimingCache::insert(const TimingKey& key, double seconds) {
  const std::lock_guard lock(mutex_);
  return timings_.problems[key.problem].emplace(key.candidate, seconds).first->second;
}

void TimingCache::add(const Timings& other) {
  const std::lock_guard lock(mutex_);
  for (const auto& [problem, candidates] : other.problems) {
    timings_.problems[problem].insert(candidates.begin(), candidates.end());
  }
}

bool TimingCache::prefer(const TimingKey& key, double seconds) {
  const std::lock_guard lock(mutex_);
  const auto problem = timings_.problems.find(key.problem);
  if (problem == timings_.problems.end() || !problem->second.contains(key.candidate)) return false;
  const double longer = std::nextafter(seconds, std::numeric_limits<double>::max());
  for (auto& [candidate, time] : problem->second) {
    time = candidate == key.candidate ? seconds : std::max(time, longer);
  }
  return true;
}

void TimingCache::reset(Origin origin) {
  const std::lock_guard lock(mutex_);
  timings_ = {std::move(origin), {}};
}

Timings TimingCache::timings() const {
  const std::lock_guard lock(mutex_);
  return timings_;
}

Origin TimingCache::origin() const {
  const std::lock_guard lock(mutex_);
  return timings_.origin;
}

Timings::Candidates TimingCache::candidates(const ProblemKey& problem) const {
  const std::lock_guard lock(mutex_);
  const auto found = timings_.problems.find(problem);
  return found == timings_.problems.end() ? Timings::Candidates() : found->second;
}

}  // namespace ingot::compiler
