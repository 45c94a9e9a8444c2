#pragma once

#include <NvInfer.h>

#include <cstdio>
#include <string>

namespace ingot::tools {

/// Keeps the first error for the one line that a failure prints. Prints warnings where it is to and
/// nobody else hears them.
class Logger : public nvinfer1::ILogger {
 public:
  using Listener = void (*)(Severity severity, const char* message);

  /// Who hears the messages of all loggers; null for nobody. Set it before the library is used.
  static void set_listener(Listener listener) { listener_ = listener; }

  explicit Logger(bool prints_warnings = false) : prints_warnings_(prints_warnings) {}

  void log(Severity severity, const char* message) noexcept override {
    if (listener_ != nullptr) listener_(severity, message);
    if (severity <= Severity::kERROR && first_error_.empty()) first_error_ = message;
    if (severity == Severity::kWARNING && prints_warnings_ && listener_ == nullptr) {
      std::fprintf(stderr, "ingot: warning: %s\n", message);
    }
  }

  const std::string& first_error() const { return first_error_; }

 private:
  static inline Listener listener_ = nullptr;
  std::string first_error_;
  bool prints_warnings_;
};

}  // namespace ingot::tools
