#pragma once

#include <NvInfer.h>
#include <gtest/gtest.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "api/builder.h"
#include "api/network.h"
#include "ir/text.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// Keeps what is logged.
class Messages final : public nvinfer1::ILogger {
 public:
  void log(Severity severity, const char* message) override {
    if (severity <= Severity::kERROR) errors.emplace_back(message);
    if (severity == Severity::kWARNING) warnings.emplace_back(message);
  }
  std::vector<std::string> errors;
  std::vector<std::string> warnings;
};

inline nvinfer1::Dims dims(std::initializer_list<nvinfer1::impl::Extent> extents) {
  nvinfer1::Dims result{};
  for (const auto extent : extents) result.d[result.nbDims++] = extent;
  return result;
}

/// "1 28 28".
inline std::string text(const nvinfer1::Dims& dims) {
  if (dims.nbDims < 0) return "none";
  return join(std::vector<int64_t>(dims.d, dims.d + dims.nbDims), " ");
}
inline std::string text(const nvinfer1::ITensor* tensor) { return text(tensor->getDimensions()); }
inline std::string text(const nvinfer1::ILayer* layer) { return text(layer->getOutput(0)); }

/// A network whose weights are 1, 2, 3 ….
class NetworkTest : public testing::Test {
 protected:
  void make(NetworkOptions options) {
    network_ = std::make_unique<Network>(builder_, Reporter(messages_), options);
  }
  nvinfer1::INetworkDefinition& implicit() {
    make({.implicit_batch = true});
    return *network_;
  }
  nvinfer1::INetworkDefinition& explicit_batch() {
    make({});
    return *network_;
  }
  static nvinfer1::ITensor& input(nvinfer1::INetworkDefinition& network,
                                  std::initializer_list<nvinfer1::impl::Extent> extents,
                                  const char* name = "data",
                                  nvinfer1::DataType type = nvinfer1::DataType::kFLOAT) {
    nvinfer1::ITensor* const tensor = network.addInput(name, type, dims(extents));
    if (tensor == nullptr) throw Error(ErrorCode::kInvalidArgument, "no input");
    return *tensor;
  }
  nvinfer1::Weights weights(int64_t count) {
    auto& values = values_.emplace_back(std::make_unique<std::vector<float>>());
    for (int64_t i = 0; i < count; ++i) values->push_back(static_cast<float>(i + 1));
    return {nvinfer1::DataType::kFLOAT, values->data(), count};
  }
  static nvinfer1::Weights none() { return {nvinfer1::DataType::kFLOAT, nullptr, 0}; }

  /// The only error logged since the last call.
  std::string error() {
    std::string all = join(messages_.errors, "\n");
    messages_.errors.clear();
    return all;
  }

  Messages messages_;
  Builder builder_{messages_, INGOT_TENSORRT_LEVEL};
  std::vector<std::unique_ptr<std::vector<float>>> values_;
  std::unique_ptr<Network> network_;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
