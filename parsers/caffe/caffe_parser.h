#pragma once

#include <NvCaffeParser.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "caffe/conversion.h"
#include "caffe/model/model_weights.h"
#include "caffe/model/read_model.h"
#include "caffe/plugin_claims.h"
#include "caffe/report.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {

class BlobNameToTensor : public nvcaffeparser1::IBlobNameToTensor {
 public:
  explicit BlobNameToTensor(Blobs blobs) : blobs_(std::move(blobs)) {}

  nvinfer1::ITensor* find(const char* name) const override;

 private:
  Blobs blobs_;
};

/// Keeps what each parse made, weights and blob names, as long as it lives.
class CaffeParser : public nvcaffeparser1::ICaffeParser {
 public:
  CaffeParser() = default;
  ~CaffeParser() override;

  using ICaffeParser::parseBuffers;

  const nvcaffeparser1::IBlobNameToTensor* parse(const char* deploy, const char* model,
                                                 nvinfer1::INetworkDefinition& network,
                                                 nvinfer1::DataType weightType) override;
  const nvcaffeparser1::IBlobNameToTensor* parseBuffers(const uint8_t* deployBuffer,
                                                        std::size_t deployLength,
                                                        const uint8_t* modelBuffer,
                                                        std::size_t modelLength,
                                                        nvinfer1::INetworkDefinition& network,
                                                        nvinfer1::DataType weightType) override;
  nvcaffeparser1::IBinaryProtoBlob* parseBinaryProto(const char* fileName) override;

  void setProtobufBufferSize(std::size_t size) override { limit_ = size; }
  void setPluginFactory(nvcaffeparser1::IPluginFactory* factory) override;
  void setPluginFactoryExt(nvcaffeparser1::IPluginFactoryExt* factory) override;
  void setPluginFactoryV2(nvcaffeparser1::IPluginFactoryV2* factory) override;
  void setPluginNamespace(const char* libNamespace) override;
  void setErrorRecorder(nvinfer1::IErrorRecorder* recorder) override;
  nvinfer1::IErrorRecorder* getErrorRecorder() const override { return recorder_; }

 private:
  const nvcaffeparser1::IBlobNameToTensor* convert(proto::NetParameter net, ModelWeights& weights,
                                                   nvinfer1::INetworkDefinition& network,
                                                   nvinfer1::DataType type, const Log& log);
  ModelWeights& keep(std::unique_ptr<ModelWeights> weights);
  /// `network` may be null, as a reference of the program may be.
  Report report_for(const nvinfer1::INetworkDefinition* network) const;

  size_t limit_ = kMaxModelBytes;
  PluginFactories factories_;
  std::string plugin_namespace_;
  nvinfer1::IErrorRecorder* recorder_ = nullptr;
  std::vector<std::unique_ptr<ModelWeights>> weights_;
  std::vector<std::unique_ptr<BlobNameToTensor>> results_;
};

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe
