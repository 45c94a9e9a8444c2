#include "api/devices.h"

#include <ingot/device.h>

#include <atomic>

#include "backend/cpu/device.h"
#include "base/cuda_library.h"
#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

const backend::Device& default_device() {
  const void* const gpu = chosen_gpu();
  return gpu == nullptr ? backend::cpu::device() : *static_cast<const backend::Device*>(gpu);
}

void report_device(const Reporter& reporter) {
  const char* const reason = whyNoGpu();
  static std::atomic_flag is_said;
  if (*reason == '\0' || is_said.test()) return;
  const std::string message = str("engines are built and run on the processor: ", reason);
  if (!is_said.test_and_set()) reporter.log(nvinfer1::ILogger::Severity::kWARNING, message);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
