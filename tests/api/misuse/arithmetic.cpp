// Layers that compute element by element, and products.
#include <cmath>

#include "tests/api/misuse/misuse.h"

namespace ingot::test {
namespace {

using nvinfer1::ActivationType;
using nvinfer1::DataType;
using nvinfer1::ElementWiseOperation;
using nvinfer1::ITensor;
using nvinfer1::MatrixOperation;
using nvinfer1::ScaleMode;
using nvinfer1::UnaryOperation;

ITensor& row(Workshop& w) { return *w.network->addInput("row", DataType::kFLOAT, dims({1, 8})); }

bool has_no_dimensions(nvinfer1::ILayer& layer) {
  return layer.getOutput(0)->getDimensions().nbDims == -1;
}

/// A row times itself.
nvinfer1::IMatrixMultiplyLayer* square(Workshop& w, MatrixOperation operation) {
  ITensor& x = row(w);
  return w.network->addMatrixMultiply(x, MatrixOperation::kNONE, x, operation);
}

/// Of x, with `count` coefficients for each channel.
nvinfer1::IScaleLayer* scale(Workshop& w, ScaleMode mode, int64_t count) {
  return w.network->addScale(*w.x, mode, no_weights(), w.weights(count), no_weights());
}

const std::vector<Misuse> kArithmetic = {
    {"activation of null",
     [](Workshop& w) {
       return w.network->addActivation(null_reference<ITensor>(), ActivationType::kRELU) == nullptr;
     },
     {"INetworkDefinition::addActivation", "the tensor is null"}},
    {"unknown activation",
     [](Workshop& w) {
       return w.network->addActivation(*w.x, unknown<ActivationType>()) == nullptr;
     },
     {"there is no activation type 99"}},
    {"activation set to an unknown one",
     [](Workshop& w) {
       auto* layer = w.network->addActivation(*w.x, ActivationType::kRELU);
       layer->setActivationType(static_cast<ActivationType>(-1));
       return layer->getActivationType() == ActivationType::kRELU;
     },
     {"[Activation]", "there is no activation type -1"}},
    {"alpha that is no number",
     [](Workshop& w) {
       auto* layer = w.network->addActivation(*w.x, ActivationType::kLEAKY_RELU);
       layer->setAlpha(NAN);
       return layer->getAlpha() == 0.01F;
     },
     {"IActivationLayer::setAlpha", "[Activation]", "got nan"}},
    {"normalization over an even window",
     [](Workshop& w) { return w.network->addLRN(*w.x, 4, 1, 1, 1) == nullptr; },
     {"INetworkDefinition::addLRN", "expected an odd window, got 4"}},
    {"normalization with an infinite exponent",
     [](Workshop& w) { return w.network->addLRN(*w.x, 5, 1, INFINITY, 1) == nullptr; },
     {"expected a finite number, got inf"}},
    {"unknown scale mode",
     [](Workshop& w) { return scale(w, unknown<ScaleMode>(), 4) == nullptr; },
     {"there is no scale mode 99"}},
    {"scale of null values with a count",
     [](Workshop& w) {
       return w.network->addScale(*w.x, ScaleMode::kCHANNEL, {DataType::kFLOAT, nullptr, 4},
                                  no_weights(), no_weights()) == nullptr;
     },
     {"[Scale]", "shift weights", "null", "4"}},
    {"scale of too few channels",
     [](Workshop& w) { return has_no_dimensions(*scale(w, ScaleMode::kCHANNEL, 3)); },
     {"[Scale]", "scale weights", "expected 4 values", "got 3"}},
    {"scale along an axis that is not there",
     [](Workshop& w) {
       auto* layer = scale(w, ScaleMode::kCHANNEL, 4);
       layer->setChannelAxis(4);
       return has_no_dimensions(*layer);
     },
     {"[Scale]", "dimension 4 does not exist", "4 dimensions"}},
    {"sum of different ranks",
     [](Workshop& w) {
       return w.network->addElementWise(*w.x, row(w), ElementWiseOperation::kSUM) == nullptr;
     },
     {"[ElementWise]", "same number of dimensions", "f32[1,4,8,8]", "f32[1,8]"}},
    {"sum of extents that do not fit",
     [](Workshop& w) {
       auto* z = w.network->addInput("z", DataType::kFLOAT, dims({1, 4, 8, 7}));
       return w.network->addElementWise(*w.x, *z, ElementWiseOperation::kSUM) == nullptr;
     },
     {"[ElementWise]", "8", "7"}},
    {"sum with null",
     [](Workshop& w) {
       return w.network->addElementWise(*w.x, null_reference<ITensor>(),
                                        ElementWiseOperation::kSUM) == nullptr;
     },
     {"INetworkDefinition::addElementWise", "the tensor is null"}},
    {"unknown elementwise operation",
     [](Workshop& w) {
       return w.network->addElementWise(*w.x, *w.x, unknown<ElementWiseOperation>()) == nullptr;
     },
     {"there is no elementwise operation 99"}},
    {"and of real numbers",
     [](Workshop& w) {
       return w.network->addElementWise(*w.x, *w.x, ElementWiseOperation::kAND) == nullptr;
     },
     {"[ElementWise]", "f32"}},
    {"unknown unary operation",
     [](Workshop& w) { return w.network->addUnary(*w.x, unknown<UnaryOperation>()) == nullptr; },
     {"there is no unary operation 99"}},
    {"not of real numbers",
     [](Workshop& w) { return w.network->addUnary(*w.x, UnaryOperation::kNOT) == nullptr; },
     {"[Unary]", "f32"}},
    {"slopes of another rank",
     [](Workshop& w) { return w.network->addParametricReLU(*w.x, row(w)) == nullptr; },
     {"[Parametric ReLU]", "f32[1,4,8,8]", "f32[1,8]"}},
    {"product whose inner extents differ",
     [](Workshop& w) { return square(w, MatrixOperation::kNONE) == nullptr; },
     {"[Matrix Multiply]", "8", "1"}},
    {"unknown matrix operation",
     [](Workshop& w) { return square(w, unknown<MatrixOperation>()) == nullptr; },
     {"there is no matrix operation 99"}},
    {"operation of a third operand",
     [](Workshop& w) {
       auto* layer = square(w, MatrixOperation::kTRANSPOSE);
       layer->setOperation(2, MatrixOperation::kNONE);
       return layer->getOperation(1) == MatrixOperation::kTRANSPOSE;
     },
     {"[Matrix Multiply]", "there is no operand 2"}},
    {"fully connected without outputs",
     [](Workshop& w) {
       return w.network->addFullyConnected(*w.x, 0, w.weights(1), no_weights()) == nullptr;
     },
     {"expected at least one output, got 0"}},
    {"fully connected with too few weights",
     [](Workshop& w) {
       return w.network->addFullyConnected(*w.x, 10, w.weights(2559), no_weights()) == nullptr;
     },
     {"[Fully Connected]", "kernel weights", "expected 2560 values (10 x 256), got 2559"}},
    {"fully connected after a row",
     [](Workshop& w) {
       return w.network->addFullyConnected(row(w), 10, w.weights(80), no_weights()) == nullptr;
     },
     {"[Fully Connected]", "at least 3 dimensions", "f32[1,8]"}},
};

INGOT_MISUSES(Arithmetic, kArithmetic);

}  // namespace
}  // namespace ingot::test
