#include "backend/cuda/kernels/depthwise.h"

#include <algorithm>

#include "backend/cuda/epilogue.h"
#include "backend/cuda/formats.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactics.h"
#include "backend/cuda/window.h"
#include "base/text.h"
#include "ops/convolution.h"

namespace ingot::backend::cuda {
namespace {

Support supports(const Problem& problem) {
  if (Support window = supports_window(problem); !window) return window;
  if (Support last = supports_channels_last(problem); !last) return last;
  const auto& op = *problem.op.as<ops::Convolution>();
  const ir::TensorType& w = problem.inputs[1];
  const int64_t channels = problem.inputs[0].shape[1].value();
  if (op.groups != channels || w.shape[0].value() != channels) {
    return Support::no(str(op.groups, " groups of ", w, " for ", channels,
                           " channels: takes one filter a channel"));
  }
  const bool is_constant = std::all_of(
      problem.is_constant.begin() + 1,
      problem.is_constant.begin() + static_cast<ptrdiff_t>(own_inputs(problem)), std::identity());
  return is_constant ? Support::yes() : Support::no("takes constant weights alone");
}

int64_t cells_of(const ir::TensorType& w) {
  return num_elements(w.shape).value() / w.shape[0].value();
}

std::optional<size_t> packed_size(const Problem& problem, size_t index) {
  if (index != 1) return std::nullopt;
  const int64_t size = cells_of(problem.inputs[1]) * pitch_of(problem.inputs[0]);
  return static_cast<size_t>(size) * sizeof(float);
}

/// [cells, channels filled up with zeros]
std::optional<AlignedBytes> pack(const Problem& problem, size_t index, const ir::Tensor& constant) {
  if (index != 1) return std::nullopt;
  AlignedBytes bytes = allocate_aligned(*packed_size(problem, index));
  auto* const packed = reinterpret_cast<float*>(bytes.get());
  const auto weights = constant.elements<float>();
  const int64_t cells = cells_of(constant.type);
  const int64_t pitch = pitch_of(problem.inputs[0]);
  std::fill_n(packed, cells * pitch, 0.0F);
  for (int64_t i = 0; i < static_cast<int64_t>(weights.size()); ++i) {
    packed[i % cells * pitch + i / cells] = weights[static_cast<size_t>(i)];
  }
  return bytes;
}

std::unique_ptr<Kernel> prepare(const Problem& problem) {
  const ir::TensorType& x = problem.inputs[0];
  kernels::Depthwise shape{.batch = x.shape[0].value(),
                           .channels = x.shape[1].value(),
                           .pitch = pitch_of(x),
                           .x_type = element_of(x),
                           .y_type = element_of(problem.outputs[0])};
  const std::vector<int64_t> kernel = ir::numbers(problem.inputs[1].shape);
  put_axes(ops::kernel_axes(*problem.op.as<ops::Convolution>(), std::span(kernel).subspan(2)), x,
           problem.outputs[0], shape.axes);
  return make_kernel([shape, has_bias = own_inputs(problem) > 2, epilogue = Epilogue(problem)](
                         const Launch& launch, cudaStream_t stream) {
    return kernels::depthwise(shape, launch.inputs[0], input(launch, 1),
                              has_bias ? input(launch, 2) : nullptr, epilogue.at(launch),
                              launch.outputs[0], stream);
  });
}

}  // namespace

const Tactic& depthwise_tactic() {
  static const auto* const tactic = new CudaTactic("cuda_depthwise", {.supports = supports,
                                                                      .prepare = prepare,
                                                                      .applies_epilogue = true,
                                                                      .takes_formats = true,
                                                                      .pack = pack,
                                                                      .packed_size = packed_size});
  return *tactic;
}

}  // namespace ingot::backend::cuda
