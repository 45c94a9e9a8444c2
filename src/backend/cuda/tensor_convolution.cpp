#include "backend/cuda/cublaslt_product.h"
#include "backend/cuda/cudnn_convolution.h"
#include "backend/cuda/formats.h"
#include "backend/cuda/tactics.h"
#include "backend/cuda/tensor_product.h"
#include "backend/cuda/window.h"
#include "base/text.h"
#include "ops/convolution.h"

namespace ingot::backend::cuda {
namespace {

Support supports(const Problem& problem) {
  if (Support last = supports_channels_last(problem); !last) return last;
  if (Support product = supports_convolution_product(problem); !product) return product;
  const ir::TensorType& w = problem.inputs[1];
  const int64_t groups = problem.op.as<ops::Convolution>()->groups;
  const bool has_whole_blocks = w.shape[1].value() % kernels::kVector == 0 &&
                                w.shape[0].value() / groups % kernels::kVector == 0;
  return groups == 1 || has_whole_blocks
             ? Support::yes()
             : Support::no(str(groups, " groups of ", w, ": takes groups of whole blocks of ",
                               kernels::kVector, " channels"));
}

/// w [filters, channels, cells]
WeightStrides strides_of(const Problem& problem) {
  const ir::Shape& shape = problem.inputs[1].shape;
  const int64_t cells = shape[2].value() * shape[3].value();
  return {shape[1].value() * cells, cells, 1};
}

constexpr TensorProductFunctions kFunctions{
    .supports = supports, .shape = convolution_product, .strides = strides_of};

}  // namespace

Support supports_convolution_product(const Problem& problem) {
  if (Support window = supports_window(problem); !window) return window;
  const ir::TensorType& x = problem.inputs[0];
  if (x.shape.size() != 4) return Support::no(str("input ", x, ": takes two spatial axes"));
  return problem.output_pitch == 0 || problem.op.num_tail_inputs() == 0
             ? Support::yes()
             : Support::no(str("output ", problem.outputs[0], " by ", problem.output_pitch,
                               ": its tails take no tensors"));
}

kernels::TensorProduct convolution_product(const Problem& problem) {
  const auto& op = *problem.op.as<ops::Convolution>();
  const ir::TensorType& x = problem.inputs[0];
  const ir::TensorType& y = problem.outputs[0];
  const std::vector<int64_t> kernel = ir::numbers(problem.inputs[1].shape);
  const auto narrow = [](int64_t number) { return static_cast<int32_t>(number); };
  kernels::WindowAxis axes[kernels::kMaxSpatial];
  put_axes(ops::kernel_axes(op, std::span(kernel).subspan(2)), x, y, axes);
  const kernels::WindowAxis& down = axes[kernels::kMaxSpatial - 2];
  const kernels::WindowAxis& across = axes[kernels::kMaxSpatial - 1];
  return {.batch = narrow(x.shape[0].value()),
          .groups = narrow(op.groups),
          .channels = narrow(kernel[1]),
          .filters = narrow(kernel[0] / op.groups),
          .x_pitch = narrow(pitch_of(x)),
          .y_pitch = narrow(output_pitch_of(problem)),
          .x_height = down.input,
          .x_width = across.input,
          .y_height = down.output,
          .y_width = across.output,
          .window_height = down.window,
          .window_width = across.window,
          .stride_height = down.stride,
          .stride_width = across.stride,
          .dilation_height = down.dilation,
          .dilation_width = across.dilation,
          .pad_height = down.pad,
          .pad_width = across.pad};
}

const Tactic& tensor_convolution_tactic() {
  static const auto* const tactic = new TensorProductTactic("cuda_tensor_convolution", kFunctions);
  return *tactic;
}

const Tactic& cublaslt_convolution_tactic() {
  static const auto* const tactic =
      new CublasltTactic("cublaslt_convolution", kFunctions, Factors::kAsTheyAre);
  return *tactic;
}

const Tactic& cublaslt_tf32_convolution_tactic() {
  static const auto* const tactic =
      new CublasltTactic("cublaslt_tf32_convolution", kFunctions, Factors::kRoundedToTf32);
  return *tactic;
}

const Tactic& cudnn_convolution_tactic() {
  static const auto* const tactic =
      new CudnnTactic("cudnn_convolution", kFunctions, Factors::kAsTheyAre);
  return *tactic;
}

const Tactic& cudnn_tf32_convolution_tactic() {
  static const auto* const tactic =
      new CudnnTactic("cudnn_tf32_convolution", kFunctions, Factors::kRoundedToTf32);
  return *tactic;
}

}  // namespace ingot::backend::cuda
