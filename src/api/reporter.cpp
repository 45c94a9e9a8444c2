#include "api/reporter.h"

#include <array>
#include <cstdio>

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

/// Calls code of the program's.
template <class Call>
void quietly(const Call& call) noexcept {
  try {
    call();
  } catch (...) {  // NOLINT(bugprone-empty-catch): a logger or recorder that throws has said all
  }
}

void log_to(nvinfer1::ILogger& logger, Level level, const char* message) noexcept {
  quietly([&] { logger.log(level, message); });
}

void record_in(nvinfer1::IErrorRecorder& recorder, ErrorCode code, const char* message) noexcept {
  std::array<char, nvinfer1::IErrorRecorder::kMAX_DESC_LENGTH + 1> text{};
  std::snprintf(text.data(), text.size(), "%s", message);
  quietly([&] { recorder.reportError(recorded(code), text.data()); });
}

}  // namespace

void Reporter::set_recorder(nvinfer1::IErrorRecorder* recorder) noexcept {
  if (recorder != nullptr) quietly([&] { recorder->incRefCount(); });
  if (recorder_ != nullptr) quietly([&] { recorder_->decRefCount(); });
  recorder_ = recorder;
}

void Reporter::log(Level severity, const std::string& message) const noexcept {
  log_to(*logger_, severity, message.c_str());
}

void Reporter::tell(ErrorCode code, const char* message) const noexcept {
  log_to(*logger_, code == ErrorCode::kInternal ? Level::kINTERNAL_ERROR : Level::kERROR, message);
  if (recorder_ != nullptr) record_in(*recorder_, code, message);
}

void Reporter::report(const char* where, ErrorCode code, const char* what) const noexcept {
  try {
    tell(code, str(where, ": ", what).c_str());
  } catch (const std::exception&) {
    std::array<char, 256> text{};
    std::snprintf(text.data(), text.size(), "%s: %s", where, what);
    tell(code, text.data());
  }
}

Log Reporter::sink() const {
  return Log([logger = logger_](Severity severity, const std::string& message) {
    log_to(*logger, level_of(severity), message.c_str());
  });
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
