#include "caffe/report.h"

#include <array>
#include <cstdio>
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

constexpr const char* kCaffeParser = "Caffe parser: ";

/// Calls code of the program's.
template <class Call>
void quietly(const Call& call) noexcept {
  try {
    call();
  } catch (...) {  // NOLINT(bugprone-empty-catch): a logger or recorder that throws has said all
  }
}

}  // namespace

void Report::error(nvinfer1::ErrorCode code, const char* message) const noexcept {
  std::array<char, nvinfer1::IErrorRecorder::kMAX_DESC_LENGTH + 1> text{};
  std::snprintf(text.data(), text.size(), "%s", message);
  try {
    write(LoggerSeverity::kERROR, (std::string(kCaffeParser) + message).c_str());
  } catch (const std::exception&) {
    write(LoggerSeverity::kERROR, text.data());
  }
  if (recorder_ == nullptr) return;
  quietly([&] { recorder_->reportError(code, text.data()); });
}

void Report::error(const Error& failure) const noexcept {
  error(code_of(failure.code()), failure.what());
}

Log Report::log() const {
  return Log([report = *this](Severity severity, const std::string& message) {
    report.write(severity_of(severity), (kCaffeParser + message).c_str());
  });
}

void Report::write(LoggerSeverity severity, const char* message) const noexcept {
  if (logger_ != nullptr) {
    quietly([&] { logger_->log(severity, message); });
  } else if (severity <= LoggerSeverity::kWARNING) {
    quietly([&] { std::cerr << message << '\n'; });
  }
}

void hold(nvinfer1::IErrorRecorder*& held, nvinfer1::IErrorRecorder* recorder) noexcept {
  if (recorder != nullptr) quietly([&] { recorder->incRefCount(); });
  if (held != nullptr) quietly([&] { held->decRefCount(); });
  held = recorder;
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
