#pragma once

#include <functional>
#include <string>

namespace ingot {

enum class Severity { kError, kWarning, kInfo, kVerbose };

/// Where a build or load reports to. An empty Log drops everything.
class Log {
 public:
  using Sink = std::function<void(Severity, const std::string&)>;

  Log() = default;
  explicit Log(Sink sink) : sink_(std::move(sink)) {}

  void operator()(Severity severity, const std::string& message) const {
    if (sink_) sink_(severity, message);
  }

 private:
  Sink sink_;
};

}  // namespace ingot
