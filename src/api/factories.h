#pragma once

#include <cstdint>

namespace ingot::api {

/// Of each level group: an IBuilder or IRuntime of that group's headers for a caller of TensorRT
/// `level`, as void*; null after an error. `logger` is an ILogger of the group.
#define INGOT_FACTORIES(group)                   \
  namespace group {                              \
  void* create_builder(void* logger, int level); \
  void* create_runtime(void* logger);            \
  }

INGOT_FACTORIES(v5)
INGOT_FACTORIES(v8)
INGOT_FACTORIES(v10)

#undef INGOT_FACTORIES

}  // namespace ingot::api
