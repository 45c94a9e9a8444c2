#pragma once

#include <NvInfer.h>

#include <string>

namespace ingot::tools {

/// Keeps the first error for the one line that a failure prints.
class Logger : public nvinfer1::ILogger {
 public:
  void log(Severity severity, const char* message) noexcept override {
    if (severity <= Severity::kERROR && first_error_.empty()) first_error_ = message;
  }

  const std::string& first_error() const { return first_error_; }

 private:
  std::string first_error_;
};

}  // namespace ingot::tools
