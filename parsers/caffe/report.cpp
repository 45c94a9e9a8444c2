#include "caffe/report.h"

#include <iostream>

#include "base/text.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

using LoggerSeverity = nvinfer1::ILogger::Severity;

nvinfer1::ErrorCode code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
    case ErrorCode::kCorrupt:
    case ErrorCode::kIo: return nvinfer1::ErrorCode::kINVALID_ARGUMENT;
    case ErrorCode::kInvalidState: return nvinfer1::ErrorCode::kINVALID_STATE;
    case ErrorCode::kUnsupported: return nvinfer1::ErrorCode::kUNSUPPORTED_STATE;
    case ErrorCode::kOutOfMemory: return nvinfer1::ErrorCode::kFAILED_ALLOCATION;
    case ErrorCode::kInternal: return nvinfer1::ErrorCode::kINTERNAL_ERROR;
  }
  return nvinfer1::ErrorCode::kUNSPECIFIED_ERROR;
}

LoggerSeverity severity_of(Severity severity) {
  switch (severity) {
    case Severity::kError: return LoggerSeverity::kERROR;
    case Severity::kWarning: return LoggerSeverity::kWARNING;
    case Severity::kInfo: return LoggerSeverity::kINFO;
    case Severity::kVerbose: return LoggerSeverity::kVERBOSE;
  }
  return LoggerSeverity::kINFO;
}

}  // namespace

void Report::error(nvinfer1::ErrorCode code, const std::string& message) const {
  write(LoggerSeverity::kERROR, "Caffe parser: " + message);
  if (recorder_ != nullptr) recorder_->reportError(code, message.c_str());
}

void Report::error(const Error& failure) const { error(code_of(failure.code()), failure.what()); }

Log Report::log() const {
  return Log([report = *this](Severity severity, const std::string& message) {
    report.write(severity_of(severity), "Caffe parser: " + message);
  });
}

void Report::write(LoggerSeverity severity, const std::string& message) const {
  if (logger_ != nullptr) {
    logger_->log(severity, message.c_str());
  } else if (severity <= LoggerSeverity::kWARNING) {
    std::cerr << message << '\n';
  }
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
