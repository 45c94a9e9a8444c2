#include "ops/pooling.h"

#include <algorithm>
#include <limits>

#include "backend/cpu/bands.h"
#include "backend/cpu/blocked_rows.h"
#include "backend/cpu/epilogue.h"
#include "backend/cpu/kernels/pooling.h"
#include "backend/cpu/tactic.h"
#include "backend/cpu/tactic_list.h"
#include "backend/cpu/window_shape.h"
#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

SpatialAxes axes_of(const Problem& problem) {
  return spatial_axes(ops::pooling_axes(*problem.op.as<ops::Pooling>()), problem.inputs[0],
                      problem.outputs[0]);
}

Support supports_kind(const Problem& problem) {
  if (Support window = supports_window(problem); !window) return window;
  return problem.op.as<ops::Pooling>()->kind == ops::PoolingKind::kBlend
             ? Support::no("kind blend: takes max and average")
             : Support::yes();
}

Support supports(const Problem& problem) {
  const Support kind = supports_kind(problem);
  return kind ? supports_bands(axes_of(problem)) : kind;
}

Support supports_blocked(const Problem& problem) {
  const Support blocked = supports_one_block(problem);
  return blocked ? supports_kind(problem) : blocked;
}

/// For each output of an axis, the cells of its window that lie on the input or, where padding
/// counts, on the padded input.
std::vector<float> count_cells(const kernels::SlidingAxis& axis, int64_t pad_begin,
                               int64_t pad_end) {
  std::vector<float> counts;
  for (int64_t i = 0; i < axis.output; ++i) {
    const int64_t first = i * axis.stride - axis.pad;
    const int64_t low = std::max(first, -pad_begin);
    const int64_t high = std::min(first + axis.window, axis.input + pad_end);
    counts.push_back(static_cast<float>(std::max<int64_t>(0, high - low)));
  }
  return counts;
}

class Counts {
 public:
  Counts(std::vector<float> y, std::vector<float> x)
      : y_(std::move(y)),
        x_(std::move(x)),
        has_empty_(std::ranges::count(y_, 0.0F) + std::ranges::count(x_, 0.0F) > 0) {}

  kernels::WindowCells cells() const { return {y_.data(), x_.data(), has_empty_}; }

 private:
  std::vector<float> y_;
  std::vector<float> x_;
  bool has_empty_;
};

Counts count_cells(const Problem& problem, const SpatialAxes& axes) {
  const auto& op = *problem.op.as<ops::Pooling>();
  const bool counts_padding = op.kind == ops::PoolingKind::kAverage && !op.excludes_padding;
  const std::vector<ops::WindowAxis> windows = ops::pooling_axes(op);
  const auto counts = [&](const kernels::SlidingAxis& axis, const ops::WindowAxis& window) {
    const ops::WindowPadding padding = ops::window_padding(window, axis.input);
    return counts_padding ? count_cells(axis, padding.begin, padding.end) : count_cells(axis, 0, 0);
  };
  if (windows.size() == 1) return {std::vector{1.0F}, counts(axes.x, windows[0])};
  return {counts(axes.y, windows[0]), counts(axes.x, windows[1])};
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const SpatialAxes axes = axes_of(problem);
  const int64_t planes = problem.inputs[0].shape[0].value() * problem.inputs[0].shape[1].value();
  const bool is_max = problem.op.as<ops::Pooling>()->kind == ops::PoolingKind::kMax;
  return make_kernel([=, counts = count_cells(problem, axes), epilogue = Epilogue(problem)](
                         const Launch& launch, const HostStream& stream) {
    const float fill = is_max ? -std::numeric_limits<float>::infinity() : 0.0F;
    const kernels::WindowCells cells = counts.cells();
    for_each_band(axes, planes, stream, [&](const BandTask& task) {
      const float* plane = input(launch, 0) + task.plane * axes.y.input * axes.x.input;
      const int64_t offset = (task.plane * axes.y.output + task.rows.begin) * axes.x.output;
      const kernels::PoolingRows rows{.band = copy_band(plane, axes.y, axes.x, task.rows.begin,
                                                        task.rows.end, fill, task.scratch),
                                      .y = axes.y,
                                      .x = axes.x,
                                      .output = output(launch) + offset,
                                      .begin = task.rows.begin,
                                      .end = task.rows.end};
      if (is_max) {
        kernels::max_rows(rows, cells);
      } else {
        kernels::average_rows(rows, cells);
      }
      if (!epilogue.empty()) {
        epilogue.apply(launch, offset, task.rows.size() * axes.x.output);
      }
    });
  });
}

std::unique_ptr<Kernel> prepare_blocked(const Problem& problem, const Configuration&) {
  const SpatialAxes axes = axes_of(problem);
  const BlockedImage from(problem.inputs[0]);
  const BlockedImage to(problem.outputs[0]);
  const bool is_max = problem.op.as<ops::Pooling>()->kind == ops::PoolingKind::kMax;
  Epilogue epilogue(problem);
  const RegisterEpilogue register_part = epilogue.take_register_part();
  return make_kernel(
      [=, counts = count_cells(problem, axes)](const Launch& launch, const HostStream& stream) {
        const kernels::WindowCells cells = counts.cells();
        for_each_block(from, to, axes, launch, stream, [&](const BlockTask& task) {
          const kernels::RegisterTail tail = register_part.at(launch, task.offset);
          if (is_max) {
            kernels::blocked_max(task.rows, cells, tail);
          } else {
            kernels::blocked_average(task.rows, cells, tail);
          }
          if (epilogue.empty()) return;
          epilogue.apply(launch, task.offset,
                         (task.rows.end - task.rows.begin) * axes.x.output * to.block);
        });
      });
}

const CpuTactic direct_pooling("direct_pooling", {.supports = supports,
                                                  .prepare = prepare,
                                                  .applies_epilogue = true});

const CpuTactic blocked_pooling("blocked_pooling", {.supports = supports_blocked,
                                                    .prepare = prepare_blocked,
                                                    .applies_epilogue = true,
                                                    .takes_formats = true});

const RegisterTactics list(ops::Pooling::kName, {&blocked_pooling, &direct_pooling});

}  // namespace
}  // namespace ingot::backend::cpu
