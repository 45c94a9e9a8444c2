#include <algorithm>

#include "backend/cpu/blocked_image.h"
#include "backend/cpu/caches.h"
#include "backend/cpu/convolution_tactics.h"
#include "backend/cpu/epilogue.h"
#include "backend/cpu/filter_panels.h"
#include "backend/cpu/padded_image.h"
#include "backend/cpu/split.h"
#include "backend/cpu/tactic.h"
#include "base/text.h"

// A strip of output pixels at a time, small enough that what its windows see stays in the second
// cache, with panel after panel of filters.

namespace ingot::backend::cpu {
namespace {

using kernels::kFilterPanel;

FilterPanels filter_panels(const Problem& problem) {
  const ConvolutionShape shape = convolution_shape(problem);
  return {.filters = shape.groups * shape.filters,
          .channels = shape.channels,
          .cells = shape.cells(),
          .block = block_of(problem.inputs[0].format)};
}

class BlockedConvolution {
 public:
  explicit BlockedConvolution(const Problem& problem)
      : shape_(convolution_shape(problem)),
        panels_(filter_panels(problem)),
        image_(problem.inputs[0], shape_.axes),
        output_(problem.outputs[0]),
        has_bias_(own_inputs(problem) > 2),
        epilogue_(problem),
        register_part_(epilogue_.take_register_part()) {}

  size_t workspace_size() const { return image_.workspace_size(); }

  void operator()(const Launch& launch, const HostStream& stream) const {
    const float* images = image_.prepare(input(launch, 0), launch.workspace, stream.pool());
    const Tiling tiling = choose_tiling(stream.pool().size());
    stream.pool().parallel_for(tiling.count(), [&](int64_t index, int) {
      const Part groups = tiling.groups.part(index % tiling.groups.count);
      index /= tiling.groups.count;
      const Part pixels = tiling.strips.part(index % tiling.strips.count);
      for (int64_t group = groups.begin; group < groups.end; ++group) {
        run_group(launch, images, index / tiling.strips.count, pixels, group);
      }
    });
  }

 private:
  /// Tasks in the order image, strip of pixels, groups of panels.
  struct Tiling {
    int64_t images;
    Split strips;
    Split groups;

    int64_t count() const { return images * strips.count * groups.count; }
  };

  Tiling choose_tiling(int threads) const {
    const int64_t wanted = threads == 1 ? 1 : 4 * threads;
    const int64_t seen = shape_.channels * shape_.axes.y.stride * shape_.axes.x.stride;
    const int64_t largest =
        std::max<int64_t>(kLeastStrip, caches().second / 2 / (seen * int64_t{sizeof(float)}));
    Tiling tiling{
        shape_.batch, split_for(output_.pixels, largest, kLeastStrip, wanted, shape_.batch), {}};
    const int64_t together = kernels::filter_panels_together();
    const int64_t groups = (panels_.count() + together - 1) / together;
    tiling.groups = split_for(groups, groups, 1, wanted, tiling.images * tiling.strips.count);
    return tiling;
  }

  void run_group(const Launch& launch, const float* images, int64_t image, const Part& pixels,
                 int64_t group) const {
    const int64_t panel = group * kernels::filter_panels_together();
    const int64_t panels = std::min(kernels::filter_panels_together(), panels_.count() - panel);
    const int64_t filter = panel * kFilterPanel;
    const int64_t block_stride = output_.pixels * output_.block;
    const int64_t offset = image * output_.size() + filter / output_.block * block_stride +
                           pixels.begin * output_.block;
    const kernels::ChannelChunks channels = channels_of_group(image_.channels(), shape_.groups);
    kernels::WindowProducts work{
        .image = images + image * image_.size() +
                 filter / shape_.filters * channels.count * channels.step,
        .pixels = image_.pixels().data() + pixels.begin,
        .num_pixels = pixels.size(),
        .cells = image_.cells().data(),
        .num_cells = shape_.cells(),
        .channels = channels,
        .weights = input(launch, 1) + panels_.offset(panel),
        .panel_stride = panels_.panel_size(),
        .filters = std::min(panels * kFilterPanel, panels_.filters - filter),
        .output = output(launch) + offset,
        .block = output_.block,
        .block_stride = block_stride};
    if (has_bias_) work.bias = input(launch, 2) + filter;
    work.tail = register_part_.at(launch, offset);
    multiply_in_parts(work, panels);
    if (epilogue_.empty()) return;
    for (int64_t first = 0; first < work.filters; first += output_.block) {
      epilogue_.apply(launch, offset + first / output_.block * block_stride,
                      pixels.size() * output_.block);
    }
  }

  static constexpr int64_t kLeastStrip = 48;

  ConvolutionShape shape_;
  FilterPanels panels_;
  PaddedImage image_;
  BlockedImage output_;
  bool has_bias_;
  Epilogue epilogue_;
  RegisterEpilogue register_part_;
};

Support supports(const Problem& problem) {
  if (problem.outputs[0].format == ir::Format::kLinear) {
    return Support::no(str("output ", problem.outputs[0], ": makes blocked tensors"));
  }
  if (Support panels = supports_panels(problem); !panels) return panels;
  return PaddedImage::fits(problem.inputs[0], convolution_shape(problem).axes)
             ? Support::yes()
             : Support::no(str("input ", problem.inputs[0], " is too large"));
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  BlockedConvolution convolution(problem);
  const size_t workspace = convolution.workspace_size();
  return make_kernel(std::move(convolution), workspace);
}

std::optional<size_t> packed_size(const Problem& problem, const Configuration&, size_t index) {
  if (index == 0 || index >= own_inputs(problem)) return std::nullopt;
  return filter_panels(problem).bytes(index);
}

std::optional<AlignedBytes> pack(const Problem& problem, const Configuration&, size_t index,
                                 const ir::Tensor& constant) {
  if (index == 0 || index >= own_inputs(problem)) return std::nullopt;
  const FilterPanels panels = filter_panels(problem);
  return index == 1 ? panels.pack(constant.elements<float>()) : panels.pack_bias(constant);
}

}  // namespace

const Tactic& blocked_convolution() {
  static const auto* const tactic =
      new CpuTactic("blocked_convolution", {.supports = supports,
                                            .prepare = prepare,
                                            .pack = pack,
                                            .packed_size = packed_size,
                                            .applies_epilogue = true,
                                            .takes_formats = true});
  return *tactic;
}

}  // namespace ingot::backend::cpu
