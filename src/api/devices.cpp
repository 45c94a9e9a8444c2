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
  using Severity = nvinfer1::ILogger::Severity;
  static std::atomic_flag is_said;
  if (chosen_gpu() != nullptr || is_said.test()) return;
  const std::string reason = whyNoGpu();
  const std::string message =
      str("engines are built and run on the processor", reason.empty() ? "" : ": ", reason);
  if (is_said.test_and_set()) return;
  reporter.log(reason.empty() ? Severity::kINFO : Severity::kWARNING, message);
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
