#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>

// What the tactics call of cuDNN's graph interface, as version 9 has it: all is made of
// descriptors, which are given attributes and then finalized.
namespace ingot::backend::cuda::cudnn {

using Handle = struct Context*;
using Pointer = void*;  ///< to a descriptor
using Status = int;     ///< 0 for success

enum class Kind : int {
  kPointwise = 0,
  kConvolution = 1,
  kEngine = 2,
  kEngineConfiguration = 3,
  kHeuristics = 4,
  kExecutionPlan = 5,
  kKnobChoice = 7,
  kConvolutionForward = 10,
  kPointwiseOperation = 13,
  kOperationGraph = 15,
  kVariantPack = 16,
  kTensor = 17,
};

enum class Attribute : int {
  kPointwiseMode = 0,
  kPointwiseType = 1,
  kConvolutionType = 100,
  kConvolutionMode = 101,
  kConvolutionDilations = 102,
  kConvolutionStrides = 103,
  kConvolutionPadsAfter = 104,
  kConvolutionPadsBefore = 105,
  kConvolutionAxes = 106,
  kHeuristicsMode = 200,
  kHeuristicsGraph = 201,
  kHeuristicsResults = 202,
  kConfigurationEngine = 300,
  kConfigurationKnobs = 302,
  kPlanHandle = 400,
  kPlanConfiguration = 401,
  kPlanWorkspaceSize = 402,
  kKnobType = 600,
  kKnobValue = 601,
  kForwardAlpha = 700,
  kForwardBeta = 701,
  kForwardConvolution = 702,
  kForwardW = 703,
  kForwardX = 704,
  kForwardY = 705,
  kOperationPointwise = 750,
  kOperationX = 751,
  kOperationB = 752,
  kOperationY = 753,
  kGraphHandle = 800,
  kGraphOperations = 801,
  kTensorAlignment = 900,
  kTensorType = 901,
  kTensorExtents = 902,
  kTensorStrides = 903,
  kTensorId = 906,
  kTensorIsVirtual = 907,
  kPackIds = 1000,
  kPackPointers = 1001,
  kPackWorkspace = 1003,
  kEngineGraph = 1300,
  kEngineIndex = 1301,
  kEngineNumericalNotes = 1303,
};

/// Of an attribute's values.
enum class ValueType : int {
  kHandle = 0,
  kElementType = 1,
  kBool = 2,
  kInt64 = 3,
  kFloat = 4,
  kPointer = 6,
  kConvolutionMode = 7,
  kHeuristicsMode = 8,
  kKnobType = 9,
  kNumericalNote = 11,
  kPointwiseMode = 14,
  kDescriptor = 15,
};

enum ElementType : int { kFloat32 = 0, kFloat16 = 2, kBFloat16 = 9 };
enum ConvolutionMode : int { kCrossCorrelation = 1 };
enum PointwiseMode : int { kAdd = 0, kRelu = 100 };
enum KnobType : int {};  // whatever an engine has
enum HeuristicsMode : int { kFallback = 2, kModeA = 3 };

/// What an engine does with numbers.
enum NumericalNote : int {
  kTensorCores = 0,
  kRoundsInputs = 1,
  kReducedSums = 2,
  kFft = 3,
  kNoFixedOrder = 4,
  kWinograd = 5,
  kWinograd4 = 6,
  kWinograd6 = 7,
  kWinograd13 = 8,
};
/// The library's functions.
struct Functions {
  Status (*create)(Handle*);
  size_t (*version)();
  Status (*set_stream)(Handle, cudaStream_t);
  Status (*create_descriptor)(Kind, Pointer*);
  Status (*destroy_descriptor)(Pointer);
  Status (*finalize)(Pointer);
  Status (*set)(Pointer, Attribute, ValueType, int64_t count, const void*);
  Status (*get)(Pointer, Attribute, ValueType, int64_t most, int64_t* count, void*);
  Status (*execute)(Handle, Pointer plan, Pointer variant_pack);
};

/// Why the library cannot be used; empty where it can.
const std::string& why_not();
/// Those of the library, which can be used.
const Functions& functions();
/// To be used by one thread at a time, which holds `mutex`.
Handle handle();
std::mutex& mutex();
/// 91900 for 9.19.0.
int64_t version();

}  // namespace ingot::backend::cuda::cudnn
