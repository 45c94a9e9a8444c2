#pragma once

#include <NvInfer.h>

#include <memory>

/// Networks from x to y whose dispatch is measured. Plans are for as many threads as the builder
/// has.
using Plan = std::unique_ptr<nvinfer1::IHostMemory>;

/// Softmaxes over a few numbers, one after another: they do not fuse, and no loop is split.
Plan build_softmaxes(nvinfer1::IBuilder& builder, int steps);

/// Each step multiplies eight vectors by a matrix each, small enough that its loop has eight
/// iterations on one thread and on two.
Plan build_products(nvinfer1::IBuilder& builder, int steps);

/// 1×28×28, two convolutions with pools, two dense layers, softmax.
Plan build_lenet(nvinfer1::IBuilder& builder);
