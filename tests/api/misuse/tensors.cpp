// Settings of tensors.
#include <cmath>

#include "tests/api/misuse/misuse.h"

namespace ingot::test {
namespace {

using nvinfer1::DataType;
using nvinfer1::ITensor;

constexpr auto kFloat = DataType::kFLOAT;

/// An output of `network`.
ITensor& output(Workshop& w) {
  ITensor& tensor = *w.network->addSoftMax(*w.x)->getOutput(0);
  tensor.setName("prob");
  w.network->markOutput(tensor);
  return tensor;
}

const std::vector<Misuse> kTensors = {
    {"tensor without a name",
     [](Workshop& w) {
       w.x->setName(nullptr);
       return std::string(w.x->getName()) == "x";
     },
     {"ITensor::setName", "tensor 'x'", "null"}},
    {"input renamed to another",
     [](Workshop& w) {
       auto* z = w.network->addInput("z", kFloat, dims({1}));
       z->setName("x");
       return std::string(z->getName()) == "z";
     },
     {"tensor 'z'", "an input named 'x' already"}},
    {"dimensions of what is no input",
     [](Workshop& w) {
       output(w).setDimensions(dims({1}));
       return output(w).getDimensions().nbDims == 4;
     },
     {"ITensor::setDimensions", "tensor 'prob'", "only a network input"}},
    {"dimensions below 1",
     [](Workshop& w) {
       w.x->setDimensions(dims({1, 4, 8, -8}));
       return w.x->getDimensions().d[3] == 8;
     },
     {"tensor 'x'", "[1,4,8,-8]"}},
    {"tensor of an unknown type",
     [](Workshop& w) {
       w.x->setType(unknown<DataType>());
       return w.x->getType() == kFloat;
     },
     {"ITensor::setType", "tensor 'x'", "data type 99"}},
    {"range from above to below",
     [](Workshop& w) { return !w.x->setDynamicRange(1, -1) && !w.x->dynamicRangeIsSet(); },
     {"ITensor::setDynamicRange", "tensor 'x'", "1 and -1"}},
    {"range without a number",
     [](Workshop& w) { return !w.x->setDynamicRange(NAN, 1) && !w.x->dynamicRangeIsSet(); },
     {"tensor 'x'", "nan and 1"}},
    {"no format allowed",
     [](Workshop& w) {
       w.x->setAllowedFormats(0);
       return w.x->getAllowedFormats() == 1;
     },
     {"ITensor::setAllowedFormats", "tensor 'x'", "0 is no set of formats"}},
    {"unknown format allowed",
     [](Workshop& w) {
       w.x->setAllowedFormats(1U << 30U);
       return w.x->getAllowedFormats() == 1;
     },
     {"tensor 'x'", "no set of formats"}},
    {"tensor in host memory",
     [](Workshop& w) {
       w.x->setLocation(nvinfer1::TensorLocation::kHOST);
       return w.x->getLocation() == nvinfer1::TensorLocation::kDEVICE;
     },
     {"ITensor::setLocation", "tensor 'x'"}},
    {"name of a dimension that is not there",
     [](Workshop& w) {
       w.x->setDimensionName(4, "depth");
       return w.x->getDimensionName(4) == nullptr;
     },
     {"ITensor::setDimensionName", "tensor 'x'", "there is no dimension 4"}},
    {"output shared by the batch",
     [](Workshop& w) {
       output(w).setBroadcastAcrossBatch(true);
       return !w.network->getOutput(0)->getBroadcastAcrossBatch();
     },
     {"ITensor::setBroadcastAcrossBatch", "tensor 'prob'"}},
};

INGOT_MISUSES(Tensors, kTensors);

}  // namespace
}  // namespace ingot::test
