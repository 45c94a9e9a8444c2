// Settings of layers with a window.
#include <limits>

#include "tests/api/misuse/misuse.h"

namespace ingot::test {
namespace {

using nvinfer1::DimsHW;
using nvinfer1::ITensor;
using nvinfer1::PoolingType;

/// A convolution "conv" of x, [1,4,6,6].
nvinfer1::IConvolutionLayer& good(Workshop& w) {
  auto& layer = *w.network->addConvolutionNd(*w.x, 4, dims({3, 3}), w.weights(144), no_weights());
  layer.setName("conv");
  return layer;
}

nvinfer1::IPoolingLayer& good_pool(Workshop& w) {
  auto& layer = *w.network->addPoolingNd(*w.x, PoolingType::kMAX, dims({2, 2}));
  layer.setName("pool");
  return layer;
}

bool has_no_dimensions(nvinfer1::ILayer& layer) {
  return layer.getOutput(0)->getDimensions().nbDims == -1;
}

const std::vector<Misuse> kWindowSettings = {
    {"groups of 0",
     [](Workshop& w) {
       good(w).setNbGroups(0);
       return true;
     },
     {"layer conv", "groups, got 0"}},
    {"strides of 0",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setStrideNd(dims({0, 1}));
       return layer.getStrideNd().d[0] == 1;
     },
     {"layer conv", "stride", "at least 1, got 0 x 1"}},
    {"strides of another rank",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setStrideNd(dims({1, 1, 1}));
       return layer.getStrideNd().nbDims == 2;
     },
     {"layer conv", "stride", "expected 2 extents, got 3"}},
    {"negative padding",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setPaddingNd(dims({-1, 0}));
       return layer.getPaddingNd().d[0] == 0;
     },
     {"layer conv", "padding", "got -1 x 0"}},
    {"padding that differs at its ends",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setPrePadding(dims({1, 1}));
       return layer.getPaddingNd().d[0] == 1;
     },
     {"layer conv", "1 x 1", "0 x 0"}},
    {"dilation of 0",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setDilationNd(dims({1, 0}));
       return layer.getDilationNd().d[1] == 1;
     },
     {"layer conv", "dilation", "got 1 x 0"}},
    {"unknown padding mode",
     [](Workshop& w) {
       auto& layer = good(w);
       layer.setPaddingMode(unknown<nvinfer1::PaddingMode>());
       return layer.getPaddingMode() == nvinfer1::PaddingMode::kEXPLICIT_ROUND_DOWN;
     },
     {"layer conv", "there is no padding mode 99"}},
    {"huge padding",
     [](Workshop& w) {
       auto& layer = good(w);
       const auto big = std::numeric_limits<int32_t>::max();
       layer.setPaddingNd(dims({big, big}));
       w.network->markOutput(*layer.getOutput(0));
       return w.builder->buildSerializedNetwork(*w.network, *w.config) == nullptr;
     },
     {"IBuilder::buildSerializedNetwork", "conv"}},
    {"pooling of null",
     [](Workshop& w) {
       return w.network->addPoolingNd(null_reference<ITensor>(), PoolingType::kMAX, DimsHW(2, 2)) ==
              nullptr;
     },
     {"INetworkDefinition::addPooling", "the tensor is null"}},
    {"unknown pooling",
     [](Workshop& w) {
       return w.network->addPoolingNd(*w.x, unknown<PoolingType>(), DimsHW(2, 2)) == nullptr;
     },
     {"there is no pooling type 99"}},
    {"pooling over a window of 0",
     [](Workshop& w) {
       return w.network->addPoolingNd(*w.x, PoolingType::kMAX, DimsHW(2, 0)) == nullptr;
     },
     {"window", "got 2 x 0"}},
    {"pooling window larger than the input",
     [](Workshop& w) {
       good_pool(w).setWindowSizeNd(dims({9, 9}));
       return has_no_dimensions(*w.network->getLayer(0));
     },
     {"layer pool", "extent 8", "spans 9"}},
    {"blend factor above 1",
     [](Workshop& w) {
       auto& layer = good_pool(w);
       layer.setBlendFactor(2);
       return layer.getBlendFactor() == 0;
     },
     {"layer pool", "expected a blend factor from 0 to 1, got 2"}},
};

INGOT_MISUSES(WindowSettings, kWindowSettings);

}  // namespace
}  // namespace ingot::test
