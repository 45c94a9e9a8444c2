#pragma once

#include <NvCaffeParser.h>
#include <NvInfer.h>

#include <memory>
#include <span>

#include "api/factories.h"

namespace ingot::test {

/// Parses a definition with a model into a new network.
inline void parse_caffe(std::span<const uint8_t> definition, std::span<const uint8_t> model) {
  const std::unique_ptr<nvinfer1::IBuilder> builder(
      static_cast<nvinfer1::IBuilder*>(api::v8::create_builder(getLogger(), 8)));
  const std::unique_ptr<nvinfer1::INetworkDefinition> network(builder->createNetworkV2(0));
  const std::unique_ptr<nvcaffeparser1::ICaffeParser> parser(nvcaffeparser1::createCaffeParser());
  parser->parseBuffers(definition.data(), definition.size(), model.data(), model.size(), *network,
                       nvinfer1::DataType::kFLOAT);
}

}  // namespace ingot::test
