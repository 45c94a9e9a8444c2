// Loading engines and asking them.
#include <ingot/ingot.h>

#include <cstring>

#include "tests/api/misuse/misuse.h"

namespace ingot::test {
namespace {

using Batch = Workshop::Batch;
using nvinfer1::ICudaEngine;
using nvinfer1::OptProfileSelector;

std::unique_ptr<ICudaEngine> load(Workshop& w, const std::string& bytes) {
  return std::unique_ptr<ICudaEngine>(w.runtime->deserializeCudaEngine(bytes.data(), bytes.size()));
}

std::string plan_bytes(Workshop& w) {
  const auto plan = w.plan(Batch::kFixed);
  return {static_cast<const char*>(plan->data()), plan->size()};
}

/// Whether the answer of a dynamic engine is `expected`.
template <class Answer, class Ask>
std::function<bool(Workshop&)> gives(Answer expected, Ask ask) {
  return [=](Workshop& w) { return ask(*w.engine(Batch::kDynamic)) == expected; };
}

const std::vector<Misuse> kLoads = {
    {"loading null",
     [](Workshop& w) { return w.runtime->deserializeCudaEngine(nullptr, 100) == nullptr; },
     {"IRuntime::deserializeCudaEngine", "the plan is null"}},
    {"loading no bytes",
     [](Workshop& w) { return load(w, "") == nullptr; },
     {"IRuntime::deserializeCudaEngine"}},
    {"loading garbage",
     [](Workshop& w) { return load(w, std::string(4096, 'x')) == nullptr; },
     {"IRuntime::deserializeCudaEngine"}},
    {"loading half a plan",
     [](Workshop& w) {
       const std::string bytes = plan_bytes(w);
       return load(w, bytes.substr(0, bytes.size() / 2)) == nullptr;
     },
     {"IRuntime::deserializeCudaEngine"}},
    {"loading a damaged plan",
     [](Workshop& w) {
       std::string bytes = plan_bytes(w);
       bytes[bytes.size() / 2] = static_cast<char>(~bytes[bytes.size() / 2]);
       return load(w, bytes) == nullptr;
     },
     {"IRuntime::deserializeCudaEngine", "damaged"}},
    {"no threads for the runtime",
     [](Workshop& w) { return !w.runtime->setMaxThreads(0); },
     {"IRuntime::setMaxThreads", "got 0"}},
    {"loading a file without a name",
     [](Workshop& w) { return loadEngine(*w.runtime, nullptr) == nullptr; },
     {"ingot::loadEngine", "the path is null"}},
    {"loading a file that is not there",
     [](Workshop& w) { return loadEngine(*w.runtime, "/nowhere/at/all") == nullptr; },
     {"ingot::loadEngine", "/nowhere/at/all"}},
    {"saving without a name",
     [](Workshop& w) { return !saveEngine(*w.engine(Batch::kFixed), nullptr); },
     {"ingot::saveEngine", "the path is null"}},
    {"saving where nothing can be",
     [](Workshop& w) { return !saveEngine(*w.engine(Batch::kFixed), "/nowhere/at/all"); },
     {"ingot::saveEngine", "/nowhere/at/all"}},
    {"context of an unknown strategy",
     [](Workshop& w) {
       return w.engine(Batch::kFixed)
                  ->createExecutionContext(
                      unknown<nvinfer1::ExecutionContextAllocationStrategy>()) == nullptr;
     },
     {"ICudaEngine::createExecutionContext", "there is no allocation strategy 99"}},
    {"engine that ends before its context",
     [](Workshop& w) {
       auto engine = w.engine(Batch::kFixed);
       const std::unique_ptr<nvinfer1::IExecutionContext> context(engine->createExecutionContext());
       engine.reset();
       std::vector<float> from(256), to(4);
       void* bindings[] = {from.data(), to.data()};
       return context->executeV2(bindings) && context->getTensorShape("y").nbDims == 4;
     },
     {"ICudaEngine::destroy", "contexts or inspectors of the engine still exist"}},
};

const std::vector<Misuse> kQuestions = {
    {"index of null",
     gives(-1, [](ICudaEngine& e) { return e.getBindingIndex(nullptr); }),
     {"ICudaEngine::getBindingIndex", "name is null"}},
    {"index of an unknown name",
     gives(-1, [](ICudaEngine& e) { return e.getBindingIndex("z"); }),
     {"ICudaEngine::getBindingIndex", "'z'", "x, y"}},
    {"name of binding minus 1",
     gives(nullptr, [](ICudaEngine& e) { return e.getBindingName(-1); }),
     {"ICudaEngine::getBindingName", "there is no binding -1; the engine has 2"}},
    {"name of a binding that is not there",
     gives(nullptr, [](ICudaEngine& e) { return e.getBindingName(2); }),
     {"there is no binding 2; the engine has 2"}},
    {"name of a tensor that is not there",
     gives(nullptr, [](ICudaEngine& e) { return e.getIOTensorName(2); }),
     {"ICudaEngine::getIOTensorName", "there is no tensor 2; the engine has 2"}},
    {"dimensions of a binding that is not there",
     gives(-1, [](ICudaEngine& e) { return e.getBindingDimensions(7).nbDims; }),
     {"ICudaEngine::getBindingDimensions", "there is no binding 7"}},
    {"kind of a binding that is not there",
     gives(false, [](ICudaEngine& e) { return e.bindingIsInput(7); }),
     {"ICudaEngine::bindingIsInput", "there is no binding 7"}},
    {"type of a binding that is not there",
     gives(nvinfer1::DataType::kFLOAT, [](ICudaEngine& e) { return e.getBindingDataType(7); }),
     {"ICudaEngine::getBindingDataType", "there is no binding 7"}},
    {"place of a binding that is not there",
     gives(nvinfer1::TensorLocation::kDEVICE, [](ICudaEngine& e) { return e.getLocation(7); }),
     {"ICudaEngine::getLocation", "there is no binding 7"}},
    {"format of a binding that is not there",
     gives(std::string(), [](ICudaEngine& e) { return std::string(e.getBindingFormatDesc(7)); }),
     {"ICudaEngine::getBindingFormatDesc", "there is no binding 7"}},
    {"execution of a binding that is not there",
     gives(false, [](ICudaEngine& e) { return e.isExecutionBinding(7); }),
     {"ICudaEngine::isExecutionBinding", "there is no binding 7"}},
    {"dimensions of null",
     gives(-1, [](ICudaEngine& e) { return e.getTensorShape(nullptr).nbDims; }),
     {"ICudaEngine::getTensorShape", "name is null"}},
    {"dimensions of an unknown name",
     gives(-1, [](ICudaEngine& e) { return e.getTensorShape("z").nbDims; }),
     {"ICudaEngine::getTensorShape", "'z'"}},
    {"type of an unknown name",
     gives(nvinfer1::DataType::kFLOAT, [](ICudaEngine& e) { return e.getTensorDataType("z"); }),
     {"ICudaEngine::getTensorDataType", "'z'"}},
    {"mode of an unknown name",
     gives(nvinfer1::TensorIOMode::kNONE, [](ICudaEngine& e) { return e.getTensorIOMode("z"); }),
     {"ICudaEngine::getTensorIOMode", "'z'"}},
    {"format of null",
     gives(std::string(),
           [](ICudaEngine& e) { return std::string(e.getTensorFormatDesc(nullptr)); }),
     {"ICudaEngine::getTensorFormatDesc", "name is null"}},
    {"profile that is not there",
     gives(
         -1,
         [](ICudaEngine& e) { return e.getProfileShape("x", 1, OptProfileSelector::kMIN).nbDims; }),
     {"ICudaEngine::getProfileShape", "there is no profile 1; the engine has 1"}},
    {"profile of an output",
     gives(
         -1,
         [](ICudaEngine& e) { return e.getProfileShape("y", 0, OptProfileSelector::kMIN).nbDims; }),
     {"'y' is an output"}},
    {"asking an engine for an unknown selector",
     gives(-1,
           [](ICudaEngine& e) {
             return e.getProfileDimensions(0, 0, unknown<OptProfileSelector>()).nbDims;
           }),
     {"ICudaEngine::getProfileDimensions", "there is no profile selector 99"}},
    {"memory of a profile that is not there",
     gives(size_t{0}, [](ICudaEngine& e) { return e.getDeviceMemorySizeForProfile(-1); }),
     {"ICudaEngine::getDeviceMemorySizeForProfile", "there is no profile -1"}},
};

INGOT_MISUSES(Loads, kLoads);
INGOT_MISUSES(Questions, kQuestions);

TEST(Misuse, AnEngineOutlivesItsRuntimeAndItsBuilder) {
  Log log;
  Recorder recorder;
  std::unique_ptr<ICudaEngine> engine;
  {
    Workshop workshop(log, recorder);
    engine = workshop.engine(Batch::kFixed);
  }
  const std::unique_ptr<nvinfer1::IExecutionContext> context(engine->createExecutionContext());
  std::vector<float> from(256), to(4);
  void* bindings[] = {from.data(), to.data()};
  EXPECT_TRUE(context->executeV2(bindings));
  EXPECT_TRUE(log.errors.empty()) << log.errors[0];
}

}  // namespace
}  // namespace ingot::test
