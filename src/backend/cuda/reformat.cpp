#include "backend/cuda/kernels/reformat.h"

#include "backend/cuda/formats.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactics.h"
#include "base/text.h"
#include "ir/view.h"

namespace ingot::backend::cuda {
namespace {

bool is_real(const ir::TensorType& type) { return ir::is_floating(type.data_type); }

/// Elements keep their row-major order, which reshaping keeps too.
Support supports(const Problem& problem) {
  const ir::TensorType& x = problem.inputs[0];
  const ir::TensorType& y = problem.outputs[0];
  if (Support real = supports_tensors(problem, "f32, f16 and bf16", is_real); !real) return real;
  if (has_same_bytes(x, y)) return Support::no(str("from ", x, " to ", y, ": has nothing to do"));
  const bool is_last = ir::is_channels_last(x.format);
  const bool makes_last = ir::is_channels_last(y.format);
  const bool knows = (is_last || ir::is_row_major(x.format)) &&
                     (makes_last || ir::is_row_major(y.format)) &&
                     (!is_last || !makes_last || x.shape == y.shape);
  return knows ? Support::yes()
               : Support::no(str("from ", x, " to ", y,
                                 ": takes row-major tensors and such with the channels last"));
}

/// Where either both or neither have the channels last.
std::unique_ptr<Kernel> prepare_conversion(const Problem& problem) {
  const kernels::Conversion shape{.size = stored_elements(problem.inputs[0]),
                                  .x_type = element_of(problem.inputs[0]),
                                  .y_type = element_of(problem.outputs[0])};
  return make_kernel([shape](const Launch& launch, cudaStream_t stream) {
    return kernels::convert(shape, launch.inputs[0], launch.outputs[0], stream);
  });
}

kernels::Reformat shape_of(const Problem& problem, const ir::TensorType& image) {
  return {.images = image.shape[0].value(),
          .channels = image.shape[1].value(),
          .pixels = pixels_of(image) / std::max<int64_t>(1, image.shape[0].value()),
          .pitch = pitch_of(image),
          .x_type = element_of(problem.inputs[0]),
          .y_type = element_of(problem.outputs[0])};
}

std::unique_ptr<Kernel> prepare(const Problem& problem) {
  const bool is_last = ir::is_channels_last(problem.inputs[0].format);
  const bool makes_last = ir::is_channels_last(problem.outputs[0].format);
  if (is_last == makes_last) return prepare_conversion(problem);
  const auto shape = shape_of(problem, is_last ? problem.inputs[0] : problem.outputs[0]);
  return make_kernel([shape, makes_last](const Launch& launch, cudaStream_t stream) {
    return makes_last
               ? kernels::to_channels_last(shape, launch.inputs[0], launch.outputs[0], stream)
               : kernels::from_channels_last(shape, launch.inputs[0], launch.outputs[0], stream);
  });
}

}  // namespace

const Tactic& reformat_tactic() {
  static const auto* const tactic = new CudaTactic(
      "cuda_reformat", {.supports = supports, .prepare = prepare, .takes_formats = true});
  return *tactic;
}

}  // namespace ingot::backend::cuda
