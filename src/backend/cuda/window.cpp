#include "backend/cuda/window.h"

#include <limits>

#include "backend/cuda/tactic.h"
#include "base/text.h"

namespace ingot::backend::cuda {

Support supports_window(const Problem& problem) {
  if (Support floats = supports_float32(problem); !floats) return floats;
  const size_t rank = problem.inputs[0].shape.size();
  if (rank < 3 || rank > 2 + kernels::kMaxSpatial) {
    return Support::no(str("input ", problem.inputs[0], " has ", static_cast<int64_t>(rank) - 2,
                           " spatial axes: takes 1 to ", kernels::kMaxSpatial));
  }
  constexpr int64_t kMost = std::numeric_limits<int32_t>::max();
  for (const auto* type : {&problem.inputs[0], &problem.outputs[0]}) {
    if (num_elements(type->shape).value() > kMost) {
      return Support::no(str("tensor ", *type, " has too many elements: takes up to ", kMost));
    }
  }
  return Support::yes();
}

void put_axes(std::span<const ops::WindowAxis> axes, const ir::TensorType& type,
              const ir::TensorType& output, kernels::WindowAxis* to) {
  const auto narrow = [](int64_t number) { return static_cast<int32_t>(number); };
  kernels::WindowAxis* next = to + kernels::kMaxSpatial - axes.size();
  for (size_t i = 0; i < axes.size(); ++i) {
    const int64_t input = type.shape[i + 2].value();
    *next++ = {.input = narrow(input),
               .output = narrow(output.shape[i + 2].value()),
               .window = narrow(axes[i].window),
               .stride = narrow(axes[i].stride),
               .dilation = narrow(axes[i].dilation),
               .pad = narrow(ops::window_padding(axes[i], input).begin)};
  }
}

}  // namespace ingot::backend::cuda
