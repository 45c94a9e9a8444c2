// Holds what backend/cuda declares of NVIDIA's libraries against their own headers, where these
// are. It compiles, or it does not.
#include <cublasLt.h>
#include <cudnn_graph.h>

#include "backend/cuda/cublaslt.h"
#include "backend/cuda/cudnn.h"

namespace ingot::backend::cuda {
namespace {

template <class Ours, class Theirs>
constexpr bool same(Ours ours, Theirs theirs) {
  return static_cast<int64_t>(ours) == static_cast<int64_t>(theirs);
}

template <class Ours, class Theirs>
constexpr bool fits =  // NOLINTNEXTLINE(misc-redundant-expression): sizes are no alignments
    sizeof(Ours) >= sizeof(Theirs) && alignof(Ours) >= alignof(Theirs);

namespace of_cublaslt {

using namespace cublaslt;  // NOLINT(google-build-using-namespace): names that it tests

static_assert(fits<ProductDescription, cublasLtMatmulDescOpaque_t>);
static_assert(fits<Layout, cublasLtMatrixLayoutOpaque_t>);
static_assert(fits<Preference, cublasLtMatmulPreferenceOpaque_t>);
static_assert(sizeof(Algorithm) == sizeof(cublasLtMatmulAlgo_t));
static_assert(sizeof(Candidate) == sizeof(cublasLtMatmulHeuristicResult_t));
static_assert(offsetof(Candidate, workspace_size) ==
              offsetof(cublasLtMatmulHeuristicResult_t, workspaceSize));
static_assert(offsetof(Candidate, status) == offsetof(cublasLtMatmulHeuristicResult_t, state));

static_assert(same(kFloat32, CUDA_R_32F) && same(kFloat16, CUDA_R_16F));
static_assert(same(kBFloat16, CUDA_R_16BF));
static_assert(same(kComputeFloat32, CUBLAS_COMPUTE_32F));
static_assert(same(kComputeTf32, CUBLAS_COMPUTE_32F_FAST_TF32));
static_assert(same(kAsItIs, CUBLAS_OP_N) && same(kTransposed, CUBLAS_OP_T));
static_assert(same(kNothing, CUBLASLT_EPILOGUE_DEFAULT) && same(kRelu, CUBLASLT_EPILOGUE_RELU));
static_assert(same(kBias, CUBLASLT_EPILOGUE_BIAS));
static_assert(same(kRelu | kBias, CUBLASLT_EPILOGUE_RELU_BIAS));
static_assert(same(kNoReduction, CUBLASLT_REDUCTION_SCHEME_NONE));
static_assert(same(kReductionInFloat32, CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE));

static_assert(same(ProductAttribute::kOperationOfA, CUBLASLT_MATMUL_DESC_TRANSA));
static_assert(same(ProductAttribute::kEpilogue, CUBLASLT_MATMUL_DESC_EPILOGUE));
static_assert(same(ProductAttribute::kBiasPointer, CUBLASLT_MATMUL_DESC_BIAS_POINTER));
static_assert(same(ProductAttribute::kBiasType, CUBLASLT_MATMUL_DESC_BIAS_DATA_TYPE));
static_assert(same(PreferenceAttribute::kMostWorkspace, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES));
static_assert(same(PreferenceAttribute::kReductionSchemes,
                   CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK));
static_assert(same(PreferenceAttribute::kAlignmentOfA, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES));
static_assert(same(static_cast<int>(PreferenceAttribute::kAlignmentOfA) + 3,
                   CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES));
static_assert(same(AlgorithmAttribute::kId, CUBLASLT_ALGO_CONFIG_ID));
static_assert(same(AlgorithmAttribute::kTile, CUBLASLT_ALGO_CONFIG_TILE_ID));
static_assert(same(AlgorithmAttribute::kSplit, CUBLASLT_ALGO_CONFIG_SPLITK_NUM));
static_assert(same(AlgorithmAttribute::kReductionScheme, CUBLASLT_ALGO_CONFIG_REDUCTION_SCHEME));
static_assert(same(AlgorithmAttribute::kSwizzling, CUBLASLT_ALGO_CONFIG_CTA_SWIZZLING));
static_assert(same(AlgorithmAttribute::kCustomOption, CUBLASLT_ALGO_CONFIG_CUSTOM_OPTION));
static_assert(same(AlgorithmAttribute::kStages, CUBLASLT_ALGO_CONFIG_STAGES_ID));
static_assert(same(AlgorithmAttribute::kInnerShape, CUBLASLT_ALGO_CONFIG_INNER_SHAPE_ID));
static_assert(same(AlgorithmAttribute::kClusterShape, CUBLASLT_ALGO_CONFIG_CLUSTER_SHAPE_ID));

}  // namespace of_cublaslt

namespace of_cudnn {

using namespace cudnn;  // NOLINT(google-build-using-namespace): names that it tests

static_assert(same(Kind::kPointwise, CUDNN_BACKEND_POINTWISE_DESCRIPTOR));
static_assert(same(Kind::kConvolution, CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR));
static_assert(same(Kind::kEngine, CUDNN_BACKEND_ENGINE_DESCRIPTOR));
static_assert(same(Kind::kEngineConfiguration, CUDNN_BACKEND_ENGINECFG_DESCRIPTOR));
static_assert(same(Kind::kHeuristics, CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR));
static_assert(same(Kind::kExecutionPlan, CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR));
static_assert(same(Kind::kKnobChoice, CUDNN_BACKEND_KNOB_CHOICE_DESCRIPTOR));
static_assert(same(Kind::kConvolutionForward,
                   CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR));
static_assert(same(Kind::kPointwiseOperation, CUDNN_BACKEND_OPERATION_POINTWISE_DESCRIPTOR));
static_assert(same(Kind::kOperationGraph, CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR));
static_assert(same(Kind::kVariantPack, CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR));
static_assert(same(Kind::kTensor, CUDNN_BACKEND_TENSOR_DESCRIPTOR));

static_assert(same(Attribute::kPointwiseMode, CUDNN_ATTR_POINTWISE_MODE));
static_assert(same(Attribute::kPointwiseType, CUDNN_ATTR_POINTWISE_MATH_PREC));
static_assert(same(Attribute::kConvolutionType, CUDNN_ATTR_CONVOLUTION_COMP_TYPE));
static_assert(same(Attribute::kConvolutionMode, CUDNN_ATTR_CONVOLUTION_CONV_MODE));
static_assert(same(Attribute::kConvolutionDilations, CUDNN_ATTR_CONVOLUTION_DILATIONS));
static_assert(same(Attribute::kConvolutionStrides, CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES));
static_assert(same(Attribute::kConvolutionPadsAfter, CUDNN_ATTR_CONVOLUTION_POST_PADDINGS));
static_assert(same(Attribute::kConvolutionPadsBefore, CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS));
static_assert(same(Attribute::kConvolutionAxes, CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS));
static_assert(same(Attribute::kHeuristicsMode, CUDNN_ATTR_ENGINEHEUR_MODE));
static_assert(same(Attribute::kHeuristicsGraph, CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH));
static_assert(same(Attribute::kHeuristicsResults, CUDNN_ATTR_ENGINEHEUR_RESULTS));
static_assert(same(Attribute::kConfigurationEngine, CUDNN_ATTR_ENGINECFG_ENGINE));
static_assert(same(Attribute::kConfigurationKnobs, CUDNN_ATTR_ENGINECFG_KNOB_CHOICES));
static_assert(same(Attribute::kPlanHandle, CUDNN_ATTR_EXECUTION_PLAN_HANDLE));
static_assert(same(Attribute::kPlanConfiguration, CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG));
static_assert(same(Attribute::kPlanWorkspaceSize, CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE));
static_assert(same(Attribute::kKnobType, CUDNN_ATTR_KNOB_CHOICE_KNOB_TYPE));
static_assert(same(Attribute::kKnobValue, CUDNN_ATTR_KNOB_CHOICE_KNOB_VALUE));
static_assert(same(Attribute::kForwardAlpha, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_ALPHA));
static_assert(same(Attribute::kForwardBeta, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_BETA));
static_assert(same(Attribute::kForwardConvolution,
                   CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_CONV_DESC));
static_assert(same(Attribute::kForwardW, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W));
static_assert(same(Attribute::kForwardX, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X));
static_assert(same(Attribute::kForwardY, CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y));
static_assert(same(Attribute::kOperationPointwise, CUDNN_ATTR_OPERATION_POINTWISE_PW_DESCRIPTOR));
static_assert(same(Attribute::kOperationX, CUDNN_ATTR_OPERATION_POINTWISE_XDESC));
static_assert(same(Attribute::kOperationB, CUDNN_ATTR_OPERATION_POINTWISE_BDESC));
static_assert(same(Attribute::kOperationY, CUDNN_ATTR_OPERATION_POINTWISE_YDESC));
static_assert(same(Attribute::kGraphHandle, CUDNN_ATTR_OPERATIONGRAPH_HANDLE));
static_assert(same(Attribute::kGraphOperations, CUDNN_ATTR_OPERATIONGRAPH_OPS));
static_assert(same(Attribute::kTensorAlignment, CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT));
static_assert(same(Attribute::kTensorType, CUDNN_ATTR_TENSOR_DATA_TYPE));
static_assert(same(Attribute::kTensorExtents, CUDNN_ATTR_TENSOR_DIMENSIONS));
static_assert(same(Attribute::kTensorStrides, CUDNN_ATTR_TENSOR_STRIDES));
static_assert(same(Attribute::kTensorId, CUDNN_ATTR_TENSOR_UNIQUE_ID));
static_assert(same(Attribute::kTensorIsVirtual, CUDNN_ATTR_TENSOR_IS_VIRTUAL));
static_assert(same(Attribute::kPackIds, CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS));
static_assert(same(Attribute::kPackPointers, CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS));
static_assert(same(Attribute::kPackWorkspace, CUDNN_ATTR_VARIANT_PACK_WORKSPACE));
static_assert(same(Attribute::kEngineGraph, CUDNN_ATTR_ENGINE_OPERATION_GRAPH));
static_assert(same(Attribute::kEngineIndex, CUDNN_ATTR_ENGINE_GLOBAL_INDEX));
static_assert(same(Attribute::kEngineNumericalNotes, CUDNN_ATTR_ENGINE_NUMERICAL_NOTE));

static_assert(same(ValueType::kHandle, CUDNN_TYPE_HANDLE));
static_assert(same(ValueType::kElementType, CUDNN_TYPE_DATA_TYPE));
static_assert(same(ValueType::kBool, CUDNN_TYPE_BOOLEAN));
static_assert(same(ValueType::kInt64, CUDNN_TYPE_INT64));
static_assert(same(ValueType::kFloat, CUDNN_TYPE_FLOAT));
static_assert(same(ValueType::kPointer, CUDNN_TYPE_VOID_PTR));
static_assert(same(ValueType::kConvolutionMode, CUDNN_TYPE_CONVOLUTION_MODE));
static_assert(same(ValueType::kHeuristicsMode, CUDNN_TYPE_HEUR_MODE));
static_assert(same(ValueType::kKnobType, CUDNN_TYPE_KNOB_TYPE));
static_assert(same(ValueType::kNumericalNote, CUDNN_TYPE_NUMERICAL_NOTE));
static_assert(same(ValueType::kPointwiseMode, CUDNN_TYPE_POINTWISE_MODE));
static_assert(same(ValueType::kDescriptor, CUDNN_TYPE_BACKEND_DESCRIPTOR));

static_assert(same(kFloat32, CUDNN_DATA_FLOAT) && same(kFloat16, CUDNN_DATA_HALF));
static_assert(same(kBFloat16, CUDNN_DATA_BFLOAT16));
static_assert(same(kCrossCorrelation, CUDNN_CROSS_CORRELATION));
static_assert(same(kAdd, CUDNN_POINTWISE_ADD) && same(kRelu, CUDNN_POINTWISE_RELU_FWD));
static_assert(same(kFallback, CUDNN_HEUR_MODE_FALLBACK) && same(kModeA, CUDNN_HEUR_MODE_A));
static_assert(same(kTensorCores, CUDNN_NUMERICAL_NOTE_TENSOR_CORE));
static_assert(same(kRoundsInputs, CUDNN_NUMERICAL_NOTE_DOWN_CONVERT_INPUTS));
static_assert(same(kReducedSums, CUDNN_NUMERICAL_NOTE_REDUCED_PRECISION_REDUCTION));
static_assert(same(kFft, CUDNN_NUMERICAL_NOTE_FFT));
static_assert(same(kNoFixedOrder, CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC));
static_assert(same(kWinograd, CUDNN_NUMERICAL_NOTE_WINOGRAD));
static_assert(same(kWinograd13, CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_13x13));

}  // namespace of_cudnn
}  // namespace
}  // namespace ingot::backend::cuda
