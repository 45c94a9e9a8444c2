/// \file
/// The program's receiver of messages.
#pragma once

#include "versioned_interface.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Receives every message; implemented by the program. It must outlive all objects created with it
/// and must be callable from several threads at once.
class ILogger : public IVersionedInterface {
 public:
  /// How grave a message is; a smaller number is graver.
  enum class Severity : int32_t {
    kINTERNAL_ERROR = 0,  ///< A fault of the library itself.
    kERROR = 1,           ///< A request failed.
    kWARNING = 2,         ///< Something works, but perhaps not as meant.
    kINFO = 3,            ///< Progress.
    kVERBOSE = 4          ///< Detail for debugging.
  };

  /// Takes one message. The text is only valid during the call.
  virtual void log(Severity severity, const AsciiChar* msg) = 0;
};
INGOT_ENUM_MAX(ILogger::Severity, 5)
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
