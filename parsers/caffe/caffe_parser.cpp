#include "caffe/caffe_parser.h"

#include <google/protobuf/stubs/common.h>

#include <span>
#include <utility>

#include "caffe/binary_blob.h"
#include "caffe/model/phase.h"
#include "caffe/model/training_layers.h"
#include "caffe/model/upgrade.h"

namespace ingot::caffe {
inline namespace INGOT_API_GROUP {
namespace {

std::span<const std::byte> bytes_of(const uint8_t* buffer, size_t size) {
  return std::as_bytes(std::span(buffer, size));
}

void check_given(const void* pointer, const char* name) {
  require(pointer != nullptr, ErrorCode::kInvalidArgument,
          [&] { return std::string(name) + " is null"; });
}

std::unique_ptr<ModelWeights> weights_from_file(const char* path, size_t limit) {
  if (path == nullptr) return std::make_unique<ModelWeights>();
  proto::WeightFile file = read_weights_file(path, limit);
  return with_context([&] { return std::string(path); },
                      [&] { return std::make_unique<ModelWeights>(std::move(file)); });
}

std::unique_ptr<ModelWeights> weights_from_buffer(const uint8_t* buffer, size_t size,
                                                  size_t limit) {
  if (buffer == nullptr) return std::make_unique<ModelWeights>();
  return std::make_unique<ModelWeights>(
      read_weights(bytes_of(buffer, size), "the model buffer", limit));
}

}  // namespace

nvinfer1::ITensor* BlobNameToTensor::find(const char* name) const {
  if (name == nullptr) return nullptr;
  const auto found = blobs_.find(name);
  return found == blobs_.end() ? nullptr : found->second.tensor;
}

CaffeParser::~CaffeParser() { hold(recorder_, nullptr); }

const nvcaffeparser1::IBlobNameToTensor* CaffeParser::parse(const char* deploy, const char* model,
                                                            nvinfer1::INetworkDefinition& network,
                                                            nvinfer1::DataType weightType) {
  const Report report = report_for(&network);
  return guarded(report, [&] {
    check_given(&network, "the network");
    check_given(deploy, "the path of the prototxt");
    const Log log = report.log();
    ModelWeights& weights = keep(weights_from_file(model, limit_));
    proto::NetParameter net = read_definition_file(deploy, log);
    return with_context([&] { return std::string(deploy); },
                        [&] { return convert(std::move(net), weights, network, weightType, log); });
  });
}

const nvcaffeparser1::IBlobNameToTensor* CaffeParser::parseBuffers(
    const uint8_t* deployBuffer, std::size_t deployLength, const uint8_t* modelBuffer,
    std::size_t modelLength, nvinfer1::INetworkDefinition& network, nvinfer1::DataType weightType) {
  const Report report = report_for(&network);
  return guarded(report, [&] {
    check_given(&network, "the network");
    check_given(deployBuffer, "the prototxt buffer");
    const Log log = report.log();
    ModelWeights& weights = keep(weights_from_buffer(modelBuffer, modelLength, limit_));
    return convert(read_definition(bytes_of(deployBuffer, deployLength), "prototxt", log), weights,
                   network, weightType, log);
  });
}

nvcaffeparser1::IBinaryProtoBlob* CaffeParser::parseBinaryProto(const char* fileName) {
  return guarded(Report(getLogger(), recorder_), [&] {
    check_given(fileName, "the path of the binaryproto");
    const proto::WeightBlob blob = read_blob_file(fileName, limit_);
    return with_context([&] { return std::string(fileName); },
                        [&] { return make_binary_blob(blob).release(); });
  });
}

void CaffeParser::setPluginFactory(nvcaffeparser1::IPluginFactory* factory) {
  factories_.plain = factory;
}

void CaffeParser::setPluginFactoryExt(nvcaffeparser1::IPluginFactoryExt* factory) {
  factories_.extended = factory;
}

void CaffeParser::setPluginFactoryV2(nvcaffeparser1::IPluginFactoryV2* factory) {
  factories_.v2 = factory;
}

void CaffeParser::setPluginNamespace(const char* libNamespace) {
  guarded(Report(getLogger(), recorder_), [&] {
    check_given(libNamespace, "the namespace of plugins");
    plugin_namespace_ = libNamespace;
    return nullptr;
  });
}

void CaffeParser::setErrorRecorder(nvinfer1::IErrorRecorder* recorder) {
  hold(recorder_, recorder);
}

const nvcaffeparser1::IBlobNameToTensor* CaffeParser::convert(proto::NetParameter net,
                                                              ModelWeights& weights,
                                                              nvinfer1::INetworkDefinition& network,
                                                              nvinfer1::DataType type,
                                                              const Log& log) {
  require(type == nvinfer1::DataType::kFLOAT || type == nvinfer1::DataType::kHALF,
          ErrorCode::kInvalidArgument, [] { return "the weight type must be kFLOAT or kHALF"; });
  upgrade(net);
  keep_test_layers(net);
  drop_training_layers(net, log);
  check_plugin_claims(net, factories_);
  Conversion conversion(network, weights, type, log);
  conversion.run(net);
  return results_.emplace_back(std::make_unique<BlobNameToTensor>(conversion.blobs())).get();
}

/// Kept before the conversion: after an error, too, the network may refer to the weights.
ModelWeights& CaffeParser::keep(std::unique_ptr<ModelWeights> weights) {
  return *weights_.emplace_back(std::move(weights));
}

Report CaffeParser::report_for(const nvinfer1::INetworkDefinition* network) const {
  return {network == nullptr ? getLogger() : network->getBuilder().getLogger(), recorder_};
}

}  // namespace INGOT_API_GROUP
}  // namespace ingot::caffe

namespace nvcaffeparser1 {
inline namespace INGOT_API_GROUP {

ICaffeParser* createCaffeParser() { return new (std::nothrow) ingot::caffe::CaffeParser; }

void shutdownProtobufLibrary() { google::protobuf::ShutdownProtobufLibrary(); }

}  // namespace INGOT_API_GROUP
}  // namespace nvcaffeparser1
