#include "base/text.h"
#include "compare.h"
#include "modes.h"
#include "ops/pooling.h"
#include "ops/reshape.h"

namespace ingot::tests {
namespace {

/// What reads `x`, which a problem computes, and makes a tensor in that format.
backend::Problem reader_of(const ir::TensorType& x, ir::Op op, ir::Format format,
                           const backend::Problem& problem) {
  ir::TensorType linear = x;
  linear.format = ir::Format::kLinear;
  std::vector<ir::TensorType> outputs = op.infer({{{linear, nullptr}}});
  outputs[0].format = format;
  return {.op = std::move(op),
          .inputs = {x},
          .outputs = std::move(outputs),
          .is_constant = {false},
          .device = problem.device,
          .allows_tf32 = problem.allows_tf32};
}

/// The maxima of 2 × 2 pixels of a problem's output, and a row-major view of them.
std::vector<backend::Problem> maxima_of(const backend::Problem& problem, ops::PaddingMode padding) {
  const ir::TensorType& x = problem.outputs[0];
  const ops::Pooling pooling{.kind = ops::PoolingKind::kMax,
                             .window = {2, 2},
                             .stride = {2, 2},
                             .pad_begin = {0, 0},
                             .pad_end = {0, 0},
                             .padding = padding};
  backend::Problem maxima = reader_of(x, ir::Op(pooling), x.format, problem);
  const std::vector<int64_t> shape = ir::numbers(maxima.outputs[0].shape);
  const ops::Reshape matrix{.shape = {shape[0], shape[1] * shape[2] * shape[3]},
                            .zero_copies = false};
  backend::Problem view =
      reader_of(maxima.outputs[0], ir::Op(matrix), ir::row_major(x.format), problem);
  return {std::move(maxima), std::move(view)};
}

/// What the reference makes of `x`.
ir::Tensor reference_of(std::span<const backend::Problem> problems, ir::Tensor x, Data data) {
  for (const backend::Problem& problem : problems) {
    ir::TensorType output = problem.outputs[0];
    output.format = ir::Format::kLinear;
    x = reference({.op = problem.op,
                   .inputs = {std::move(x)},
                   .is_constant = problem.is_constant,
                   .output = output,
                   .data = data});
  }
  return x;
}

}  // namespace

void with_next(const Row& row, const Filter& filter, Report& report) {
  for_each_tactic("with-next", row, filter, report, [&](const TacticTrial& at) {
    const ir::TensorType& y = at.problem.outputs[0];
    if (y.shape.size() != 4 || y.shape[2].value() < 2 || y.shape[3].value() < 2) return;
    const auto stream = at.device.create_stream();
    std::optional<ir::Tensor> own;
    using enum ops::PaddingMode;
    for (const ops::PaddingMode padding : {kExplicitRoundDown, kExplicitRoundUp}) {
      const std::vector<backend::Problem> both = maxima_of(at.problem, padding);
      for (const size_t count : {1, 2}) {
        const auto next = std::span(both).first(count);
        const auto actual = launch_with_next({at.test, at.problem, at.configuration}, next,
                                             at.device, at.tactic, *stream);
        if (!actual) continue;
        if (!own) {
          own = launch(at.test, at.device, at.problem, at.tactic, at.configuration, *stream,
                       Placement::kAligned);
        }
        report.count(str("launches of ", at.tactic.name(), " with ", count, " more"));
        const std::string fault = bit_difference(reference_of(next, *own, at.test.data), *actual);
        if (fault.empty()) continue;
        report.fail(at.trial, str("[", join(at.configuration), "] with ", next.back().outputs[0],
                                  ": ", fault));
      }
    }
  });
}

}  // namespace ingot::tests
