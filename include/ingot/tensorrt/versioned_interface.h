/// \file
/// Common base of the interfaces that a program implements.
#pragma once

#include "enum_max.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// A character of a message or name.
using char_t = char;
/// A character of a null-terminated ASCII string.
using AsciiChar = char_t;

/// Name of an interface.
using InterfaceKind = const char*;

/// Name and version of an interface (TensorRT 10 on).
class InterfaceInfo {
 public:
  InterfaceKind kind;  ///< Name.
  int32_t major;       ///< Version that changes what a caller must know.
  int32_t minor;       ///< Version of additions.
};

/// Language in which an interface is implemented (TensorRT 10 on).
enum class APILanguage : int32_t { kCPP = 0, kPYTHON = 1 };
INGOT_ENUM_MAX(APILanguage, 2)

/// Base of the interfaces that a program implements (TensorRT 10 on). Nothing has to be overridden.
class IVersionedInterface {
 public:
  virtual ~IVersionedInterface() = default;

  /// Language of the implementation.
  virtual APILanguage getAPILanguage() const { return APILanguage::kCPP; }

  /// Name and version of the implemented interface.
  virtual InterfaceInfo getInterfaceInfo() const { return InterfaceInfo{"", 1, 0}; }
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
