#pragma once

#include <NvInferRuntime.h>

#include <string>

#include "base/error.h"
#include "base/log.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// The user's logger and, where one is set, error recorder. Objects that are made by another share
/// its reporter's logger. What the user's code throws is swallowed: it must not break a call.
class Reporter {
 public:
  explicit Reporter(nvinfer1::ILogger& logger) : logger_(&logger) {}
  Reporter(const Reporter& other) : Reporter(*other.logger_) { set_recorder(other.recorder()); }
  Reporter& operator=(const Reporter&) = delete;
  ~Reporter() { set_recorder(nullptr); }

  nvinfer1::ILogger& logger() const { return *logger_; }

  /// Counts a reference on the recorder while it is held; null for none.
  void set_recorder(nvinfer1::IErrorRecorder* recorder) noexcept;
  nvinfer1::IErrorRecorder* recorder() const { return recorder_; }

  void log(nvinfer1::ILogger::Severity severity, const std::string& message) const noexcept;
  /// Logs "where: what" at kERROR (kINTERNAL_ERROR for faults of our own) and records it. Where
  /// memory is short, the message may be cut.
  void report(const char* where, ErrorCode code, const char* what) const noexcept;

  /// For the folders below; valid as long as the user's logger.
  Log sink() const;

 private:
  void tell(ErrorCode code, const char* message) const noexcept;

  nvinfer1::ILogger* logger_;
  nvinfer1::IErrorRecorder* recorder_ = nullptr;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
