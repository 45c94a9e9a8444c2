#include "backend/cpu/panel_products.h"

#include <algorithm>

#include "backend/cpu/caches.h"
#include "backend/cpu/kernels/grouped_products.h"

namespace ingot::backend::cpu {
namespace {

using kernels::kFilterPanel;

constexpr int64_t kLeastStrip = 48;

}  // namespace

bool PixelGroup::are_pixels_in_order(int64_t lanes) const {
  for (size_t i = 0; i < pixels.size(); ++i) {
    if (pixels[i] != static_cast<int64_t>(i) * lanes) return false;
  }
  return output_pixels.empty();
}

bool PanelProducts::fits(const ir::TensorType& image, const ConvolutionShape& window) {
  const int64_t block = block_of(image.format);
  const bool is_one_call = has_small_groups(window, block);
  return PaddedImage::fits(image, window.axes, is_one_call ? BlockedImage(image).blocks() : 1);
}

PanelProducts::PanelProducts(const Problem& problem, const ConvolutionShape& window,
                             PaddedImage image, std::vector<PixelGroup> groups)
    : window_(window),
      image_(std::move(image)),
      groups_(std::move(groups)),
      output_(problem.outputs[0]),
      has_bias_(own_inputs(problem) > 2),
      epilogue_(problem),
      register_part_(epilogue_.take_register_part()) {
  int64_t weights = 0;
  for (const PixelGroup& group : groups_) {
    panels_.push_back(filter_panels(window, problem.inputs[0].format, std::ssize(group.cells)));
    first_weight_.push_back(weights);
    weights += panels_.back().count() * panels_.back().panel_size();
    most_pixels_ = std::max(most_pixels_, std::ssize(group.pixels));
  }
  are_pixels_in_order_ =
      groups_.size() == 1 && groups_.front().are_pixels_in_order(image_.channels().lanes);
  if (has_small_groups(window, block_of(problem.inputs[0].format))) find_channels_of_filters();
}

void PanelProducts::find_channels_of_filters() {
  const kernels::ChannelChunks& image = image_.channels();
  const int64_t filters = panels_.front().filters;
  for (int64_t i = 0; i < panels_.front().count() * kFilterPanel; ++i) {
    const int64_t channel = std::min(i, filters - 1) / window_.filters * window_.channels;
    starts_.push_back(
        static_cast<int32_t>(channel / image.lanes * image.step + channel % image.lanes));
  }
}

void PanelProducts::operator()(const Launch& launch, const HostStream& stream) const {
  const float* images = image_.prepare(input(launch, 0), launch.workspace, stream.pool());
  const Tiling tiling = choose_tiling(stream.pool().size());
  stream.pool().parallel_for(tiling.count(), [&](int64_t index, int) {
    const Part calls = tiling.calls.part(index % tiling.calls.count);
    index /= tiling.calls.count;
    const Part pixels = tiling.strips.part(index % tiling.strips.count);
    index /= tiling.strips.count;
    const auto group = static_cast<size_t>(index % std::ssize(groups_));
    const Strip strip{images,
                      index / std::ssize(groups_),
                      group,
                      {pixels.begin, std::min(pixels.end, std::ssize(groups_[group].pixels))}};
    if (strip.pixels.begin >= strip.pixels.end) return;
    for (int64_t call = calls.begin; call < calls.end; ++call) {
      run(launch, strip, call * tiling.panels, tiling.panels);
    }
  });
  if (epilogue_.empty() || !has_phases()) return;
  for_each_run(output_, stream.pool(), [&](int64_t plane, int64_t first, int64_t count) {
    epilogue_.apply(launch, (plane * output_.pixels + first) * output_.block,
                    count * output_.block);
  });
}

PanelProducts::Tiling PanelProducts::choose_tiling(int threads) const {
  const int64_t channels = std::max(window_.channels, output_.block);
  const int64_t seen = channels * window_.axes.y.stride * window_.axes.x.stride;
  const int64_t largest =
      std::max<int64_t>(kLeastStrip, caches().second / 2 / (seen * int64_t{sizeof(float)}));
  const int64_t planes = window_.batch * std::ssize(groups_);
  const int64_t wanted = tasks_for(threads);
  const auto tiling_of = [&](int64_t panels) {
    const int64_t calls = (panels_.front().count() + panels - 1) / panels;
    const Split strips = split_for(most_pixels_, largest, kLeastStrip, wanted, planes * calls);
    return Tiling{planes, strips, panels,
                  split_for(calls, calls, 1, wanted, planes * strips.count)};
  };
  const Tiling tiling = tiling_of(panels_of_call(window_));
  return tiling.count() < threads ? tiling_of(1) : tiling;
}

int64_t PanelProducts::tasks_for(int threads) const {
  constexpr int64_t kLeastProducts = 8 * kGrain;
  if (threads == 1) return 1;
  int64_t products = 0;
  for (size_t i = 0; i < groups_.size(); ++i) {
    products += std::ssize(groups_[i].pixels) * panels_[i].count() * panels_[i].panel_size();
  }
  return std::clamp<int64_t>(window_.batch * products / kLeastProducts, int64_t{4} * threads,
                             int64_t{16} * threads);
}

void PanelProducts::run(const Launch& launch, const Strip& strip, int64_t panel,
                        int64_t most_panels) const {
  const PixelGroup& group = groups_[strip.group];
  const FilterPanels& all = panels_[strip.group];
  const int64_t panels = std::min(most_panels, all.count() - panel);
  const int64_t filter = panel * kFilterPanel;
  const int64_t block_stride = output_.pixels * output_.block;
  int64_t offset = strip.image * output_.size() + filter / output_.block * block_stride;
  if (!has_phases()) offset += strip.pixels.begin * output_.block;
  kernels::WindowProducts work{
      .image = strip.images + strip.image * image_.size(),
      .pixels = group.pixels.data() + strip.pixels.begin,
      .num_pixels = strip.pixels.size(),
      .are_pixels_in_order = are_pixels_in_order_,
      .cells = group.cells.data(),
      .num_cells = std::ssize(group.cells),
      .channels = channels_of_group(image_.channels(), window_.groups),
      .weights = input(launch, 1) + first_weight_[strip.group] + all.offset(panel),
      .panel_stride = all.panel_size(),
      .filters = std::min(panels * kFilterPanel, all.filters - filter),
      .output = output(launch) + offset,
      .block = output_.block,
      .output_pixels = has_phases() ? group.output_pixels.data() + strip.pixels.begin : nullptr,
      .block_stride = block_stride};
  if (has_bias_) work.bias = input(launch, 2) + filter;
  work.tail = register_part_.at(launch, offset);
  if (starts_.empty()) {
    work.image += filter / window_.filters * work.channels.count * work.channels.step;
    multiply_in_parts(work, panels);
  } else {
    work.channels = {.count = 1, .lanes = window_.channels, .last_lanes = window_.channels};
    work.last_chunk = 1;
    kernels::grouped_products(work, starts_.data() + filter);
  }
  if (epilogue_.empty() || has_phases()) return;
  for (int64_t first = 0; first < work.filters; first += output_.block) {
    epilogue_.apply(launch, offset + first / output_.block * block_stride,
                    strip.pixels.size() * output_.block);
  }
}

}  // namespace ingot::backend::cpu
