#include "backend/cpu/blocked_rows.h"
#include "backend/cpu/channel_constants.h"
#include "backend/cpu/convolution_tactics.h"
#include "backend/cpu/epilogue.h"
#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

Support supports(const Problem& problem) {
  if (Support blocked = supports_one_block(problem); !blocked) return blocked;
  if (Support window = supports_window(problem); !window) return window;
  const ConvolutionShape shape = convolution_shape(problem);
  if (shape.channels != 1 || shape.filters != 1) {
    return Support::no(str("groups of ", shape.channels, " channels and ", shape.filters,
                           " filters: takes 1 and 1"));
  }
  if (Support constants = supports_constant_filters(problem); !constants) return constants;
  return Support::yes();
}

int64_t cells_of(const Problem& problem, size_t index) {
  return index == 1 ? convolution_shape(problem).cells() : 1;
}

std::optional<size_t> packed_size(const Problem& problem, const Configuration&, size_t index) {
  if (index == 0 || index >= own_inputs(problem)) return std::nullopt;
  return by_channel_size(BlockedImage(problem.outputs[0]), cells_of(problem, index));
}

std::optional<AlignedBytes> pack(const Problem& problem, const Configuration&, size_t index,
                                 const ir::Tensor& constant) {
  if (index == 0 || index >= own_inputs(problem)) return std::nullopt;
  return pack_by_channel(constant, BlockedImage(problem.outputs[0]), cells_of(problem, index));
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const BlockedImage from(problem.inputs[0]);
  const BlockedImage to(problem.outputs[0]);
  const ConvolutionShape shape = convolution_shape(problem);
  const bool has_bias = own_inputs(problem) > 2;
  Epilogue epilogue(problem);
  const RegisterEpilogue register_part = epilogue.take_register_part();
  return make_kernel([=](const Launch& launch, const HostStream& stream) {
    for_each_block(from, to, shape.axes, launch, stream, [&](const BlockTask& task) {
      const float* filters = input(launch, 1) + task.block * shape.cells() * from.block;
      kernels::blocked_depthwise(
          task.rows, {.weights = filters,
                      .bias = has_bias ? input(launch, 2) + task.block * from.block : nullptr,
                      .tail = register_part.at(launch, task.offset)});
      if (epilogue.empty()) return;
      epilogue.apply(launch, task.offset,
                     (task.rows.end - task.rows.begin) * shape.axes.x.output * to.block);
    });
  });
}

}  // namespace

const Tactic& blocked_depthwise_convolution() {
  static const auto* const tactic =
      new CpuTactic("blocked_depthwise_convolution", {.supports = supports,
                                                      .prepare = prepare,
                                                      .pack = pack,
                                                      .packed_size = packed_size,
                                                      .applies_epilogue = true,
                                                      .takes_formats = true});
  return *tactic;
}

}  // namespace ingot::backend::cpu
