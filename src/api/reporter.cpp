#include "api/reporter.h"

#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using Level = nvinfer1::ILogger::Severity;

nvinfer1::ErrorCode recorded(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument: return nvinfer1::ErrorCode::kINVALID_ARGUMENT;
    case ErrorCode::kInvalidState: return nvinfer1::ErrorCode::kINVALID_STATE;
    case ErrorCode::kUnsupported: return nvinfer1::ErrorCode::kUNSUPPORTED_STATE;
    case ErrorCode::kOutOfMemory: return nvinfer1::ErrorCode::kFAILED_ALLOCATION;
    case ErrorCode::kCorrupt: return nvinfer1::ErrorCode::kINVALID_ARGUMENT;
    case ErrorCode::kIo: return nvinfer1::ErrorCode::kFAILED_EXECUTION;
    case ErrorCode::kInternal: return nvinfer1::ErrorCode::kINTERNAL_ERROR;
  }
  return nvinfer1::ErrorCode::kUNSPECIFIED_ERROR;
}

Level level_of(Severity severity) {
  switch (severity) {
    case Severity::kError: return Level::kERROR;
    case Severity::kWarning: return Level::kWARNING;
    case Severity::kInfo: return Level::kINFO;
    case Severity::kVerbose: return Level::kVERBOSE;
  }
  return Level::kERROR;
}

void log_to(nvinfer1::ILogger& logger, Level level, const std::string& message) noexcept {
  try {
    logger.log(level, message.c_str());
  } catch (...) {  // NOLINT(bugprone-empty-catch): a logger that throws has said what it could
  }
}

}  // namespace

void Reporter::set_recorder(nvinfer1::IErrorRecorder* recorder) {
  if (recorder != nullptr) recorder->incRefCount();
  if (recorder_ != nullptr) recorder_->decRefCount();
  recorder_ = recorder;
}

void Reporter::log(Level severity, const std::string& message) const noexcept {
  log_to(*logger_, severity, message);
}

void Reporter::report(const char* where, const Error& error) const noexcept {
  try {
    const std::string message = str(where, ": ", error.what());
    log(error.code() == ErrorCode::kInternal ? Level::kINTERNAL_ERROR : Level::kERROR, message);
    if (recorder_ == nullptr) return;
    using Recorder = nvinfer1::IErrorRecorder;
    recorder_->reportError(recorded(error.code()),
                           message.substr(0, Recorder::kMAX_DESC_LENGTH).c_str());
  } catch (...) {  // NOLINT(bugprone-empty-catch): no memory is left to say more
  }
}

Log Reporter::sink() const {
  return Log([logger = logger_](Severity severity, const std::string& message) {
    log_to(*logger, level_of(severity), message);
  });
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
