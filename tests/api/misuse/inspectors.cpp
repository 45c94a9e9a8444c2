// Asking an engine what its layers are.
#include <cstring>

#include "tests/api/misuse/misuse.h"

namespace ingot::test {
namespace {

using Batch = Workshop::Batch;
using Format = nvinfer1::LayerInformationFormat;
using nvinfer1::IEngineInspector;
using nvinfer1::IExecutionContext;
using Context = std::unique_ptr<IExecutionContext>;
using Inspector = std::unique_ptr<IEngineInspector>;

/// A misuse of an inspector of a new engine.
template <class Body>
std::function<bool(Workshop&)> on(Body body) {
  return [=](Workshop& w) {
    const auto engine = w.engine(Batch::kFixed);
    const Inspector inspector(engine->createEngineInspector());
    return body(*inspector, *engine, w);
  };
}

std::function<bool(Workshop&)> asks_for(int32_t layer, Format format) {
  return on([=](IEngineInspector& inspector, auto&, auto&) {
    return std::strlen(inspector.getLayerInformation(layer, format)) == 0;
  });
}

const std::vector<Misuse> kInspectors = {
    {"layer minus 1",
     asks_for(-1, Format::kJSON),
     {"IEngineInspector::getLayerInformation", "there is no layer -1; the engine has "}},
    {"layer that is not there",
     asks_for(99, Format::kONELINE),
     {"IEngineInspector::getLayerInformation", "there is no layer 99; the engine has "}},
    {"layer in an unknown form",
     asks_for(0, unknown<Format>()),
     {"IEngineInspector::getLayerInformation", "there is no layer information format 99"}},
    {"engine in an unknown form",
     on([](IEngineInspector& inspector, auto&, auto&) {
       return std::strlen(inspector.getEngineInformation(unknown<Format>())) == 0;
     }),
     {"IEngineInspector::getEngineInformation", "there is no layer information format 99"}},
    {"inspecting in the context of another engine",
     on([](IEngineInspector& inspector, auto& engine, Workshop& w) {
       const auto other = w.engine(Batch::kFixed);
       const Context ours(engine.createExecutionContext());
       const Context foreign(other->createExecutionContext());
       return inspector.setExecutionContext(ours.get()) &&
              !inspector.setExecutionContext(foreign.get()) &&
              inspector.getExecutionContext() == ours.get();
     }),
     {"IEngineInspector::setExecutionContext", "the execution context is of another engine"}},
    {"inspecting in a context that is gone",
     on([](IEngineInspector& inspector, auto& engine, auto&) {
       inspector.setExecutionContext(Context(engine.createExecutionContext()).get());
       return inspector.getExecutionContext() == nullptr &&
              std::strlen(inspector.getEngineInformation(Format::kJSON)) == 0;
     }),
     {"IEngineInspector::getEngineInformation", "the execution context no longer exists"}},
    {"engine that ends before its inspector",
     [](Workshop& w) {
       auto engine = w.engine(Batch::kFixed);
       const Inspector inspector(engine->createEngineInspector());
       engine.reset();
       return std::strlen(inspector->getLayerInformation(0, Format::kONELINE)) > 0;
     },
     {"ICudaEngine::destroy", "contexts or inspectors of the engine still exist"}},
};

INGOT_MISUSES(Inspectors, kInspectors);

}  // namespace
}  // namespace ingot::test
