// Operators that take each element of the output from a place in the input.
#include "backend/cuda/kernels/gather.h"

#include <cstring>

#include "backend/cuda/axes.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactic_list.h"
#include "ops/checks.h"
#include "ops/elements.h"
#include "ops/padding.h"
#include "ops/slice.h"
#include "ops/transpose.h"

namespace ingot::backend::cuda {
namespace {

/// A gather, one entry an axis of the output, outermost first.
struct Places {
  Extents from;
  Extents start;
  Extents step;
  Extents strides;
};

/// Every element from its own place.
Places same_places(const Problem& problem) {
  const Extents extents = ir::numbers(problem.inputs[0].shape);
  return {.from = extents,
          .start = Extents(extents.size(), 0),
          .step = Extents(extents.size(), 1),
          .strides = ops::strides_of(extents)};
}

uint64_t bits_of(ir::DataType type, double value) {
  alignas(8) std::byte bytes[8] = {};
  store(ir::TensorView(type, {1}, bytes), 0, value);
  uint64_t bits = 0;
  std::memcpy(&bits, bytes, sizeof bits);
  return bits;
}

kernels::Gather gather_of(const Problem& problem, const Places& places, double fill) {
  const ir::TensorType& y = problem.outputs[0];
  const Extents extents = ir::numbers(y.shape);
  kernels::Gather gather{.size = num_elements(y.shape).value(),
                         .axes = static_cast<int32_t>(extents.size()),
                         .element_size = static_cast<int32_t>(size_of(y.data_type)),
                         .fill = bits_of(y.data_type, fill)};
  put_innermost_first(extents, gather.extents);
  put_innermost_first(places.from, gather.from);
  put_innermost_first(places.start, gather.start);
  put_innermost_first(places.step, gather.step);
  put_innermost_first(places.strides, gather.strides);
  return gather;
}

std::unique_ptr<Kernel> kernel_of(const kernels::Gather& gather) {
  return make_kernel([gather](const Launch& launch, cudaStream_t stream) {
    return kernels::gather(gather, launch.inputs[0], launch.outputs[0], stream);
  });
}

std::unique_ptr<Kernel> prepare_transpose(const Problem& problem) {
  const Places own = same_places(problem);
  Places places = own;
  const auto axes =
      ops::resolve_axes(problem.op.as<ops::Transpose>()->permutation, own.from.size());
  for (size_t i = 0; i < axes.size(); ++i) {
    places.from[i] = own.from[axes[i]];
    places.strides[i] = own.strides[axes[i]];
  }
  return kernel_of(gather_of(problem, places, 0));
}

std::unique_ptr<Kernel> prepare_padding(const Problem& problem) {
  const auto& op = *problem.op.as<ops::Padding>();
  Places places = same_places(problem);
  const std::vector<size_t> axes = ops::resolve_axes(op.axes, places.from.size());
  for (size_t i = 0; i < axes.size(); ++i) places.start[axes[i]] = -op.begin[i];
  return kernel_of(gather_of(problem, places, op.value));
}

kernels::Gather::Outside outside_of(ops::SliceMode mode) {
  using Outside = kernels::Gather::Outside;
  switch (mode) {
    case ops::SliceMode::kWrap: return Outside::kWrap;
    case ops::SliceMode::kClamp: return Outside::kClamp;
    case ops::SliceMode::kReflect: return Outside::kReflect;
    case ops::SliceMode::kFill:
    case ops::SliceMode::kStrictBounds: break;
  }
  return Outside::kFill;
}

std::unique_ptr<Kernel> prepare_slice(const Problem& problem) {
  const auto& op = *problem.op.as<ops::Slice>();
  Places places = same_places(problem);
  const std::vector<size_t> axes = ops::resolve_axes(op.axes, places.from.size());
  for (size_t i = 0; i < axes.size(); ++i) {
    places.start[axes[i]] = op.start[i];
    places.step[axes[i]] = op.stride[i];
  }
  kernels::Gather gather = gather_of(problem, places, op.fill);
  gather.outside = outside_of(op.mode);
  return kernel_of(gather);
}

Support supports(const Problem& problem) { return supports_rank(problem.inputs[0]); }

const CudaTactic transpose("cuda_transpose", {.supports = supports, .prepare = prepare_transpose});
const CudaTactic padding("cuda_padding", {.supports = supports, .prepare = prepare_padding});
const CudaTactic slice("cuda_slice", {.supports = supports, .prepare = prepare_slice});

const RegisterTactics transpose_list(ops::Transpose::kName, {&transpose});
const RegisterTactics padding_list(ops::Padding::kName, {&padding});
const RegisterTactics slice_list(ops::Slice::kName, {&slice});

}  // namespace
}  // namespace ingot::backend::cuda
