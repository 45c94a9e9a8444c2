#include "api/runtime.h"

#include <ingot/ingot.h>

#include "api/engine.h"
#include "api/guard.h"
#include "api/load_plan.h"
#include "base/file.h"
#include "base/settings.h"
#include "base/text.h"
#include "base/thread_pool.h"
#include "plan/serialize.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

nvinfer1::ICudaEngine* Runtime::engine_of(SharedBytes plan) const {
  const ThreadLimit limit(max_threads_);
  return load_plan(plan::read(std::move(plan)), reporter_,
                   {.allocator = allocator_,
                    .monitor = monitor_,
                    .is_strict = is_strict_ || plans_are_strict()});
}

nvinfer1::ICudaEngine* Runtime::deserializeCudaEngine(const void* blob, std::size_t size,
                                                      nvinfer1::IPluginFactory* factory) {
  return guard(reporter_, "IRuntime::deserializeCudaEngine", nullptr, [&] {
    require(blob != nullptr, ErrorCode::kInvalidArgument, [] { return "the plan is null"; });
    if (factory != nullptr) {
      reporter_.log(nvinfer1::ILogger::Severity::kINFO,
                    "IRuntime::deserializeCudaEngine: plans hold no plugins, the factory is not "
                    "asked");
    }
    return engine_of(SharedBytes::copy_of({static_cast<const std::byte*>(blob), size}));
  });
}

nvinfer1::ICudaEngine* Runtime::load(const char* path) const {
  return guard(reporter_, "ingot::loadEngine", nullptr, [&] {
    require(path != nullptr, ErrorCode::kInvalidArgument, [] { return "the path is null"; });
    return with_context([&] { return std::string(path); },
                        [&] { return engine_of(map_file(path)); });
  });
}

bool Runtime::setMaxThreads(int32_t count) {
  return guard(reporter_, "IRuntime::setMaxThreads", false, [&] {
    require(count > 0, ErrorCode::kInvalidArgument,
            [&] { return str("expected at least 1 thread, got ", count); });
    max_threads_ = count;
    return true;
  });
}

int32_t Runtime::getMaxThreads() const {
  return guard(reporter_, "IRuntime::getMaxThreads", 1,
               [&] { return max_threads_ ? *max_threads_ : thread_count(); });
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api

namespace ingot {

nvinfer1::ICudaEngine* loadEngine(nvinfer1::IRuntime& runtime, const char* path) {
  const auto* ours = dynamic_cast<const api::Runtime*>(&runtime);
  return ours == nullptr ? nullptr : ours->load(path);
}

bool setStrictPlans(nvinfer1::IRuntime& runtime, bool strict) {
  auto* ours = dynamic_cast<api::Runtime*>(&runtime);
  if (ours != nullptr) ours->set_strict(strict);
  return ours != nullptr;
}

bool setProgressMonitor(nvinfer1::IRuntime& runtime, nvinfer1::IProgressMonitor* monitor) {
  auto* ours = dynamic_cast<api::Runtime*>(&runtime);
  if (ours != nullptr) ours->set_progress_monitor(monitor);
  return ours != nullptr;
}

bool saveEngine(const nvinfer1::ICudaEngine& engine, const char* path) {
  const auto* ours = dynamic_cast<const api::Engine*>(&engine);
  if (ours == nullptr) return false;
  return api::guard(ours->reporter(), "ingot::saveEngine", false, [&] {
    require(path != nullptr, ErrorCode::kInvalidArgument, [] { return "the path is null"; });
    replace_file(path, ours->file().span());
    return true;
  });
}

bool saveMemory(nvinfer1::ILogger& logger, const nvinfer1::IHostMemory& memory, const char* path) {
  return api::guard(api::Reporter(logger), "ingot::saveMemory", false, [&] {
    require(path != nullptr, ErrorCode::kInvalidArgument, [] { return "the path is null"; });
    replace_file(path, {static_cast<const std::byte*>(memory.data()), memory.size()});
    return true;
  });
}

}  // namespace ingot
