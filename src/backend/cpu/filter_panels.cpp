#include "backend/cpu/filter_panels.h"

#include <algorithm>
#include <utility>

#include "backend/cpu/caches.h"
#include "backend/cpu/epilogue.h"
#include "backend/cpu/split.h"
#include "base/text.h"
#include "base/thread_pool.h"

namespace ingot::backend::cpu {

using kernels::kFilterPanel;

size_t FilterPanels::bytes() const {
  return checked_size({count(), channels, cells, kFilterPanel, int64_t{sizeof(float)}});
}

size_t FilterPanels::bias_bytes() const {
  return checked_size({count(), kFilterPanel, int64_t{sizeof(float)}});
}

AlignedBytes FilterPanels::pack(std::span<const float> elements) const {
  const auto filter_size = static_cast<size_t>(channels * cells);
  return pack(
      [&](int64_t first, int64_t count, std::span<float>) {
        return elements.subspan(static_cast<size_t>(first) * filter_size,
                                static_cast<size_t>(count) * filter_size);
      },
      0);
}

AlignedBytes FilterPanels::pack(const FiltersOf& filters_of, size_t scratch_size) const {
  ThreadPool& pool = default_thread_pool();
  AlignedBytes bytes = allocate_aligned(this->bytes());
  auto* packed = reinterpret_cast<float*>(bytes.get());
  std::vector<float> scratch(scratch_size * static_cast<size_t>(pool.size()));
  pool.parallel_for(count(), [&](int64_t panel, int worker) {
    const int64_t first = panel * kFilterPanel;
    const std::span own =
        std::span(scratch).subspan(static_cast<size_t>(worker) * scratch_size, scratch_size);
    pack_panel(filters_of(first, std::min(kFilterPanel, filters - first), own), panel, packed);
  });
  return bytes;
}

void FilterPanels::pack_panel(std::span<const float> elements, int64_t panel, float* packed) const {
  const int64_t size = channels * cells;
  const auto count = std::min(kFilterPanel, filters - panel * kFilterPanel);
  for (int64_t channel = 0; channel < channels; ++channel) {
    for (int64_t cell = 0; cell < cells; ++cell) {
      const float* from = elements.data() + channel * cells + cell;
      float* to = packed + row_offset(panel, channel, cell);
      for (int64_t i = 0; i < count; ++i) to[i] = from[i * size];
      std::fill(to + count, to + kFilterPanel, 0.0F);
    }
  }
}

int64_t FilterPanels::row_offset(int64_t panel, int64_t channel, int64_t cell) const {
  if (cells_outermost) return offset(panel, cell) + channel * kFilterPanel;
  const int64_t first = channel / block * block;
  const int64_t lanes = std::min(block, channels - first);
  return offset(panel) + (first * cells + cell * lanes + channel - first) * kFilterPanel;
}

AlignedBytes FilterPanels::pack_bias(const ir::Tensor& bias) const {
  AlignedBytes bytes = allocate_aligned(bias_bytes());
  auto* packed = reinterpret_cast<float*>(bytes.get());
  std::fill_n(packed, count() * kFilterPanel, 0.0F);
  std::ranges::copy(bias.elements<float>(), packed);
  return bytes;
}

FilterPanels filter_panels(const ConvolutionShape& shape, ir::Format image, int64_t cells) {
  return {.filters = shape.groups * shape.filters,
          .channels = shape.channels,
          .cells = cells,
          .block = block_of(image)};
}

bool has_small_groups(const ConvolutionShape& shape, int64_t block) {
  return shape.groups > 1 && (shape.channels % block != 0 || shape.filters % kFilterPanel != 0);
}

int64_t panels_of_call(const ConvolutionShape& shape) {
  const int64_t together = kernels::filter_panels_together();
  return shape.groups > 1 && shape.filters % (together * kFilterPanel) != 0 ? 1 : together;
}

Support supports_panels(const Problem& problem, ConvolutionShape (*shape_of)(const Problem&)) {
  if (Support window = supports_window(problem); !window) return window;
  const ConvolutionShape shape = shape_of(problem);
  const int64_t block = block_of(problem.inputs[0].format);
  if (Support constants = supports_constant_filters(problem); !constants) return constants;
  if (shape.channels == 0 || shape.filters == 0 || shape.cells() == 0) {
    return Support::no("takes one channel, filter and cell or more");
  }
  const bool share_blocks =
      block > 1 && block % shape.channels == 0 && shape.filters % shape.channels == 0;
  if (!has_small_groups(shape, block) || share_blocks) return Support::yes();
  return Support::no(str("groups of ", shape.channels, " channels and ", shape.filters,
                         " filters: takes multiples of ", block, " and ", kFilterPanel,
                         block == 1 ? "" : ", or channels that divide the block and the filters"));
}

kernels::ChannelChunks channels_of_group(const kernels::ChannelChunks& image, int64_t groups) {
  kernels::ChannelChunks channels = image;
  channels.count /= groups;
  return channels;
}

void multiply_in_parts(kernels::WindowProducts work, int64_t panels) {
  const kernels::RegisterTail tail = work.tail;
  const int64_t chunk_bytes =
      work.num_cells * work.channels.lanes * panels * kFilterPanel * int64_t{sizeof(float)};
  const int64_t room = 2 * caches().first;
  if (work.channels.count * chunk_bytes <= room) {
    work.last_chunk = work.channels.count;
    return kernels::window_products(work);
  }
  const Split chunks = split_evenly(work.channels.count, std::max<int64_t>(1, room / chunk_bytes));
  for (int64_t left = std::exchange(work.batch, 1); left > 0; --left) {
    for (int64_t index = 0; index < chunks.count; ++index) {
      const Part part = chunks.part(index);
      const bool is_last = index + 1 == chunks.count;
      work.first_chunk = part.begin;
      work.last_chunk = part.end;
      work.accumulates = index > 0;
      work.tail = is_last ? tail : kernels::RegisterTail();
      kernels::window_products(work);
    }
    work.image += work.image_step;
    work.weights += work.weights_step;
    work.output += work.output_step;
  }
}

}  // namespace ingot::backend::cpu
