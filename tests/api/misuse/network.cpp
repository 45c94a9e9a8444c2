// Inputs, outputs and tensors of a network.
#include <limits>

#include "tests/api/misuse/misuse.h"

namespace ingot::test {
namespace {

using nvinfer1::DataType;
using nvinfer1::ITensor;

constexpr auto kFloat = DataType::kFLOAT;
constexpr auto kBig = std::numeric_limits<int32_t>::max();

bool refuses_input(Workshop& w, const char* name, const nvinfer1::Dims& shape,
                   DataType type = kFloat) {
  return w.network->addInput(name, type, shape) == nullptr && w.network->getNbInputs() == 1;
}

nvinfer1::Dims of_rank(int32_t rank) {
  nvinfer1::Dims shape = dims({1});
  shape.nbDims = rank;
  return shape;
}

/// An output of `network`.
ITensor& output(Workshop& w) {
  ITensor& tensor = *w.network->addSoftMax(*w.x)->getOutput(0);
  tensor.setName("prob");
  w.network->markOutput(tensor);
  return tensor;
}

const std::vector<Misuse> kInputs = {
    {"input without a name",
     [](Workshop& w) { return refuses_input(w, nullptr, dims({1})); },
     {"INetworkDefinition::addInput", "the name of an input is null"}},
    {"input with an empty name",
     [](Workshop& w) { return refuses_input(w, "", dims({1})); },
     {"the name of an input is empty"}},
    {"two inputs of one name",
     [](Workshop& w) { return refuses_input(w, "x", dims({1})); },
     {"there is an input named 'x' already"}},
    {"input with an extent of 0",
     [](Workshop& w) {
       return refuses_input(w, "z", dims({4, 0}));
     },
     {"input 'z'", "[4,0]", "positive extents"}},
    {"input with an extent of minus 2",
     [](Workshop& w) {
       return refuses_input(w, "z", dims({-2, 4}));
     },
     {"input 'z'", "[-2,4]"}},
    {"implicit batch with an extent given later",
     [](Workshop& w) {
       return w.implicit->addInput("z", kFloat, dims({-1, 4})) == nullptr;
     },
     {"input 'z'", "[-1,4]", "explicit batch"}},
    {"input of rank 9",
     [](Workshop& w) { return refuses_input(w, "z", of_rank(9)); },
     {"input 'z'", "expected 0 to 8 dimensions, got 9"}},
    {"input of rank minus 1",
     [](Workshop& w) { return refuses_input(w, "z", of_rank(-1)); },
     {"input 'z'", "got -1"}},
    {"input of an unknown type",
     [](Workshop& w) { return refuses_input(w, "z", dims({1}), unknown<DataType>()); },
     {"input 'z'", "data type 99"}},
    {"input larger than 64 bits count",
     [](Workshop& w) {
       return refuses_input(w, "z", dims({kBig, kBig, kBig, kBig}));
     },
     {"input 'z'", "64 bits"}},
};

const std::vector<Misuse> kOutputs = {
    {"marking null as an output",
     [](Workshop& w) {
       w.network->markOutput(null_reference<ITensor>());
       return w.network->getNbOutputs() == 0;
     },
     {"INetworkDefinition::markOutput", "the tensor is null"}},
    {"marking an input as an output",
     [](Workshop& w) {
       w.network->markOutput(*w.x);
       return w.network->getNbOutputs() == 0;
     },
     {"'x' is an input", "identity"}},
    {"marking an output twice",
     [](Workshop& w) {
       w.network->markOutput(output(w));
       return w.network->getNbOutputs() == 1;
     },
     {"'prob' is an output already"}},
    {"marking a tensor of another network",
     [](Workshop& w) {
       w.network->markOutput(*w.other->addSoftMax(*w.foreign)->getOutput(0));
       return w.network->getNbOutputs() == 0;
     },
     {"of another network"}},
    {"unmarking what is no output",
     [](Workshop& w) {
       w.network->unmarkOutput(*w.x);
       return w.network->getNbOutputs() == 0;
     },
     {"INetworkDefinition::unmarkOutput", "'x' is no output"}},
    {"removing null",
     [](Workshop& w) {
       w.network->removeTensor(null_reference<ITensor>());
       return w.network->getNbInputs() == 1;
     },
     {"INetworkDefinition::removeTensor", "the tensor is null"}},
    {"removing a tensor in use",
     [](Workshop& w) {
       w.network->addSoftMax(*w.x)->setName("prob");
       w.network->removeTensor(*w.x);
       return w.network->getNbInputs() == 1;
     },
     {"'x' is an input of layer prob", "setInput"}},
    {"removing the output of a layer",
     [](Workshop& w) {
       w.network->removeTensor(output(w));
       return w.network->getNbOutputs() == 1;
     },
     {"'prob' is an output of layer"}},
    {"using a removed tensor",
     [](Workshop& w) {
       w.network->removeTensor(*w.x);
       return w.network->addSoftMax(*w.x) == nullptr;
     },
     {"INetworkDefinition::addSoftMax", "was removed"}},
    {"network without a name",
     [](Workshop& w) {
       w.network->setName(nullptr);
       return std::string(w.network->getName()).empty();
     },
     {"INetworkDefinition::setName", "the new name is null"}},
};

INGOT_MISUSES(Inputs, kInputs);
INGOT_MISUSES(Outputs, kOutputs);

}  // namespace
}  // namespace ingot::test
