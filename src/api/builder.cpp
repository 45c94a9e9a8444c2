#include "api/builder.h"

#include "api/build.h"
#include "api/devices.h"
#include "api/engine.h"
#include "api/enums.h"
#include "api/guard.h"
#include "api/host_memory.h"
#include "api/made_here.h"
#include "base/settings.h"
#include "base/text.h"
#include "base/thread_pool.h"
#include "plan/serialize.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

using nvinfer1::NetworkDefinitionCreationFlag;

constexpr bool has(nvinfer1::NetworkDefinitionCreationFlags flags,
                   NetworkDefinitionCreationFlag flag) {
  return ((flags >> static_cast<uint32_t>(flag)) & 1U) != 0;
}

/// What creation flags mean at a level: batch is always explicit from 10 on, types are always
/// strong from 11 on.
NetworkOptions options_of(nvinfer1::NetworkDefinitionCreationFlags flags, int level) {
  NetworkOptions options;
  options.implicit_batch =
      level < 10 && !has(flags, NetworkDefinitionCreationFlag::kEXPLICIT_BATCH);
  options.strongly_typed =
      level >= 11 || has(flags, NetworkDefinitionCreationFlag::kSTRONGLY_TYPED);
  options.explicit_precision = has(flags, NetworkDefinitionCreationFlag::kEXPLICIT_PRECISION);
  options.flags = flags;
  return options;
}

}  // namespace

Builder::Builder(nvinfer1::ILogger& logger, int level)
    : reporter_(logger), level_(level), settings_(reporter_, level) {
  set_defaults();
}

void Builder::set_defaults() {
  settings_.reset();
  set_flag(nvinfer1::BuilderFlag::kTF32, level_ >= 7);
}

nvinfer1::INetworkDefinition* Builder::createNetwork() {
  return guard(reporter_, "IBuilder::createNetwork", nullptr, [&]() -> INetworkDefinition* {
    NetworkOptions options;
    options.implicit_batch = true;
    return new Network(*this, reporter_, options);
  });
}

nvinfer1::INetworkDefinition* Builder::createNetworkV2(
    nvinfer1::NetworkDefinitionCreationFlags flags) {
  return guard(reporter_, "IBuilder::createNetworkV2", nullptr, [&]() -> INetworkDefinition* {
    check_bits<NetworkDefinitionCreationFlag>(flags, "network creation flag");
    return new Network(*this, reporter_, options_of(flags, level_));
  });
}

nvinfer1::IBuilderConfig* Builder::createBuilderConfig() {
  return guard(reporter_, "IBuilder::createBuilderConfig", nullptr,
               [&]() -> nvinfer1::IBuilderConfig* { return new BuilderConfig(reporter_, level_); });
}

nvinfer1::IOptimizationProfile* Builder::createOptimizationProfile() {
  return guard(reporter_, "IBuilder::createOptimizationProfile", nullptr,
               [&]() -> nvinfer1::IOptimizationProfile* {
                 profiles_.push_back(std::make_unique<OptimizationProfile>(reporter_));
                 return profiles_.back().get();
               });
}

const BuilderConfig& Builder::config_of(const nvinfer1::IBuilderConfig& config) const {
  return made_here<BuilderConfig>(&config, "configuration", "IBuilder::createBuilderConfig");
}

nvinfer1::ICudaEngine* Builder::build_engine(const INetworkDefinition& network,
                                             const BuilderConfig& config) {
  const ThreadLimit limit(max_threads_);
  plan::Plan plan = build_plan(Network::of(network), config, max_batch_, allocator_, reporter_);
  own_constants(plan.network);  // the program may free its weights now
  return new Engine(std::move(plan), reporter_, allocator_);
}

nvinfer1::ICudaEngine* Builder::buildCudaEngine(INetworkDefinition& network) {
  return guard(reporter_, "IBuilder::buildCudaEngine", nullptr,
               [&] { return build_engine(network, settings_); });
}

nvinfer1::ICudaEngine* Builder::buildEngineWithConfig(INetworkDefinition& network,
                                                      nvinfer1::IBuilderConfig& config) {
  return guard(reporter_, "IBuilder::buildEngineWithConfig", nullptr,
               [&] { return build_engine(network, config_of(config)); });
}

nvinfer1::IHostMemory* Builder::buildSerializedNetwork(INetworkDefinition& network,
                                                       nvinfer1::IBuilderConfig& config) {
  return guard(reporter_, "IBuilder::buildSerializedNetwork", nullptr,
               [&]() -> nvinfer1::IHostMemory* {
                 const ThreadLimit limit(max_threads_);
                 return new HostMemory(plan::write(build_plan(
                     Network::of(network), config_of(config), max_batch_, allocator_, reporter_)));
               });
}

bool Builder::isNetworkSupported(const INetworkDefinition& network,
                                 const nvinfer1::IBuilderConfig& config) const {
  return guard(reporter_, "IBuilder::isNetworkSupported", false, [&] {
    const ThreadLimit limit(max_threads_);
    build_plan(Network::of(network), config_of(config), max_batch_, allocator_, reporter_);
    return true;
  });
}

bool Builder::platformHasFastFp16() const {
  return guard(reporter_, "IBuilder::platformHasFastFp16", false,
               [] { return keeps(default_device(), ir::DataType::kFloat16); });
}

bool Builder::platformHasTf32() const {
  return guard(reporter_, "IBuilder::platformHasTf32", false,
               [] { return default_device().info().has_tf32; });
}

void Builder::reset() {
  set_defaults();
  max_threads_.reset();
  max_batch_ = 1;
}

bool Builder::setMaxThreads(int32_t count) {
  return guard(reporter_, "IBuilder::setMaxThreads", false, [&] {
    require(count > 0, ErrorCode::kInvalidArgument,
            [&] { return str("expected at least 1 thread, got ", count); });
    max_threads_ = count;
    return true;
  });
}

int32_t Builder::getMaxThreads() const {
  return guard(reporter_, "IBuilder::getMaxThreads", 1,
               [&] { return max_threads_ ? *max_threads_ : thread_count(); });
}

void Builder::setMaxBatchSize(int32_t size) {
  guard_void(reporter_, "IBuilder::setMaxBatchSize", [&] {
    require(size > 0, ErrorCode::kInvalidArgument,
            [&] { return str("expected a batch of at least 1, got ", size); });
    max_batch_ = size;
  });
}

void Builder::set_flag(nvinfer1::BuilderFlag flag, bool mode) {
  if (mode) {
    settings_.setFlag(flag);
  } else {
    settings_.clearFlag(flag);
  }
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
