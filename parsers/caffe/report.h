#pragma once

#include <NvInfer.h>

#include <exception>
#include <new>
#include <string>

#include "base/error.h"
#include "base/log.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {

/// Where a call of the parser reports: the program's logger, or the standard error stream where
/// there is none, and its error recorder if any.
class Report {
 public:
  Report(nvinfer1::ILogger* logger, nvinfer1::IErrorRecorder* recorder)
      : logger_(logger), recorder_(recorder) {}

  /// Where memory is short, the message may be cut. What the program's code throws is swallowed.
  void error(nvinfer1::ErrorCode code, const char* message) const noexcept;
  void error(const Error& error) const noexcept;
  /// For warnings and below.
  Log log() const;

 private:
  void write(nvinfer1::ILogger::Severity severity, const char* message) const noexcept;

  nvinfer1::ILogger* logger_;
  nvinfer1::IErrorRecorder* recorder_;
};

/// Holds another recorder, or null for none; each that is held counts a reference.
void hold(nvinfer1::IErrorRecorder*& held, nvinfer1::IErrorRecorder* recorder) noexcept;

/// The result of `body()`; null after an exception, which has been reported.
template <class Body>
auto guarded(const Report& report, Body&& body) noexcept -> decltype(body()) {
  try {
    return body();
  } catch (const Error& error) {
    report.error(error);
  } catch (const std::bad_alloc&) {
    report.error(nvinfer1::ErrorCode::kFAILED_ALLOCATION, "out of memory");
  } catch (const std::exception& exception) {
    report.error(nvinfer1::ErrorCode::kINTERNAL_ERROR, exception.what());
  } catch (...) {
    report.error(nvinfer1::ErrorCode::kUNSPECIFIED_ERROR, "an unknown exception");
  }
  return nullptr;
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
