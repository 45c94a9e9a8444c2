// Operators that copy whole pieces of memory.
#include "backend/cuda/axes.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactic_list.h"
#include "backend/cuda/tactics.h"
#include "base/text.h"
#include "ir/view.h"
#include "ops/checks.h"
#include "ops/concatenation.h"
#include "ops/identity.h"
#include "ops/reshape.h"

namespace ingot::backend::cuda {
namespace {

Support supports_copy(const Problem& problem) {
  const ir::TensorType& x = problem.inputs[0];
  const ir::TensorType& y = problem.outputs[0];
  return has_same_bytes(x, y) ? Support::yes()
                              : Support::no(str("from ", x, " to ", y, ": copies bytes alone"));
}

Support supports_all(const Problem& /*problem*/) { return Support::yes(); }

std::unique_ptr<Kernel> prepare_copy(const Problem& problem) {
  return make_kernel(
      [size = byte_size(problem.outputs[0])](const Launch& launch, cudaStream_t stream) {
        if (launch.inputs[0] == launch.outputs[0] || size == 0) return cudaSuccess;
        return cudaMemcpyAsync(launch.outputs[0], launch.inputs[0], size, cudaMemcpyDeviceToDevice,
                               stream);
      });
}

/// Each input is a part of every row of the output, a row being what lies before the next index of
/// the axes before the joined one.
std::unique_ptr<Kernel> prepare_concatenation(const Problem& problem) {
  const ir::TensorType& y = problem.outputs[0];
  const size_t axis = ops::resolve_axis(problem.op.as<ops::Concatenation>()->axis, y.shape.size());
  const auto row_size = [&](const ir::TensorType& type) {
    const kernels::AxisShape shape = axis_shape(type.shape, axis);
    return static_cast<size_t>(shape.extent * shape.inner) * size_of(type.data_type);
  };
  std::vector<size_t> widths;
  for (const ir::TensorType& input : problem.inputs) widths.push_back(row_size(input));
  return make_kernel(
      [widths, pitch = row_size(y), rows = static_cast<size_t>(axis_shape(y.shape, axis).outer)](
          const Launch& launch, cudaStream_t stream) {
        auto* to = static_cast<std::byte*>(launch.outputs[0]);
        cudaError_t error = cudaSuccess;
        for (size_t i = 0; i < widths.size(); ++i) {
          const size_t width = widths[i];
          if (width > 0 && rows > 0 && to != launch.inputs[i] && error == cudaSuccess) {
            error = cudaMemcpy2DAsync(to, pitch, launch.inputs[i], width, width, rows,
                                      cudaMemcpyDeviceToDevice, stream);
          }
          to += width;
        }
        return error;
      });
}

const CudaTactic copy("cuda_copy",
                      {.supports = supports_copy, .prepare = prepare_copy, .takes_formats = true});
const CudaTactic concatenation("cuda_concatenation",
                               {.supports = supports_all, .prepare = prepare_concatenation});

const RegisterTactics identity_list(ops::Identity::kName, {&copy, &reformat_tactic()});
const RegisterTactics reshape_list(ops::Reshape::kName, {&copy, &reformat_tactic()});
const RegisterTactics concatenation_list(ops::Concatenation::kName,
                                         {&channel_concatenation_tactic(), &concatenation});

}  // namespace
}  // namespace ingot::backend::cuda
