// Layers that join, cut, move and reduce.
#include "tests/api/misuse/misuse.h"

namespace ingot::test {
namespace {

using nvinfer1::DataType;
using nvinfer1::ITensor;
using nvinfer1::ReduceOperation;

ITensor& row(Workshop& w) { return *w.network->addInput("row", DataType::kFLOAT, dims({1, 8})); }

bool has_no_dimensions(nvinfer1::ILayer& layer) {
  return layer.getOutput(0)->getDimensions().nbDims == -1;
}

nvinfer1::ISliceLayer* slice(Workshop& w, std::initializer_list<nvinfer1::impl::Extent> start,
                             std::initializer_list<nvinfer1::impl::Extent> size) {
  return w.network->addSlice(*w.x, dims(start), dims(size), dims({1, 1, 1, 1}));
}

const std::vector<Misuse> kShapes = {
    {"concatenation of a null array",
     [](Workshop& w) { return w.network->addConcatenation(nullptr, 2) == nullptr; },
     {"INetworkDefinition::addConcatenation", "at least one input, got null"}},
    {"concatenation of nothing",
     [](Workshop& w) { return w.network->addConcatenation(&w.x, 0) == nullptr; },
     {"at least one input, got 0"}},
    {"concatenation with null",
     [](Workshop& w) {
       ITensor* const parts[] = {w.x, nullptr};
       return w.network->addConcatenation(parts, 2) == nullptr;
     },
     {"INetworkDefinition::addConcatenation", "the tensor is null"}},
    {"concatenation of different ranks",
     [](Workshop& w) {
       ITensor* const parts[] = {w.x, &row(w)};
       return w.network->addConcatenation(parts, 2) == nullptr;
     },
     {"[Concatenation]", "f32[1,4,8,8]", "f32[1,8]"}},
    {"concatenation along a negative axis",
     [](Workshop& w) {
       auto* layer = w.network->addConcatenation(&w.x, 1);
       layer->setAxis(-1);
       return layer->getAxis() == 1;
     },
     {"IConcatenationLayer::setAxis", "there is no dimension -1"}},
    {"concatenation along an axis that is not there",
     [](Workshop& w) {
       auto* layer = w.network->addConcatenation(&w.x, 1);
       layer->setAxis(4);
       return has_no_dimensions(*layer);
     },
     {"[Concatenation]", "dimension 4 does not exist", "4 dimensions"}},
    {"softmax along two axes",
     [](Workshop& w) {
       auto* layer = w.network->addSoftMax(*w.x);
       layer->setAxes(3);
       return layer->getAxes() == 2;
     },
     {"ISoftMaxLayer::setAxes", "the bits 3"}},
    {"softmax along an axis that is not there",
     [](Workshop& w) {
       auto* layer = w.network->addSoftMax(*w.x);
       layer->setAxes(16);
       return has_no_dimensions(*layer);
     },
     {"[Softmax]", "dimension 4 does not exist"}},
    {"padding of three dimensions",
     [](Workshop& w) {
       return w.network->addPaddingNd(*w.x, dims({1, 1, 1}), dims({1, 1, 1})) == nullptr;
     },
     {"expected 2 extents, got 3"}},
    {"padding that cuts more than there is",
     [](Workshop& w) {
       return w.network->addPaddingNd(*w.x, dims({-5, 0}), dims({-4, 0})) == nullptr;
     },
     {"[Padding]", "8 elements to cut", "-5 and -4"}},
    {"reshape with two free extents",
     [](Workshop& w) {
       auto* layer = w.network->addShuffle(*w.x);
       layer->setReshapeDimensions(dims({-1, -1}));
       return layer->getReshapeDimensions().nbDims == -1;
     },
     {"IShuffleLayer::setReshapeDimensions", "[-1,-1]", "at most once"}},
    {"reshape to another number of elements",
     [](Workshop& w) {
       auto* layer = w.network->addShuffle(*w.x);
       layer->setReshapeDimensions(dims({1, 255}));
       return has_no_dimensions(*layer);
     },
     {"[Shuffle]", "255"}},
    {"transpose that is no permutation",
     [](Workshop& w) {
       auto* layer = w.network->addShuffle(*w.x);
       layer->setFirstTranspose({{0, 1, 1, 3}});
       return has_no_dimensions(*layer);
     },
     {"[Shuffle]", "[0,1,1,3] is no permutation of 4 dimensions"}},
    {"slice of another rank",
     [](Workshop& w) {
       return slice(w, {0, 0}, {1, 1}) == nullptr;
     },
     {"[Slice]", "expected 4 extents", "start [0,0]"}},
    {"slice beyond the input",
     [](Workshop& w) {
       return has_no_dimensions(*slice(w, {0, 2, 0, 0}, {1, 3, 8, 8}));
     },
     {"[Slice]", "elements 0 to 3 of axis 1", "2 to 4"}},
    {"slice of a negative size",
     [](Workshop& w) {
       return has_no_dimensions(*slice(w, {0, 0, 0, 0}, {1, -1, 8, 8}));
     },
     {"[Slice]", "size", "-1"}},
    {"slice with an unknown mode",
     [](Workshop& w) {
       auto* layer = slice(w, {0, 0, 0, 0}, {1, 1, 1, 1});
       layer->setMode(unknown<nvinfer1::SampleMode>());
       return layer->getMode() == nvinfer1::SampleMode::kSTRICT_BOUNDS;
     },
     {"ISliceLayer::setMode", "there is no sample mode 99"}},
    {"reduction of no dimension",
     [](Workshop& w) {
       return w.network->addReduce(*w.x, ReduceOperation::kSUM, 0, true) == nullptr;
     },
     {"[Reduce]", "no dimension to reduce"}},
    {"reduction of a dimension that is not there",
     [](Workshop& w) {
       return w.network->addReduce(*w.x, ReduceOperation::kSUM, 1U << 31U, true) == nullptr;
     },
     {"[Reduce]", "dimension 31 does not exist"}},
    {"unknown reduction",
     [](Workshop& w) {
       return w.network->addReduce(*w.x, unknown<ReduceOperation>(), 2, true) == nullptr;
     },
     {"there is no reduce operation 99"}},
    {"constant of negative extents",
     [](Workshop& w) {
       return w.network->addConstant(dims({2, -1}), w.weights(2)) == nullptr;
     },
     {"INetworkDefinition::addConstant", "[2,-1]"}},
    {"constant of another count",
     [](Workshop& w) {
       return w.network->addConstant(dims({2, 3}), w.weights(5)) == nullptr;
     },
     {"[Constant]", "expected 6 values (2 x 3), got 5"}},
    {"constant of null values",
     [](Workshop& w) {
       return w.network->addConstant(dims({2}), {DataType::kFLOAT, nullptr, 2}) == nullptr;
     },
     {"[Constant]", "the values are null, the count is 2"}},
};

INGOT_MISUSES(Shapes, kShapes);

}  // namespace
}  // namespace ingot::test
