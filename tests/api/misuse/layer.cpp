// What every layer has.
#include "tests/api/misuse/misuse.h"

namespace ingot::test {
namespace {

using nvinfer1::DataType;
using nvinfer1::ITensor;

/// A softmax "prob" of x.
nvinfer1::ISoftMaxLayer& good(Workshop& w) {
  auto& layer = *w.network->addSoftMax(*w.x);
  layer.setName("prob");
  return layer;
}

bool keeps_input(Workshop& w, nvinfer1::ILayer& layer) {
  return layer.getNbInputs() == 1 && layer.getInput(0) == w.x;
}

const std::vector<Misuse> kLayers = {
    {"layer without a name",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setName(nullptr);
       return std::string(layer.getName()) == "prob";
     },
     {"ILayer::setName", "layer prob", "the new name is null"}},
    {"null as an input",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setInput(0, null_reference<ITensor>());
       return keeps_input(w, layer);
     },
     {"ILayer::setInput", "layer prob", "the tensor is null"}},
    {"input of another network",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setInput(0, *w.foreign);
       return keeps_input(w, layer);
     },
     {"ILayer::setInput", "layer prob", "of another network"}},
    {"input that is not there",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setInput(1, *w.x);
       return keeps_input(w, layer);
     },
     {"layer prob", "there is no input 1"}},
    {"negative input",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setInput(-1, *w.x);
       return keeps_input(w, layer);
     },
     {"layer prob", "there is no input -1"}},
    {"layer as its own input",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setInput(0, *layer.getOutput(0));
       return keeps_input(w, layer);
     },
     {"layer prob", "depends on the layer's own output"}},
    {"precision of an unknown type",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setPrecision(unknown<DataType>());
       return !layer.precisionIsSet();
     },
     {"ILayer::setPrecision", "layer prob", "there is no data type 99"}},
    {"type of an output that is not there",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setOutputType(1, DataType::kFLOAT);
       return !layer.outputTypeIsSet(1);
     },
     {"ILayer::setOutputType", "layer prob", "there is no output 1"}},
    {"output of an unknown type",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setOutputType(0, unknown<DataType>());
       return !layer.outputTypeIsSet(0);
     },
     {"layer prob", "data type 99"}},
    {"asking the type of an output that is not there",
     [](Workshop& w) { return good(w).getOutputType(-1) == DataType::kFLOAT; },
     {"ILayer::getOutputType", "layer prob", "there is no output -1"}},
    {"layer below one that is wrong",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setAxes(16);
       return w.network->addSoftMax(*layer.getOutput(0)) == nullptr;
     },
     {"layer prob", "dimension 4 does not exist"}},
};

INGOT_MISUSES(Layers, kLayers);

}  // namespace
}  // namespace ingot::test
