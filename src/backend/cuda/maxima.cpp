#include "backend/cuda/maxima.h"

#include <limits>

#include "backend/cuda/formats.h"
#include "backend/cuda/sum_and_relu.h"
#include "ops/pooling.h"

namespace ingot::backend::cuda {
namespace {

/// Whether there are windows, of two cells and two apart, each with a cell of the input.
bool is_halved(const ops::WindowAxis& axis, const ir::Dim& input, const ir::Dim& output) {
  return axis.window == 2 && axis.stride == 2 && output.value() > 0 &&
         ops::window_padding(axis, input.value()).begin == 0 &&
         2 * (output.value() - 1) < input.value();
}

/// Whether `next` takes what `problem` computes, rounded no further than its own output is.
bool follows(const Problem& problem, const Problem& next) {
  const ir::TensorType& between = problem.outputs[0];
  const bool keeps_rounding = element_of(between) == kernels::Element::kFloat32 ||
                              element_of(between) == element_of(next.outputs[0]);
  return problem.output_pitch == 0 && next.output_pitch == 0 && next.inputs[0] == between &&
         next.op.epilogue().empty() && keeps_rounding;
}

bool has_at_most_relu(const Problem& problem) {
  return supports_sum_and_relu(problem) && !sum_and_relu_of(problem).addend;
}

bool are_maxima(const Problem& problem) {
  const auto* const op = problem.op.as<ops::Pooling>();
  const ir::TensorType& x = problem.inputs[0];
  const ir::TensorType& y = problem.outputs[0];
  constexpr int64_t kMost = std::numeric_limits<int32_t>::max();
  if (op == nullptr || op->kind != ops::PoolingKind::kMax || x.shape.size() != 4 ||
      !ir::is_channels_last(x.format) || !ir::is_channels_last(y.format) ||
      stored_elements(y) > kMost) {
    return false;
  }
  const std::vector<ops::WindowAxis> axes = ops::pooling_axes(*op);
  return is_halved(axes[0], x.shape[2], y.shape[2]) && is_halved(axes[1], x.shape[3], y.shape[3]);
}

bool is_row_major_view(const Problem& problem) {
  return problem.op.def().traits.view && ir::is_row_major(problem.outputs[0].format);
}

}  // namespace

std::optional<kernels::Maxima> maxima_of(const Problem& product, std::span<const Problem> next) {
  const Problem& pooling = next.front();
  if (next.size() > 2 || !has_at_most_relu(product) || !are_maxima(pooling) ||
      !follows(product, pooling)) {
    return std::nullopt;
  }
  const bool is_linear = next.size() == 2;
  if (is_linear && !(is_row_major_view(next[1]) && follows(pooling, next[1]))) return std::nullopt;
  const ir::Shape& shape = pooling.outputs[0].shape;
  return kernels::Maxima{.height = static_cast<int32_t>(shape[2].value()),
                         .width = static_cast<int32_t>(shape[3].value()),
                         .is_linear = is_linear};
}

}  // namespace ingot::backend::cuda
