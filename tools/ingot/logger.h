#pragma once

#include <NvInfer.h>

#include <string>
#include <vector>

namespace ingot::tools {

/// Keeps the first error for the one line that a failure prints, and what was warned of.
class Logger : public nvinfer1::ILogger {
 public:
  using Listener = void (*)(Severity severity, const char* message);

  /// Who hears the messages of all loggers; null for nobody. Set it before the library is used.
  static void set_listener(Listener listener) { listener_ = listener; }
  static bool has_listener() { return listener_ != nullptr; }

  void log(Severity severity, const char* message) noexcept override {
    if (listener_ != nullptr) listener_(severity, message);
    if (severity <= Severity::kERROR && first_error_.empty()) first_error_ = message;
    if (severity == Severity::kWARNING) warnings_.emplace_back(message);
  }

  const std::string& first_error() const { return first_error_; }
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  static inline Listener listener_ = nullptr;
  std::string first_error_;
  std::vector<std::string> warnings_;
};

}  // namespace ingot::tools
