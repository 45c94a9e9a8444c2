#pragma once

#include <NvInfer.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace ingot::test {

/// Keeps the errors that are logged.
class Log final : public nvinfer1::ILogger {
 public:
  void log(Severity severity, const char* message) override {
    if (severity > Severity::kERROR) return;
    errors.emplace_back(message);
    if (throws) throw std::runtime_error("a logger that throws");
  }

  std::vector<std::string> errors;
  bool throws = false;
};

/// Keeps the errors that are recorded.
class Recorder final : public nvinfer1::IErrorRecorder {
 public:
  int32_t getNbErrors() const override { return static_cast<int32_t>(errors.size()); }
  nvinfer1::ErrorCode getErrorCode(int32_t index) const override { return errors.at(index).first; }
  ErrorDesc getErrorDesc(int32_t index) const override { return errors.at(index).second.c_str(); }
  bool hasOverflowed() const override { return false; }
  void clear() override { errors.clear(); }
  bool reportError(nvinfer1::ErrorCode code, ErrorDesc message) override {
    errors.emplace_back(code, message);
    fail();
    return false;
  }
  RefCount incRefCount() override {
    ++references;
    fail();
    return references;
  }
  RefCount decRefCount() override {
    --references;
    fail();
    return references;
  }

  std::vector<std::pair<nvinfer1::ErrorCode, std::string>> errors;
  int references = 0;
  bool throws = false;

 private:
  void fail() const {
    if (throws) throw std::runtime_error("a recorder that throws");
  }
};

}  // namespace ingot::test
