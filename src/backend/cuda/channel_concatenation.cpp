#include "backend/cuda/kernels/channel_concatenation.h"

#include <limits>

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
  constexpr int64_t kMost = std::numeric_limits<int32_t>::max();
  if (pitch_of(y) * static_cast<int64_t>(size_of(stored_type(y))) > kMost) {
    return Support::no(str("output ", y, ": takes pixels of up to ", kMost, " bytes"));
  }
  for (const ir::TensorType& x : problem.inputs) {
    if (x.format != y.format || x.shape[1].value() % block_of(x.format) != 0) {
      return Support::no(str("input ", x, ": takes whole blocks of ", block_of(y.format),
                             " channels in the format of ", y));
    }
  }
  return Support::yes();
}

/// Launches for some of the inputs at a time.
class Copies {
 public:
  Copies(const kernels::ChannelConcatenation& shape, void* y, cudaStream_t stream)
      : shape_(shape), y_(y), stream_(stream) {}

  void add(const void* x, int32_t start, int32_t width) {
    if (shape_.count == kernels::kMaxJoined) finish();
    x_[shape_.count] = x;
    shape_.starts[shape_.count] = start;
    shape_.widths[shape_.count++] = width;
  }

  /// What the CUDA runtime said of all launches.
  cudaError_t finish() {
    if (shape_.count > 0 && error_ == cudaSuccess) {
      error_ = kernels::channel_concatenation(shape_, x_, y_, stream_);
    }
    shape_.count = 0;
    return error_;
  }

 private:
  kernels::ChannelConcatenation shape_;
  void* y_;
  cudaStream_t stream_;
  const void* x_[kernels::kMaxJoined] = {};
  cudaError_t error_ = cudaSuccess;
};

std::unique_ptr<Kernel> prepare(const Problem& problem) {
  const ir::TensorType& y = problem.outputs[0];
  const auto size = static_cast<int64_t>(size_of(stored_type(y)));
  const kernels::ChannelConcatenation shape{.pixels = pixels_of(y), .pitch = pitch_of(y) * size};
  std::vector<int32_t> widths;
  for (const ir::TensorType& x : problem.inputs) {
    widths.push_back(static_cast<int32_t>(pitch_of(x) * size));
  }
  return make_kernel([shape, widths](const Launch& launch, cudaStream_t stream) {
    Copies copies(shape, launch.outputs[0], stream);
    int32_t start = 0;
    for (size_t i = 0; i < widths.size(); ++i) {
      const bool is_there = launch.inputs[i] == static_cast<std::byte*>(launch.outputs[0]) + start;
      if (!is_there) copies.add(launch.inputs[i], start, widths[i]);
      start += widths[i];
    }
    return copies.finish();
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
