#include "backend/cuda/cudnn_convolution_graph.h"

#include "backend/cuda/formats.h"
#include "backend/cuda/sum_and_relu.h"

namespace ingot::backend::cuda {
namespace {

using cudnn::Attribute;
using cudnn::Descriptor;
using cudnn::Kind;

constexpr int64_t kTensorAlignment = 16;
constexpr size_t kMostParts = 16;  // so that references to them stay valid
constexpr int64_t kMostKnobs = 64;
constexpr int64_t kMostResults = 32;

cudnn::ElementType element_type(const ir::TensorType& type) {
  switch (element_of(type)) {
    case kernels::Element::kFloat16: return cudnn::kFloat16;
    case kernels::Element::kBFloat16: return cudnn::kBFloat16;
    case kernels::Element::kFloat32: break;
  }
  return cudnn::kFloat32;
}

/// Of images with the channels last.
std::array<int64_t, 4> strides_of(int64_t pitch, int64_t height, int64_t width) {
  return {height * width * pitch, 1, width * pitch, pitch};
}

/// Cells after the input's last one that the last window reads.
int64_t pad_after(int64_t input, int64_t output, int64_t window, int64_t stride, int64_t dilation,
                  int64_t pad_before) {
  const int64_t span = dilation * (window - 1) + 1;
  return std::max<int64_t>(0, (output - 1) * stride + span - input - pad_before);
}

Descriptor window_of(const kernels::TensorProduct& shape) {
  Descriptor window(Kind::kConvolution);
  const auto set = [&](Attribute attribute, std::array<int64_t, 2> of_rows_and_columns) {
    window.set(attribute, std::span<const int64_t>(of_rows_and_columns));
  };
  window.set(Attribute::kConvolutionType, cudnn::kFloat32);
  window.set(Attribute::kConvolutionMode, cudnn::kCrossCorrelation);
  window.set(Attribute::kConvolutionAxes, int64_t{2});
  set(Attribute::kConvolutionStrides, {shape.stride_height, shape.stride_width});
  set(Attribute::kConvolutionDilations, {shape.dilation_height, shape.dilation_width});
  set(Attribute::kConvolutionPadsBefore, {shape.pad_height, shape.pad_width});
  set(Attribute::kConvolutionPadsAfter,
      {pad_after(shape.x_height, shape.y_height, shape.window_height, shape.stride_height,
                 shape.dilation_height, shape.pad_height),
       pad_after(shape.x_width, shape.y_width, shape.window_width, shape.stride_width,
                 shape.dilation_width, shape.pad_width)});
  window.finalize("the window of a convolution");
  return window;
}

Descriptor engine_configuration(const Descriptor& engine, std::span<const int64_t> knobs) {
  std::vector<Descriptor> choices;
  std::vector<cudnn::Pointer> pointers;
  for (; knobs.size() >= 2; knobs = knobs.subspan(2)) {
    Descriptor& choice = choices.emplace_back(Kind::kKnobChoice);
    choice.set(Attribute::kKnobType, static_cast<cudnn::KnobType>(knobs[0]));
    choice.set(Attribute::kKnobValue, knobs[1]);
    choice.finalize("the choice of a knob");
    pointers.push_back(choice.pointer());
  }
  Descriptor configuration(Kind::kEngineConfiguration);
  configuration.set(Attribute::kConfigurationEngine, engine);
  if (!pointers.empty()) {
    configuration.set(Attribute::kConfigurationKnobs, std::span<const cudnn::Pointer>(pointers),
                      cudnn::ValueType::kDescriptor);
  }
  configuration.finalize("an engine's configuration");
  return configuration;
}

Configuration candidate_of(const Descriptor& engine, const Descriptor& configuration) {
  Configuration candidate{engine.get<int64_t>(Attribute::kEngineIndex)};
  for (const Descriptor& knob : configuration.get_descriptors(Attribute::kConfigurationKnobs,
                                                              Kind::kKnobChoice, kMostKnobs)) {
    candidate.push_back(knob.get<cudnn::KnobType>(Attribute::kKnobType));
    candidate.push_back(knob.get<int64_t>(Attribute::kKnobValue));
  }
  return candidate;
}

}  // namespace

CudnnConvolutionGraph::CudnnConvolutionGraph(const Problem& problem,
                                             const kernels::TensorProduct& shape, Factors factors)
    : type_(element_type(problem.inputs[0])),
      is_rounded_(type_ != cudnn::kFloat32 || factors == Factors::kRoundedToTf32),
      y_extents_{shape.batch, int64_t{shape.groups} * shape.filters, shape.y_height, shape.y_width},
      y_strides_(strides_of(shape.y_pitch, shape.y_height, shape.y_width)) {
  const SumAndRelu tails = sum_and_relu_of(problem);
  const bool has_bias = own_inputs(problem) > 2;
  operations_left_ =
      1 + size_t{tails.addend.has_value()} + size_t{has_bias} + size_t{tails.has_relu};
  parts_.reserve(kMostParts);
  add_convolution(shape);
  // In the order that the engines have which are compiled ahead.
  if (tails.addend) add_sum(kAddend, y_extents_, y_strides_);
  const int64_t filters = y_extents_[1];
  if (has_bias) add_sum(kBias, {1, filters, 1, 1}, {filters, 1, filters, filters});
  if (tails.has_relu) add_pointwise(cudnn::kRelu, nullptr);
  finalize();
}

void CudnnConvolutionGraph::finalize() {
  std::vector<cudnn::Pointer> pointers;
  for (const Descriptor& operation : operations_) pointers.push_back(operation.pointer());
  graph_.set(Attribute::kGraphHandle, cudnn::handle());
  graph_.set(Attribute::kGraphOperations, std::span<const cudnn::Pointer>(pointers),
             cudnn::ValueType::kDescriptor);
  graph_.finalize("the graph of a convolution");
}

const Descriptor& CudnnConvolutionGraph::add_tensor(int64_t id, cudnn::ElementType type,
                                                    const Numbers& extents,
                                                    const Numbers& strides) {
  Descriptor& tensor = parts_.emplace_back(Kind::kTensor);
  tensor.set(Attribute::kTensorId, id);
  tensor.set(Attribute::kTensorType, type);
  tensor.set(Attribute::kTensorExtents, std::span<const int64_t>(extents));
  tensor.set(Attribute::kTensorStrides, std::span<const int64_t>(strides));
  tensor.set(Attribute::kTensorAlignment, kTensorAlignment);
  tensor.set(Attribute::kTensorIsVirtual, id >= kFirstVirtual);
  tensor.finalize("a tensor");
  return tensor;
}

const Descriptor& CudnnConvolutionGraph::add_result() {
  --operations_left_;
  if (operations_left_ == 0) return add_tensor(kY, type_, y_extents_, y_strides_);
  const auto id = kFirstVirtual + static_cast<int64_t>(operations_left_);
  return add_tensor(id, cudnn::kFloat32, y_extents_, y_strides_);
}

void CudnnConvolutionGraph::add_convolution(const kernels::TensorProduct& shape) {
  const int64_t channels = shape.channels;
  const int64_t cells = int64_t{shape.window_height} * shape.window_width;
  const Descriptor& x =
      add_tensor(kX, type_, {shape.batch, shape.groups * channels, shape.x_height, shape.x_width},
                 strides_of(shape.x_pitch, shape.x_height, shape.x_width));
  const Descriptor& w =
      add_tensor(kW, type_, {y_extents_[1], channels, shape.window_height, shape.window_width},
                 {cells * channels, 1, shape.window_width * channels, channels});
  const Descriptor& convolution = parts_.emplace_back(window_of(shape));
  const Descriptor& y = add_result();
  Descriptor& operation = operations_.emplace_back(Kind::kConvolutionForward);
  operation.set(Attribute::kForwardConvolution, convolution);
  operation.set(Attribute::kForwardX, x);
  operation.set(Attribute::kForwardW, w);
  operation.set(Attribute::kForwardY, y);
  operation.set(Attribute::kForwardAlpha, 1.0F);
  operation.set(Attribute::kForwardBeta, 0.0F);
  operation.finalize("a convolution");
  result_ = y.pointer();
}

void CudnnConvolutionGraph::add_sum(Id id, const Numbers& extents, const Numbers& strides) {
  add_pointwise(cudnn::kAdd, &add_tensor(id, type_, extents, strides));
}

void CudnnConvolutionGraph::add_pointwise(cudnn::PointwiseMode mode, const Descriptor* operand) {
  Descriptor& function = parts_.emplace_back(Kind::kPointwise);
  function.set(Attribute::kPointwiseMode, mode);
  function.set(Attribute::kPointwiseType, cudnn::kFloat32);
  function.finalize("a pointwise function");
  const Descriptor& y = add_result();
  Descriptor& operation = operations_.emplace_back(Kind::kPointwiseOperation);
  operation.set(Attribute::kOperationPointwise, function);
  operation.set(Attribute::kOperationX, result_, cudnn::ValueType::kDescriptor);
  if (operand != nullptr) operation.set(Attribute::kOperationB, *operand);
  operation.set(Attribute::kOperationY, y);
  operation.finalize("a pointwise operation");
  result_ = y.pointer();
}

bool CudnnConvolutionGraph::allows(const Descriptor& engine) const {
  for (const auto note : engine.get_all<cudnn::NumericalNote>(Attribute::kEngineNumericalNotes)) {
    const bool is_rounding = note == cudnn::kTensorCores || note == cudnn::kRoundsInputs;
    const bool is_harmless = note > cudnn::kWinograd13;
    if (!is_harmless && !(is_rounding && is_rounded_)) return false;
  }
  return true;
}

void CudnnConvolutionGraph::add_candidates(cudnn::HeuristicsMode mode, size_t most,
                                           std::vector<Configuration>& to) const {
  Descriptor heuristics(Kind::kHeuristics);
  heuristics.set(Attribute::kHeuristicsGraph, graph_);
  heuristics.set(Attribute::kHeuristicsMode, mode);
  if (cudnn::functions().finalize(heuristics.pointer()) != 0) return;
  for (const Descriptor& result : heuristics.get_descriptors(
           Attribute::kHeuristicsResults, Kind::kEngineConfiguration, kMostResults)) {
    if (to.size() == most) return;
    const auto engines = result.get_descriptors(Attribute::kConfigurationEngine, Kind::kEngine, 1);
    if (engines.empty() || !allows(engines.front())) continue;
    Configuration candidate = candidate_of(engines.front(), result);
    if (std::ranges::find(to, candidate) == to.end()) to.push_back(std::move(candidate));
  }
}

std::vector<Configuration> CudnnConvolutionGraph::candidates(size_t most) const {
  std::vector<Configuration> candidates;
  add_candidates(cudnn::kModeA, most, candidates);
  if (candidates.empty()) add_candidates(cudnn::kFallback, most, candidates);
  return candidates;
}

Descriptor CudnnConvolutionGraph::plan(std::span<const int64_t> candidate) const {
  Descriptor engine(Kind::kEngine);
  engine.set(Attribute::kEngineGraph, graph_);
  engine.set(Attribute::kEngineIndex, candidate[0]);
  engine.finalize("an engine");
  require(allows(engine), ErrorCode::kInvalidArgument, [&] {
    return str("cuDNN's engine ", candidate[0], " rounds otherwise than is allowed");
  });
  const Descriptor configuration = engine_configuration(engine, candidate.subspan(1));
  Descriptor plan(Kind::kExecutionPlan);
  plan.set(Attribute::kPlanHandle, cudnn::handle());
  plan.set(Attribute::kPlanConfiguration, configuration);
  plan.finalize("an execution plan");
  return plan;
}

}  // namespace ingot::backend::cuda
