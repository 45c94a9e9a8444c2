/// \file
/// Parser of Caffe models (TensorRT 5-8).
#pragma once

#include "macros.h"
#include "network.h"
#include "plugin_factory.h"
#include "version.h"

namespace nvcaffeparser1 {
inline namespace INGOT_API_GROUP {
/// Tensors of a parsed network by blob name; owned by the parser.
class IBlobNameToTensor {
 public:
  virtual ~IBlobNameToTensor() = default;

  /// Tensor of a blob, owned by the network; null for an unknown name.
  virtual nvinfer1::ITensor* find(const char* name) const = 0;
};

/// Content of a binaryproto file, such as a mean image.
class IBinaryProtoBlob {
 public:
  virtual ~IBinaryProtoBlob() = default;

  /// First element, row-major.
  virtual const void* getData() = 0;
  /// Dimensions, leading ones filled up with 1 to four.
  virtual nvinfer1::DimsNCHW getDimensions() = 0;
  /// Element type, kFLOAT or kHALF.
  virtual nvinfer1::DataType getDataType() = 0;
  /// Deletes the blob, as delete does.
  virtual void destroy() { delete this; }
};

/// Makes plugins for layers of a model; implemented by the program (TensorRT 5-7).
class IPluginFactory {
 public:
  virtual ~IPluginFactory() = default;

  /// Whether the layer of that name is a plugin.
  virtual bool isPlugin(const char* layerName) = 0;
  /// Makes the plugin from the layer's nbWeights blobs.
  virtual nvinfer1::IPlugin* createPlugin(const char* layerName, const nvinfer1::Weights* weights,
                                          int32_t nbWeights) = 0;
};

/// Factory of plugins that know their interface's version (TensorRT 5-7).
class IPluginFactoryExt : public IPluginFactory {
 public:
  /// Version of the headers that the program was compiled with.
  virtual int32_t getVersion() const { return static_cast<int32_t>(NV_TENSORRT_VERSION); }
  /// Whether the plugin of the layer of that name is an IPluginExt.
  virtual bool isPluginExt(const char* layerName) = 0;
};

/// Factory of version 2 plugins (TensorRT 5-8).
class IPluginFactoryV2 {
 public:
  virtual ~IPluginFactoryV2() = default;

  /// Whether the layer of that name is a version 2 plugin.
  virtual bool isPluginV2(const char* layerName) = 0;
  /// Makes the plugin from the layer's nbWeights blobs.
  virtual nvinfer1::IPluginV2* createPlugin(const char* layerName, const nvinfer1::Weights* weights,
                                            int32_t nbWeights, const char* libNamespace = "") = 0;
};

/// Adds the layers of a Caffe model to a network. Made by createCaffeParser. It owns the weights
/// that the network refers to, so it must live until the engine is built.
class ICaffeParser {
 public:
  virtual ~ICaffeParser() = default;

  /// Deletes the parser, as delete does.
  virtual void destroy() { delete this; }

  /// Parses a network (prototxt file) with its weights (caffemodel file). A model of null means
  /// random weights. weightType is kFLOAT or kHALF. An input that the network has already under a
  /// name of the model's is the model's, with its own extents in place of those of the file. Null
  /// after an error.
  virtual const IBlobNameToTensor* parse(const char* deploy, const char* model,
                                         nvinfer1::INetworkDefinition& network,
                                         nvinfer1::DataType weightType) = 0;
  /// As parse, from memory; lengths in bytes.
  virtual const IBlobNameToTensor* parseBuffers(const uint8_t* deployBuffer,
                                                std::size_t deployLength,
                                                const uint8_t* modelBuffer, std::size_t modelLength,
                                                nvinfer1::INetworkDefinition& network,
                                                nvinfer1::DataType weightType) = 0;
  /// Form of parseBuffers in TensorRT 5-8.0.
  const IBlobNameToTensor* parseBuffers(const char* deployBuffer, std::size_t deployLength,
                                        const char* modelBuffer, std::size_t modelLength,
                                        nvinfer1::INetworkDefinition& network,
                                        nvinfer1::DataType weightType) {
    return parseBuffers(reinterpret_cast<const uint8_t*>(deployBuffer), deployLength,
                        reinterpret_cast<const uint8_t*>(modelBuffer), modelLength, network,
                        weightType);
  }
  /// Reads a binaryproto file; null after an error.
  virtual IBinaryProtoBlob* parseBinaryProto(const char* fileName) = 0;

  /// Sets the largest size of a model file, in bytes.
  virtual void setProtobufBufferSize(std::size_t size) = 0;
  /// Sets who makes plugins; null for nobody (TensorRT 5-7).
  virtual void setPluginFactory(IPluginFactory* factory) = 0;
  /// Sets who makes plugins; null for nobody (TensorRT 5-7).
  virtual void setPluginFactoryExt(IPluginFactoryExt* factory) = 0;
  /// Sets who makes version 2 plugins; null for nobody.
  virtual void setPluginFactoryV2(IPluginFactoryV2* factory) = 0;
  /// Sets the namespace in which plugins are looked up.
  virtual void setPluginNamespace(const char* libNamespace) = 0;
  /// Sets where errors go besides the logger; null for nowhere (TensorRT 6 on).
  virtual void setErrorRecorder(nvinfer1::IErrorRecorder* recorder) = 0;
  /// Error recorder, or null.
  virtual nvinfer1::IErrorRecorder* getErrorRecorder() const = 0;
};

/// Makes a parser for networks of the caller's level.
TENSORRTAPI ICaffeParser* createCaffeParser();

/// Frees what protobuf keeps for the process; no parser may be used afterwards.
TENSORRTAPI void shutdownProtobufLibrary();
}  // namespace INGOT_API_GROUP
}  // namespace nvcaffeparser1

/// Makes an ICaffeParser for networks of level 8, whose programs look it up by name in the loaded
/// library. Returns its address, or null.
extern "C" TENSORRTAPI void* createNvCaffeParser_INTERNAL();
