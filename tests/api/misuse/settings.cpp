// Settings of the builder and of a configuration.
#include "tests/api/misuse/misuse.h"

namespace ingot::test {
namespace {

bool has_default_flags(Workshop& w) {
  return w.config->getFlags() == 1U << static_cast<uint32_t>(nvinfer1::BuilderFlag::kTF32);
}

const std::vector<Misuse> kSettings = {
    {"batch of 0",
     [](Workshop& w) {
       w.builder->setMaxBatchSize(0);
       return w.builder->getMaxBatchSize() == 1;
     },
     {"IBuilder::setMaxBatchSize", "at least 1, got 0"}},
    {"no threads for the builder",
     [](Workshop& w) {
       w.builder->setMaxThreads(3);
       return !w.builder->setMaxThreads(0) && w.builder->getMaxThreads() == 3;
     },
     {"IBuilder::setMaxThreads", "at least 1 thread, got 0"}},
    {"no samples",
     [](Workshop& w) {
       w.config->setMinTimingIterations(0);
       return w.config->getMinTimingIterations() == 1;
     },
     {"IBuilderConfig::setMinTimingIterations", "at least 1, got 0"}},
    {"no runs to average",
     [](Workshop& w) {
       w.config->setAvgTimingIterations(-3);
       return w.config->getAvgTimingIterations() == 1;
     },
     {"IBuilderConfig::setAvgTimingIterations", "at least 1, got -3"}},
    {"negative effort",
     [](Workshop& w) {
       w.config->setBuilderOptimizationLevel(-1);
       return w.config->getBuilderOptimizationLevel() == 0;
     },
     {"IBuilderConfig::setBuilderOptimizationLevel", "got -1"}},
    {"negative number of own streams",
     [](Workshop& w) { return !w.config->setMaxAuxStreams(-2); },
     {"IBuilderConfig::setMaxAuxStreams", "got -2"}},
    {"unknown tactic source",
     [](Workshop& w) { return !w.config->setTacticSources(1U << 9U); },
     {"IBuilderConfig::setTacticSources", "there is no tactic source 9"}},
    {"unknown flag",
     [](Workshop& w) {
       w.config->setFlag(unknown<nvinfer1::BuilderFlag>());
       return has_default_flags(w);
     },
     {"IBuilderConfig::setFlags", "there is no builder flag"}},
    {"unknown flags",
     [](Workshop& w) {
       w.config->setFlags(1U << 31U);
       return has_default_flags(w);
     },
     {"IBuilderConfig::setFlags", "there is no builder flag 31"}},
    {"unknown preview feature",
     [](Workshop& w) {
       w.config->setPreviewFeature(unknown<nvinfer1::PreviewFeature>(), true);
       return true;
     },
     {"IBuilderConfig::setPreviewFeature", "there is no preview feature 99"}},
    {"asking for an unknown preview feature",
     [](Workshop& w) { return !w.config->getPreviewFeature(unknown<nvinfer1::PreviewFeature>()); },
     {"IBuilderConfig::getPreviewFeature", "there is no preview feature 99"}},
    {"limit of an unknown pool",
     [](Workshop& w) {
       w.config->setMemoryPoolLimit(unknown<nvinfer1::MemoryPoolType>(), 1);
       return true;
     },
     {"IBuilderConfig::setMemoryPoolLimit", "there is no memory pool 99"}},
    {"asking for an unknown pool",
     [](Workshop& w) {
       return w.config->getMemoryPoolLimit(unknown<nvinfer1::MemoryPoolType>()) == 0;
     },
     {"IBuilderConfig::getMemoryPoolLimit", "there is no memory pool 99"}},
    {"device of no layer",
     [](Workshop& w) {
       w.config->setDeviceType(nullptr, nvinfer1::DeviceType::kGPU);
       return !w.config->isDeviceTypeSet(nullptr);
     },
     {"IBuilderConfig::setDeviceType", "the layer is null"}},
    {"unknown device",
     [](Workshop& w) {
       const auto* layer = w.network->addSoftMax(*w.x);
       w.config->setDeviceType(layer, unknown<nvinfer1::DeviceType>());
       return !w.config->isDeviceTypeSet(layer);
     },
     {"IBuilderConfig::setDeviceType", "there is no device type 99"}},
    {"unknown device by default",
     [](Workshop& w) {
       w.config->setDefaultDeviceType(unknown<nvinfer1::DeviceType>());
       return w.config->getDefaultDeviceType() == nvinfer1::DeviceType::kGPU;
     },
     {"IBuilderConfig::setDefaultDeviceType", "there is no device type 99"}},
    {"unknown capability",
     [](Workshop& w) {
       w.config->setEngineCapability(unknown<nvinfer1::EngineCapability>());
       return w.config->getEngineCapability() == nvinfer1::EngineCapability::kSTANDARD;
     },
     {"IBuilderConfig::setEngineCapability", "there is no engine capability 99"}},
    {"unknown verbosity",
     [](Workshop& w) {
       w.config->setProfilingVerbosity(unknown<nvinfer1::ProfilingVerbosity>());
       return w.config->getProfilingVerbosity() == nvinfer1::ProfilingVerbosity::kLAYER_NAMES_ONLY;
     },
     {"IBuilderConfig::setProfilingVerbosity", "there is no profiling verbosity 99"}},
};

INGOT_MISUSES(Settings, kSettings);

}  // namespace
}  // namespace ingot::test
