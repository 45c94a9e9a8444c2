/// \file
/// Base of all layers of a network definition.
#pragma once

#include "tensor.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// Kind of a layer. The numbers are those of TensorRT 10; kinds gone by then follow.
enum class LayerType : int32_t {
  kCONVOLUTION = 0,
  kCAST = 1,
  kACTIVATION = 2,
  kPOOLING = 3,
  kLRN = 4,
  kSCALE = 5,
  kSOFTMAX = 6,
  kDECONVOLUTION = 7,
  kCONCATENATION = 8,
  kELEMENTWISE = 9,
  kPLUGIN = 10,
  kUNARY = 11,
  kPADDING = 12,
  kSHUFFLE = 13,
  kREDUCE = 14,
  kTOPK = 15,
  kGATHER = 16,
  kMATRIX_MULTIPLY = 17,
  kRAGGED_SOFTMAX = 18,
  kCONSTANT = 19,
  kIDENTITY = 20,
  kPLUGIN_V2 = 21,
  kSLICE = 22,
  kSHAPE = 23,
  kPARAMETRIC_RELU = 24,
  kRESIZE = 25,
  kTRIP_LIMIT = 26,
  kRECURRENCE = 27,
  kITERATOR = 28,
  kLOOP_OUTPUT = 29,
  kSELECT = 30,
  kFILL = 31,
  kQUANTIZE = 32,
  kDEQUANTIZE = 33,
  kCONDITION = 34,
  kCONDITIONAL_INPUT = 35,
  kCONDITIONAL_OUTPUT = 36,
  kSCATTER = 37,
  kEINSUM = 38,
  kASSERTION = 39,
  kONE_HOT = 40,
  kNON_ZERO = 41,
  kGRID_SAMPLE = 42,
  kNMS = 43,
  kREVERSE_SEQUENCE = 44,
  kNORMALIZATION = 45,
  kPLUGIN_V3 = 46,
  kSQUEEZE = 47,
  kUNSQUEEZE = 48,
  kCUMULATIVE = 49,
  kDYNAMIC_QUANTIZE = 50,
  kATTENTION_INPUT = 51,
  kATTENTION_OUTPUT = 52,
  kROTARY_EMBEDDING = 53,
  kKVCACHE_UPDATE = 54,
  kMOE = 55,
  kDIST_COLLECTIVE = 56,
  kFULLY_CONNECTED = 57,  ///< TensorRT 5-9.
  kRNN = 58,              ///< TensorRT 5-7.
  kRNN_V2 = 59            ///< TensorRT 5-9.
};
INGOT_ENUM_MAX(LayerType, 60)

/// A layer of a network definition, owned by the network.
class ILayer {
 public:
  virtual ~ILayer() = default;

  /// Kind of the layer.
  virtual LayerType getType() const = 0;

  /// Sets the name, which is copied; messages and profiles use it.
  virtual void setName(const char* name) = 0;
  /// Name; by default the kind and a number that make it unique.
  virtual const char* getName() const = 0;

  /// Number of inputs.
  virtual int32_t getNbInputs() const = 0;
  /// Input index, or null if it is out of range or not set.
  virtual ITensor* getInput(int32_t index) const = 0;
  /// Number of outputs.
  virtual int32_t getNbOutputs() const = 0;
  /// Output index, or null if it is out of range.
  virtual ITensor* getOutput(int32_t index) const = 0;
  /// Replaces input index. The tensor must belong to the same network; a position that the kind of
  /// layer does not have is an error and changes nothing.
  virtual void setInput(int32_t index, ITensor& tensor) = 0;

  /// Wishes the type that the layer computes in (TensorRT 5-10).
  virtual void setPrecision(DataType dataType) = 0;
  /// Wished type; kFLOAT if there is none.
  virtual DataType getPrecision() const = 0;
  /// Whether a type is wished.
  virtual bool precisionIsSet() const = 0;
  /// Withdraws the wish.
  virtual void resetPrecision() = 0;

  /// Wishes the type of output index (TensorRT 5-10).
  virtual void setOutputType(int32_t index, DataType dataType) = 0;
  /// Wished type of output index, or the one that the layer implies.
  virtual DataType getOutputType(int32_t index) const = 0;
  /// Whether a type is wished for output index.
  virtual bool outputTypeIsSet(int32_t index) const = 0;
  /// Withdraws the wish for output index.
  virtual void resetOutputType(int32_t index) = 0;

  /// Attaches a text, which is copied, for reports about the engine (TensorRT 8.6 on).
  virtual void setMetadata(const char* metadata) = 0;
  /// Attached text; empty if there is none.
  virtual const char* getMetadata() const = 0;
};
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
