/// \file
/// Settings of a build that are enumerations.
#pragma once

#include "enum_max.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
/// What an engine may be used for.
enum class EngineCapability : int32_t {
  kSTANDARD = 0,               ///< Anything.
  kDEFAULT = kSTANDARD,        ///< Name of kSTANDARD in TensorRT 5-9.
  kSAFETY = 1,                 ///< Only what a safety-certified runtime has.
  kSAFE_GPU = kSAFETY,         ///< Name of kSAFETY in TensorRT 5-9.
  kDLA_STANDALONE = 2,         ///< To run on a DLA core without this library.
  kSAFE_DLA = kDLA_STANDALONE  ///< Name of kDLA_STANDALONE in TensorRT 5-9.
};
INGOT_ENUM_MAX(EngineCapability, 3)

/// Set of switches: bit i stands for the BuilderFlag with number i.
using BuilderFlags = uint32_t;

/// Switch of a build (TensorRT 6 on). The numbers are those of TensorRT 11; switches gone by then
/// take the numbers it leaves free.
enum class BuilderFlag : int32_t {
  kFP16 = 0,                           ///< Allow half precision (TensorRT 6-10).
  kINT8 = 1,                           ///< Allow int8 (TensorRT 6-10).
  kDEBUG = 2,                          ///< Synchronise after every layer.
  kGPU_FALLBACK = 3,                   ///< Layers that a DLA core lacks run on the default device.
  kREFIT = 4,                          ///< Weights can be replaced in the engine.
  kDISABLE_TIMING_CACHE = 5,           ///< Do not reuse times of equal layers.
  kTF32 = 6,                           ///< Allow TF32 in fp32 computations; on by default.
  kSPARSE_WEIGHTS = 7,                 ///< Use sparsity of weights.
  kSAFETY_SCOPE = 8,                   ///< Check against the limits of safety.
  kOBEY_PRECISION_CONSTRAINTS = 9,     ///< Wished precisions are demands (TensorRT 8-10).
  kPREFER_PRECISION_CONSTRAINTS = 10,  ///< Wished precisions come first (TensorRT 8-10).
  kDIRECT_IO = 11,                     ///< No reformatting at inputs and outputs.
  kVERSION_COMPATIBLE = 12,            ///< Engine for later versions of the library too.
  kEXCLUDE_LEAN_RUNTIME = 13,          ///< Leave the lean runtime out of such an engine.
  kFP8 = 14,                           ///< Allow fp8 (TensorRT 8.6-10).
  kERROR_ON_TIMING_CACHE_MISS = 15,    ///< Fail instead of timing a tactic.
  kBF16 = 16,                          ///< Allow bf16 (TensorRT 9-10).
  kDISABLE_COMPILATION_CACHE = 17,     ///< Do not keep compiled kernels.
  kSTRIP_PLAN = 18,                    ///< Leave refittable weights out of the plan.
  kWEIGHTLESS = kSTRIP_PLAN,           ///< Name of kSTRIP_PLAN in TensorRT 9.
  kREFIT_IDENTICAL = 19,               ///< Refit with the same values only.
  kWEIGHT_STREAMING = 20,              ///< Weights may stay in host memory.
  kINT4 = 21,                          ///< Allow int4 (TensorRT 10).
  kREFIT_INDIVIDUAL = 22,              ///< Marked weights alone can be replaced.
  kSTRICT_NANS = 23,                   ///< No optimisation that changes NaN results.
  kMONITOR_MEMORY = 24,                ///< Report memory use during the build.
  kFP4 = 25,                           ///< Allow fp4 (TensorRT 10).
  kEDITABLE_TIMING_CACHE = 26,         ///< Timing cache that can be edited.
  kDISTRIBUTIVE_INDEPENDENCE = 27,     ///< Batch items do not influence each other's bits.
  kREJECT_EMPTY_ALGORITHMS = 28,       ///< Fail if an algorithm selector chooses none (8.2-10).
  kSTRICT_TYPES = 29,                  ///< Wished precisions come first (TensorRT 6-9).
  kENABLE_TACTIC_HEURISTIC = 30        ///< Estimate times instead of measuring all (8.5-9).
};
INGOT_ENUM_MAX(BuilderFlag, 31)

/// Kind of memory whose use a build can limit (TensorRT 8.4 on).
enum class MemoryPoolType : int32_t {
  kWORKSPACE = 0,            ///< Scratch memory of one layer; all memory by default.
  kDLA_MANAGED_SRAM = 1,     ///< Fast memory of a DLA core.
  kDLA_LOCAL_DRAM = 2,       ///< Host memory of a DLA core.
  kDLA_GLOBAL_DRAM = 3,      ///< Host memory of a DLA core for weights.
  kTACTIC_DRAM = 4,          ///< Device memory during the timing of tactics.
  kTACTIC_SHARED_MEMORY = 5  ///< Shared memory of a kernel.
};
INGOT_ENUM_MAX(MemoryPoolType, 6)

/// Set of sources: bit i stands for the TacticSource with number i.
using TacticSources = uint32_t;

/// Library or method that tactics come from (TensorRT 7.2 on).
enum class TacticSource : int32_t {
  kEDGE_MASK_CONVOLUTIONS = 0,  ///< Convolutions with edge masks.
  kJIT_CONVOLUTIONS = 1,        ///< Convolutions compiled during the build.
  kCUBLAS = 2,                  ///< cuBLAS (TensorRT 7.2-10).
  kCUBLAS_LT = 3,               ///< cuBLASLt (TensorRT 7.2-10).
  kCUDNN = 4                    ///< cuDNN (TensorRT 8-10).
};
INGOT_ENUM_MAX(TacticSource, 5)

/// Feature that was optional when it was new (TensorRT 8.5 on).
enum class PreviewFeature : int32_t {
  kALIASED_PLUGIN_IO_10_03 = 0,
  kRUNTIME_ACTIVATION_RESIZE_10_10 = 1,
  kPROFILE_SHARING_0806 = 2,
  kMULTIDEVICE_RUNTIME_10_16 = 3,
  kFASTER_DYNAMIC_SHAPES_0805 = 4,
  kDISABLE_EXTERNAL_TACTIC_SOURCES_FOR_CORE_0805 = 5
};
INGOT_ENUM_MAX(PreviewFeature, 6)
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
