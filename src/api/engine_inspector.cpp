#include "api/engine_inspector.h"

#include "api/enums.h"
#include "api/execution_context.h"
#include "api/guard.h"
#include "api/made_here.h"
#include "base/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

EngineInspector::EngineInspector(const Engine& engine)
    : reporter_(engine.reporter()), core_(engine.share_core()) {}

bool EngineInspector::setExecutionContext(const nvinfer1::IExecutionContext* context) {
  return guard(reporter_, "IEngineInspector::setExecutionContext", false, [&] {
    std::shared_ptr<const runtime::Context> core_context;
    if (context != nullptr) {
      core_context = made_here<ExecutionContext>(context, "execution context",
                                                 "ICudaEngine::createExecutionContext")
                         .share_core();
      require(&core_context->engine() == core_.get(), ErrorCode::kInvalidArgument,
              [] { return "the execution context is of another engine"; });
    }
    context_ = context;
    core_context_ = core_context;
    return true;
  });
}

const nvinfer1::IExecutionContext* EngineInspector::getExecutionContext() const {
  return core_context_.expired() ? nullptr : context_;
}

LayerInformation EngineInspector::layers() const {
  if (context_ == nullptr) return {core_->plan(), {}};
  const auto core_context = core_context_.lock();
  require(core_context != nullptr, ErrorCode::kInvalidState, [] {
    return "the execution context no longer exists; set another one, or null for none";
  });
  return {core_->plan(), core_context->bindings()};
}

template <class Body>
const char* EngineInspector::tell(const char* where, Format format, Body&& body) const {
  return guard(reporter_, where, "", [&]() -> const char* {
    check_enum(format, "layer information format");
    text_ = body(layers());
    return text_.c_str();
  });
}

const char* EngineInspector::getLayerInformation(int32_t layer, Format format) const {
  return tell("IEngineInspector::getLayerInformation", format, [&](const LayerInformation& layers) {
    const size_t count = core_->plan().steps.size();
    require(layer >= 0 && static_cast<size_t>(layer) < count, ErrorCode::kInvalidArgument,
            [&] { return str("there is no layer ", layer, "; the engine has ", count); });
    const auto step = static_cast<size_t>(layer);
    return format == Format::kJSON ? layers.json(step) : layers.line(step);
  });
}

const char* EngineInspector::getEngineInformation(Format format) const {
  return tell("IEngineInspector::getEngineInformation", format,
              [&](const LayerInformation& layers) {
                return format == Format::kJSON ? layers.json() : layers.lines();
              });
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
