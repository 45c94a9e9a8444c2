// Convolution and deconvolution.
#include <limits>

#include "tests/api/misuse/misuse.h"

namespace ingot::test {
namespace {

using nvinfer1::DataType;
using nvinfer1::ITensor;
using nvinfer1::Weights;

nvinfer1::IConvolutionLayer* add(Workshop& w, nvinfer1::impl::Extent maps,
                                 const nvinfer1::Dims& window, Weights kernel,
                                 Weights bias = no_weights()) {
  auto* layer = w.network->addConvolutionNd(*w.x, maps, window, kernel, bias);
  if (layer != nullptr) layer->setName("conv");
  return layer;
}

nvinfer1::IConvolutionLayer& good(Workshop& w) { return *add(w, 4, dims({3, 3}), w.weights(144)); }

bool has_no_dimensions(nvinfer1::ILayer& layer) {
  return layer.getOutput(0)->getDimensions().nbDims == -1;
}

const std::vector<Misuse> kConvolutions = {
    {"convolution of null",
     [](Workshop& w) {
       return w.network->addConvolutionNd(null_reference<ITensor>(), 4, dims({3, 3}),
                                          w.weights(144), no_weights()) == nullptr;
     },
     {"INetworkDefinition::addConvolution", "the tensor is null"}},
    {"convolution of another network's tensor",
     [](Workshop& w) {
       return w.network->addConvolutionNd(*w.foreign, 4, dims({3, 3}), w.weights(144),
                                          no_weights()) == nullptr;
     },
     {"of another network"}},
    {"convolution without maps",
     [](Workshop& w) {
       return add(w, 0, dims({3, 3}), w.weights(144)) == nullptr;
     },
     {"expected at least one of output maps, got 0"}},
    {"convolution of negative maps",
     [](Workshop& w) {
       return add(w, -4, dims({3, 3}), w.weights(144)) == nullptr;
     },
     {"output maps, got -4"}},
    {"convolution with a window of rank 1",
     [](Workshop& w) { return add(w, 4, dims({3}), w.weights(12)) == nullptr; },
     {"window: expected 2 or 3 extents, got 1"}},
    {"convolution with a window of 0",
     [](Workshop& w) {
       return add(w, 4, dims({0, 3}), w.weights(0)) == nullptr;
     },
     {"window: expected extents of at least 1, got 0 x 3"}},
    {"kernel of null values with a count",
     [](Workshop& w) {
       return add(w, 4, dims({3, 3}), {DataType::kFLOAT, nullptr, 144}) == nullptr;
     },
     {"[Convolution]", "kernel weights", "null", "144"}},
    {"kernel of a negative count",
     [](Workshop& w) {
       return add(w, 4, dims({3, 3}), {DataType::kFLOAT, nullptr, -1}) == nullptr;
     },
     {"kernel weights", "-1 is negative"}},
    {"bias of null values with a count",
     [](Workshop& w) {
       good(w).setBiasWeights({DataType::kFLOAT, nullptr, 4});
       return true;
     },
     {"layer conv", "bias weights", "null", "4"}},
    {"kernel too short",
     [](Workshop& w) {
       return has_no_dimensions(*add(w, 4, dims({3, 3}), w.weights(143)));
     },
     {"layer conv", "kernel weights", "expected 144 values (4 x 4 x 3 x 3), got 143"}},
    {"bias too short",
     [](Workshop& w) {
       return has_no_dimensions(*add(w, 4, dims({3, 3}), w.weights(144), w.weights(3)));
     },
     {"layer conv", "bias weights", "expected 4 values (4), got 3"}},
    {"kernel of integers",
     [](Workshop& w) {
       Weights kernel = w.weights(144);
       kernel.type = DataType::kINT32;
       return has_no_dimensions(*add(w, 4, dims({3, 3}), kernel));
     },
     {"layer conv", "kernel weights", "expected f32, got kINT32"}},
    {"kernel of an unknown type",
     [](Workshop& w) {
       Weights kernel = w.weights(144);
       kernel.type = unknown<DataType>();
       return has_no_dimensions(*add(w, 4, dims({3, 3}), kernel));
     },
     {"layer conv", "data type 99"}},
    {"kernel larger than the input",
     [](Workshop& w) {
       return has_no_dimensions(*add(w, 1, dims({9, 9}), w.weights(324)));
     },
     {"layer conv", "extent 8", "spans 9"}},
    {"more filters than 64 bits count",
     [](Workshop& w) {
       const auto big = std::numeric_limits<int32_t>::max();
       return has_no_dimensions(*add(w, big, dims({big, big}), w.weights(1)));
     },
     {"layer conv", "64 bits"}},
    {"groups that do not divide",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setNbGroups(3);
       return has_no_dimensions(layer);
     },
     {"layer conv", "4 input channels and 4 output maps do not divide into 3 groups"}},
    {"deconvolution's groups that do not divide",
     [](Workshop& w) {
       auto* layer =
           w.network->addDeconvolutionNd(*w.x, 4, dims({3, 3}), w.weights(144), no_weights());
       layer->setNbGroups(8);
       return has_no_dimensions(*layer);
     },
     {"[Deconvolution]", "do not divide into 8 groups"}},
    {"deconvolution of null",
     [](Workshop& w) {
       return w.network->addDeconvolutionNd(null_reference<ITensor>(), 4, dims({3, 3}),
                                            w.weights(144), no_weights()) == nullptr;
     },
     {"INetworkDefinition::addDeconvolution", "the tensor is null"}},
};

INGOT_MISUSES(Convolutions, kConvolutions);

}  // namespace
}  // namespace ingot::test
