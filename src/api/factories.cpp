#include "api/builder.h"
#include "api/devices.h"
#include "api/guard.h"
#include "api/runtime.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

// Declared for all groups in factories.h, whose namespaces are not inline.
void* create_builder(void* logger, int level);
void* create_runtime(void* logger);

void* create_builder(void* logger, int level) {
  auto& user_logger = *static_cast<nvinfer1::ILogger*>(logger);
  return guard(Reporter(user_logger), "createInferBuilder", nullptr, [&]() -> void* {
    report_device(Reporter(user_logger));
    return static_cast<nvinfer1::IBuilder*>(new Builder(user_logger, level));
  });
}

void* create_runtime(void* logger) {
  auto& user_logger = *static_cast<nvinfer1::ILogger*>(logger);
  return guard(Reporter(user_logger), "createInferRuntime", nullptr, [&]() -> void* {
    report_device(Reporter(user_logger));
    return static_cast<nvinfer1::IRuntime*>(new Runtime(user_logger));
  });
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
