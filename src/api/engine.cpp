#include "api/engine.h"

#include <algorithm>

#include "api/bindings.h"
#include "api/convert.h"
#include "api/devices.h"
#include "api/engine_inspector.h"
#include "api/enums.h"
#include "api/execution_context.h"
#include "api/guard.h"
#include "api/host_memory.h"
#include "api/no_dims.h"
#include "api/tactic_sources.h"
#include "base/text.h"
#include "plan/serialize.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

std::string_view here() { return default_device().info().identity; }

/// Whether the plan itself runs there, and none of its others.
bool is_for(const plan::Plan& plan, std::string_view device) {
  return plan.others.empty() || plan.device == device;
}

constexpr const char* kLinearDescription = "Row major linear format (kLINEAR)";

}  // namespace

Engine::Engine(plan::Plan plan, const Reporter& reporter, nvinfer1::IGpuAllocator* allocator)
    : family_(is_for(plan, here()) ? nullptr : std::make_unique<plan::Plan>(plan)),
      core_(std::make_shared<runtime::Engine>(
          plan::select(std::move(plan), here()), default_device(),
          [&](SharedBytes weights) {
            return upload(default_device(), allocator, std::move(weights));
          })),
      reporter_(reporter),
      allocator_(allocator) {}

Engine::~Engine() {
  if (core_.use_count() == 1) return;
  reporter_.report("ICudaEngine::destroy", ErrorCode::kInvalidState,
                   "contexts or inspectors of the engine still exist; delete them before it");
}

template <class Key, class Fallback, class Body>
auto Engine::of(const char* where, Key key, Fallback fallback, Body&& body) const {
  return guard(reporter_, where, fallback, [&] { return body(index_of(core_->plan(), key)); });
}

const plan::Tensor& Engine::tensor(size_t index) const {
  return core_->plan().tensors[binding(index).tensor];
}

nvinfer1::Dims Engine::shape(size_t index) const {
  std::vector<int64_t> extents;
  for (const auto& dim : tensor(index).type.shape) {
    extents.push_back(dim.is_known() ? dim.value() : -1);
  }
  return visible(core_->plan(), extents);
}

nvinfer1::Dims Engine::profile_shape(size_t index, int32_t profile, Selector select) const {
  check_enum(select, "profile selector");
  const auto& profiles = core_->plan().profiles;
  require(
      profile >= 0 && static_cast<size_t>(profile) < profiles.size(), ErrorCode::kInvalidArgument,
      [&] { return str("there is no profile ", profile, "; the engine has ", profiles.size()); });
  require(binding(index).is_input, ErrorCode::kInvalidArgument, [&] {
    return str("'", binding(index).name, "' is an output; profiles are about inputs");
  });
  const auto& chosen = profiles[static_cast<size_t>(profile)];
  const auto bindings = select == Selector::kMIN   ? minimum(chosen)
                        : select == Selector::kOPT ? optimum(chosen)
                                                   : maximum(chosen);
  return visible(core_->plan(), numbers(ir::bind(tensor(index).type.shape, bindings)));
}

nvinfer1::IExecutionContext* Engine::createExecutionContext(
    nvinfer1::ExecutionContextAllocationStrategy strategy) {
  using Strategy = nvinfer1::ExecutionContextAllocationStrategy;
  return guard(reporter_, "ICudaEngine::createExecutionContext", nullptr,
               [&]() -> nvinfer1::IExecutionContext* {
                 check_enum(strategy, "allocation strategy");
                 return new ExecutionContext(*this, strategy != Strategy::kUSER_MANAGED);
               });
}

nvinfer1::IExecutionContext* Engine::createExecutionContextWithoutDeviceMemory() {
  return createExecutionContext(nvinfer1::ExecutionContextAllocationStrategy::kUSER_MANAGED);
}

nvinfer1::IEngineInspector* Engine::createEngineInspector() const {
  return guard(reporter_, "ICudaEngine::createEngineInspector", nullptr,
               [&]() -> nvinfer1::IEngineInspector* { return new EngineInspector(*this); });
}

SharedBytes Engine::file() const {
  return plan::write(family_ == nullptr ? core_->plan() : *family_);
}

nvinfer1::IHostMemory* Engine::serialize() const {
  return guard(reporter_, "ICudaEngine::serialize", nullptr,
               [&]() -> nvinfer1::IHostMemory* { return new HostMemory(file()); });
}

int32_t Engine::getNbIOTensors() const {
  return static_cast<int32_t>(core_->plan().bindings.size());
}

const char* Engine::getIOTensorName(int32_t index) const {
  return guard(reporter_, "ICudaEngine::getIOTensorName", nullptr, [&]() -> const char* {
    require(index >= 0 && index < getNbIOTensors(), ErrorCode::kInvalidArgument, [&] {
      return str("there is no tensor ", index, "; the engine has ", getNbIOTensors());
    });
    return binding(static_cast<size_t>(index)).name.c_str();
  });
}

nvinfer1::TensorIOMode Engine::getTensorIOMode(const char* name) const {
  using Mode = nvinfer1::TensorIOMode;
  return of("ICudaEngine::getTensorIOMode", name, Mode::kNONE,
            [&](size_t index) { return binding(index).is_input ? Mode::kINPUT : Mode::kOUTPUT; });
}

nvinfer1::Dims Engine::getTensorShape(const char* name) const {
  return of("ICudaEngine::getTensorShape", name, no_dims(),
            [&](size_t index) { return shape(index); });
}

nvinfer1::DataType Engine::getTensorDataType(const char* name) const {
  return of("ICudaEngine::getTensorDataType", name, DataType::kFLOAT,
            [&](size_t index) { return data_type_of(tensor(index).type.data_type); });
}

nvinfer1::TensorLocation Engine::getTensorLocation(const char* name) const {
  return of("ICudaEngine::getTensorLocation", name, nvinfer1::TensorLocation::kDEVICE,
            [&](size_t) { return nvinfer1::TensorLocation::kDEVICE; });
}

bool Engine::isShapeInferenceIO(const char* name) const {
  return of("ICudaEngine::isShapeInferenceIO", name, false, [](size_t) { return false; });
}

int32_t Engine::getTensorBytesPerComponent(const char* name, int32_t /*profile*/) const {
  return of("ICudaEngine::getTensorBytesPerComponent", name, -1, [](size_t) { return -1; });
}

int32_t Engine::getTensorComponentsPerElement(const char* name, int32_t /*profile*/) const {
  return of("ICudaEngine::getTensorComponentsPerElement", name, -1, [](size_t) { return -1; });
}

nvinfer1::TensorFormat Engine::getTensorFormat(const char* name, int32_t /*profile*/) const {
  return of("ICudaEngine::getTensorFormat", name, nvinfer1::TensorFormat::kLINEAR,
            [](size_t) { return nvinfer1::TensorFormat::kLINEAR; });
}

const char* Engine::getTensorFormatDesc(const char* name, int32_t /*profile*/) const {
  return of("ICudaEngine::getTensorFormatDesc", name, "",
            [](size_t) { return kLinearDescription; });
}

int32_t Engine::getTensorVectorizedDim(const char* name, int32_t /*profile*/) const {
  return of("ICudaEngine::getTensorVectorizedDim", name, -1, [](size_t) { return -1; });
}

nvinfer1::Dims Engine::getProfileShape(const char* name, int32_t profile, Selector select) const {
  return of("ICudaEngine::getProfileShape", name, no_dims(),
            [&](size_t index) { return profile_shape(index, profile, select); });
}

int32_t Engine::getNbBindings() const { return getNbIOTensors() * getNbOptimizationProfiles(); }

int32_t Engine::getBindingIndex(const char* name) const {
  return of("ICudaEngine::getBindingIndex", name, -1,
            [](size_t index) { return static_cast<int32_t>(index); });
}

const char* Engine::getBindingName(int32_t index) const {
  return of("ICudaEngine::getBindingName", index, nullptr,
            [&](size_t number) -> const char* { return binding(number).name.c_str(); });
}

bool Engine::bindingIsInput(int32_t index) const {
  return of("ICudaEngine::bindingIsInput", index, false,
            [&](size_t number) { return binding(number).is_input; });
}

nvinfer1::Dims Engine::getBindingDimensions(int32_t index) const {
  return of("ICudaEngine::getBindingDimensions", index, no_dims(),
            [&](size_t number) { return shape(number); });
}

nvinfer1::DataType Engine::getBindingDataType(int32_t index) const {
  return of("ICudaEngine::getBindingDataType", index, DataType::kFLOAT,
            [&](size_t number) { return data_type_of(tensor(number).type.data_type); });
}

nvinfer1::TensorLocation Engine::getLocation(int32_t index) const {
  return of("ICudaEngine::getLocation", index, nvinfer1::TensorLocation::kDEVICE,
            [](size_t) { return nvinfer1::TensorLocation::kDEVICE; });
}

int32_t Engine::getBindingBytesPerComponent(int32_t index) const {
  return of("ICudaEngine::getBindingBytesPerComponent", index, -1, [](size_t) { return -1; });
}

int32_t Engine::getBindingComponentsPerElement(int32_t index) const {
  return of("ICudaEngine::getBindingComponentsPerElement", index, -1, [](size_t) { return -1; });
}

nvinfer1::TensorFormat Engine::getBindingFormat(int32_t index) const {
  return of("ICudaEngine::getBindingFormat", index, nvinfer1::TensorFormat::kLINEAR,
            [](size_t) { return nvinfer1::TensorFormat::kLINEAR; });
}

const char* Engine::getBindingFormatDesc(int32_t index) const {
  return of("ICudaEngine::getBindingFormatDesc", index, "",
            [](size_t) { return kLinearDescription; });
}

int32_t Engine::getBindingVectorizedDim(int32_t index) const {
  return of("ICudaEngine::getBindingVectorizedDim", index, -1, [](size_t) { return -1; });
}

nvinfer1::Dims Engine::getProfileDimensions(int32_t index, int32_t profile, Selector select) const {
  return of("ICudaEngine::getProfileDimensions", index, no_dims(),
            [&](size_t number) { return profile_shape(number, profile, select); });
}

bool Engine::isShapeBinding(int32_t index) const {
  return of("ICudaEngine::isShapeBinding", index, false, [](size_t) { return false; });
}

bool Engine::isExecutionBinding(int32_t index) const {
  return of("ICudaEngine::isExecutionBinding", index, false, [](size_t) { return true; });
}

int32_t Engine::getMaxBatchSize() const {
  if (!core_->plan().implicit_batch) return 1;
  const auto bindings = maximum(core_->plan().profiles.front());
  return static_cast<int32_t>(bindings.find(plan::kBatchSymbol)->second);
}

int32_t Engine::getNbLayers() const { return static_cast<int32_t>(core_->plan().steps.size()); }

int32_t Engine::getNbOptimizationProfiles() const {
  return static_cast<int32_t>(core_->plan().profiles.size());
}

nvinfer1::ProfilingVerbosity Engine::getProfilingVerbosity() const {
  return verbosity_of(core_->plan().verbosity);
}

std::size_t Engine::getDeviceMemorySizeForProfile(int32_t profile) const {
  return guard(reporter_, "ICudaEngine::getDeviceMemorySizeForProfile", std::size_t{0}, [&] {
    require(profile >= 0 && profile < getNbOptimizationProfiles(), ErrorCode::kInvalidArgument,
            [&] { return str("there is no profile ", profile); });
    return getDeviceMemorySize();
  });
}

nvinfer1::TacticSources Engine::getTacticSources() const {
  nvinfer1::TacticSources sources = 0;
  for (const auto& step : core_->plan().steps) {
    sources |= source_of(*backend::find_tactic(core_->device(), step.op.name(), step.tactic));
  }
  return sources;
}

std::size_t Engine::getWorkspaceSize() const {
  std::size_t size = 0;
  for (const auto& step : core_->plan().steps) {
    size = std::max<std::size_t>(size, step.workspace_size);
  }
  return size;
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
