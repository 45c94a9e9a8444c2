/// \file
/// The program's store of errors.
#pragma once

#include <cstddef>

#include "versioned_interface.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Class of an error (TensorRT 6 on).
enum class ErrorCode : int32_t {
  kSUCCESS = 0,                ///< No error.
  kUNSPECIFIED_ERROR = 1,      ///< No other code fits.
  kINTERNAL_ERROR = 2,         ///< A fault of the library itself.
  kINVALID_ARGUMENT = 3,       ///< An argument is out of its range.
  kINVALID_CONFIG = 4,         ///< Arguments or settings contradict each other.
  kFAILED_ALLOCATION = 5,      ///< Memory could not be had.
  kFAILED_INITIALIZATION = 6,  ///< A component could not be set up.
  kFAILED_EXECUTION = 7,       ///< Running an engine failed.
  kFAILED_COMPUTATION = 8,     ///< A computation gave an unusable result.
  kINVALID_STATE = 9,          ///< The call came too early or too late.
  kUNSUPPORTED_STATE = 10      ///< The request is well formed, but not supported.
};
INGOT_ENUM_MAX(ErrorCode, 11)

/// Stores errors; implemented by the program (TensorRT 6 on). Every object to which it is given
/// counts as one reference, and several threads may call it at once.
class IErrorRecorder : public IVersionedInterface {
 public:
  /// A null-terminated description.
  using ErrorDesc = const char*;
  /// A number of references.
  using RefCount = int32_t;
  /// Characters that a recorder has to keep of a description, without the terminator.
  static constexpr size_t kMAX_DESC_LENGTH = 127;

  /// Number of stored errors.
  virtual int32_t getNbErrors() const = 0;
  /// Code of error errorIdx, 0 <= errorIdx < getNbErrors().
  virtual ErrorCode getErrorCode(int32_t errorIdx) const = 0;
  /// Description of error errorIdx, 0 <= errorIdx < getNbErrors().
  virtual ErrorDesc getErrorDesc(int32_t errorIdx) const = 0;
  /// Whether errors were dropped for lack of room.
  virtual bool hasOverflowed() const = 0;
  /// Forgets all errors.
  virtual void clear() = 0;
  /// Stores one error; returns whether the reporting object must give up its work.
  virtual bool reportError(ErrorCode val, ErrorDesc desc) = 0;
  /// Adds a reference and returns their number.
  virtual RefCount incRefCount() = 0;
  /// Drops a reference and returns their number.
  virtual RefCount decRefCount() = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
