#pragma once

#include <NvInfer.h>

#include <iostream>
#include <stdexcept>
#include <string>

inline void require(bool condition, const std::string& message) {
  if (!condition) throw std::runtime_error(message);
}

inline nvinfer1::ILogger& logger() {
  class Logger : public nvinfer1::ILogger {
    void log(Severity severity, const char* message) noexcept override {
      if (severity <= Severity::kWARNING) std::cerr << message << '\n';
    }
  };
  static Logger logger;
  return logger;
}
