#include <ingot/plan.h>

#include "api/devices.h"
#include "api/guard.h"
#include "api/host_memory.h"
#include "base/file.h"
#include "plan/json.h"
#include "plan/serialize.h"

namespace ingot {
namespace {

constexpr const char* kDescribePlan = "ingot::describePlan";

nvinfer1::IHostMemory* description_of(SharedBytes file) {
  plan::Plan plan = plan::read(std::move(file));
  if (!plan.others.empty()) {
    plan = plan::select(std::move(plan), api::default_device().info().identity);
  }
  return new api::HostMemory(plan::to_json(plan));
}

}  // namespace

nvinfer1::IHostMemory* describePlan(nvinfer1::ILogger& logger, const void* data, std::size_t size) {
  return api::guard(api::Reporter(logger), kDescribePlan, nullptr, [&] {
    require(data != nullptr, ErrorCode::kInvalidArgument, [] { return "the plan is null"; });
    return description_of(SharedBytes::copy_of({static_cast<const std::byte*>(data), size}));
  });
}

nvinfer1::IHostMemory* describePlan(nvinfer1::ILogger& logger, const char* path) {
  return api::guard(api::Reporter(logger), kDescribePlan, nullptr, [&] {
    require(path != nullptr, ErrorCode::kInvalidArgument, [] { return "the path is null"; });
    return with_context([&] { return std::string(path); },
                        [&] { return description_of(map_file(path)); });
  });
}

}  // namespace ingot
