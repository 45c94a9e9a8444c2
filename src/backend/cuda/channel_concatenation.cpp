#include "backend/cuda/kernels/channel_concatenation.h"

#include <algorithm>

#include "backend/cuda/formats.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactics.h"
#include "base/text.h"
#include "ops/checks.h"
#include "ops/concatenation.h"

namespace ingot::backend::cuda {
namespace {

Support supports(const Problem& problem) {
  const ir::TensorType& y = problem.outputs[0];
  if (Support floats = supports_float32(problem); !floats) return floats;
  if (!ir::is_channels_last(y.format)) return Support::no("takes images with the channels last");
  if (ops::resolve_axis(problem.op.as<ops::Concatenation>()->axis, y.shape.size()) != 1) {
    return Support::no("joins along the channels alone");
  }
  for (const ir::TensorType& x : problem.inputs) {
    if (x.format != y.format || x.shape[1].value() % block_of(x.format) != 0) {
      return Support::no(str("input ", x, ": takes whole blocks of ", block_of(y.format),
                             " channels in the format of ", y));
    }
  }
  return Support::yes();
}

/// The first inputs in one launch, the next in another…
std::unique_ptr<Kernel> prepare(const Problem& problem) {
  const ir::TensorType& y = problem.outputs[0];
  const auto size = static_cast<int64_t>(size_of(stored_type(y)));
  std::vector<kernels::ChannelConcatenation> parts;
  for (const ir::TensorType& x : problem.inputs) {
    if (parts.empty() || parts.back().count == kernels::kMaxJoined) {
      parts.push_back({.pixels = pixels_of(y), .pitch = pitch_of(y) * size});
    }
    kernels::ChannelConcatenation& part = parts.back();
    part.widths[part.count++] = static_cast<int32_t>(pitch_of(x) * size);
  }
  return make_kernel([parts](const Launch& launch, cudaStream_t stream) {
    const void* const* next = launch.inputs.data();
    auto* to = static_cast<std::byte*>(launch.outputs[0]);
    cudaError_t error = cudaSuccess;
    for (const kernels::ChannelConcatenation& part : parts) {
      const void* x[kernels::kMaxJoined] = {};
      std::copy_n(next, part.count, x);
      if (error == cudaSuccess) error = kernels::channel_concatenation(part, x, to, stream);
      next += part.count;
      for (int i = 0; i < part.count; ++i) to += part.widths[i];
    }
    return error;
  });
}

}  // namespace

const Tactic& channel_concatenation_tactic() {
  static const auto* const tactic =
      new CudaTactic("cuda_channel_concatenation",
                     {.supports = supports, .prepare = prepare, .takes_formats = true});
  return *tactic;
}

}  // namespace ingot::backend::cuda
