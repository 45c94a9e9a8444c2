#pragma once

#include <NvInfer.h>

#include <string>

namespace ingot::test {

/// Counts warnings about layers that run on the processor.
class FallbackWarnings : public nvinfer1::ILogger {
 public:
  void log(Severity severity, const char* message) noexcept override {
    const bool tells = std::string(message).find("run on the processor") != std::string::npos;
    count += severity == Severity::kWARNING && tells ? 1 : 0;
  }
  int count = 0;
};

}  // namespace ingot::test
