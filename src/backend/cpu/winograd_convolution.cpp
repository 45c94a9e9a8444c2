#include <algorithm>

#include "backend/cpu/blocked_image.h"
#include "backend/cpu/caches.h"
#include "backend/cpu/convolution_tactics.h"
#include "backend/cpu/epilogue.h"
#include "backend/cpu/filter_panels.h"
#include "backend/cpu/kernels/winograd.h"
#include "backend/cpu/split.h"
#include "backend/cpu/tactic.h"
#include "backend/cpu/window_shape.h"
#include "base/text.h"
#include "base/thread_pool.h"

// Strips of tiles, of the whole batch one after another: their transform, for each position of a
// tile a product of [tiles, channels] with [channels, filters], and the transform of the products.
// Strips that fit into the scratch memory of a thread are independent; all threads share larger
// ones. Configuration: m, and how many tiles a strip has.

namespace ingot::backend::cpu {
namespace {

using kernels::kFilterPanel;
using kernels::WinogradForm;

class WinogradConvolution {
 public:
  WinogradConvolution(const Problem& problem, const WinogradForm& form, int64_t strip)
      : shape_(convolution_shape(problem)),
        from_(problem.inputs[0]),
        to_(problem.outputs[0]),
        form_(form),
        positions_(form.positions()),
        rows_(tiles_of(shape_.axes.y.output, form.m)),
        columns_(tiles_of(shape_.axes.x.output, form.m)),
        largest_strip_(std::min(from_.batch * rows_ * columns_, strip)),
        strips_(split_evenly(from_.batch * rows_ * columns_, strip)),
        panels_(winograd_panels(problem, form)),
        has_bias_(own_inputs(problem) > 2),
        epilogue_(problem),
        register_part_(epilogue_.take_register_part()) {
    for (int64_t tile = 0; tile < strips_.size; ++tile) {
      offsets_.push_back(static_cast<int32_t>(tile * from_.block));
    }
  }

  static FilterPanels winograd_panels(const Problem& problem, const WinogradForm& form) {
    const ConvolutionShape shape = convolution_shape(problem);
    return {.filters = shape.groups * shape.filters,
            .channels = shape.channels,
            .cells = form.positions(),
            .block = block_of(problem.inputs[0].format),
            .cells_outermost = true};
  }

  /// Of the largest strip: those that a split gives may be smaller where there are more tiles.
  size_t workspace_size() const {
    return fits_scratch(largest_strip_)
               ? 0
               : checked_size({floats(largest_strip_), int64_t{sizeof(float)}});
  }

  void operator()(const Launch& launch, const HostStream& stream) const {
    ThreadPool& pool = stream.pool();
    if (are_strips_independent()) {
      pool.parallel_for(strips_.count, [&](int64_t index, int worker) {
        run_strip(launch, strips_.part(index), stream.scratch(worker), pool);
      });
    } else {
      float* const memory = fits_scratch(largest_strip_)
                                ? stream.scratch(0)
                                : reinterpret_cast<float*>(launch.workspace);
      for (int64_t index = 0; index < strips_.count; ++index) {
        run_strip(launch, strips_.part(index), memory, pool);
      }
    }
    if (epilogue_.empty()) return;
    pool.parallel_ranges(to_.batch * to_.size(), kGrain, [&](int64_t begin, int64_t end) {
      epilogue_.apply(launch, begin, end - begin);
    });
  }

 private:
  /// Tiles of one image in one block of channels.
  struct Run {
    int64_t image;
    int64_t block;
    int64_t first;  ///< tile of the image
    int64_t count;
    int64_t place;  ///< of the first, in the strip
  };

  static int64_t tiles_of(int64_t extent, int64_t m) { return (extent + m - 1) / m; }

  bool are_strips_independent() const { return strips_.count > 1 && fits_scratch(strips_.size); }

  /// Inside a loop of the pool, the pool's loops run in the thread that calls.
  void run_strip(const Launch& launch, const Part& strip, float* memory, ThreadPool& pool) const {
    float* const transformed = memory;
    float* const products = memory + positions_ * input_stride();
    for_each_run(strip, from_.blocks(), pool, [&](const Run& run) {
      kernels::winograd_input(tiles(run, transformed, from_, input_stride()),
                              {.data = input(launch, 0) + plane(run, from_),
                               .height = shape_.axes.y.input,
                               .width = shape_.axes.x.input,
                               .pad_y = shape_.axes.y.pad,
                               .pad_x = shape_.axes.x.pad});
    });
    multiply(input(launch, 1), transformed, products, strip.size(), pool);
    for_each_run(strip, to_.blocks(), pool, [&](const Run& run) {
      const int64_t offset = plane(run, to_);
      kernels::winograd_output(
          tiles(run, products, to_, output_stride()),
          {.data = output(launch) + offset,
           .height = shape_.axes.y.output,
           .width = shape_.axes.x.output,
           .bias = has_bias_ ? input(launch, 2) + run.block * to_.block : nullptr,
           .tail = register_part_.at(launch, offset)});
    });
  }

  /// Floats from one position to the next. An odd number of cache lines, so that the positions of a
  /// tile do not all meet in the same sets of a cache.
  static int64_t odd_lines(int64_t floats) { return (((floats + 15) / 16) | 1) * 16; }
  static int64_t stride(const BlockedImage& image, int64_t strip) {
    return odd_lines(image.blocks() * strip * image.block);
  }
  int64_t input_stride() const { return stride(from_, strips_.size); }
  int64_t output_stride() const { return stride(to_, strips_.size); }

  /// What a strip of so many tiles takes.
  int64_t floats(int64_t strip) const {
    return positions_ * (stride(from_, strip) + stride(to_, strip));
  }
  bool fits_scratch(int64_t strip) const { return floats(strip) <= kScratchFloats; }

  /// body(Run) for all tiles of the strip in all blocks, in parallel.
  template <class Body>
  void for_each_run(const Part& strip, int64_t blocks, ThreadPool& pool, const Body& body) const {
    const int64_t cells = positions_ * from_.block;
    const int64_t image_tiles = rows_ * columns_;
    pool.parallel_ranges(
        blocks * strip.size(), kGrain / cells + 1, [&](int64_t begin, int64_t end) {
          while (begin < end) {
            const int64_t place = begin % strip.size();
            const int64_t tile = strip.begin + place;
            const int64_t count =
                std::min({strip.size() - place, end - begin, image_tiles - tile % image_tiles});
            body(Run{tile / image_tiles, begin / strip.size(), tile % image_tiles, count, place});
            begin += count;
          }
        });
  }

  static int64_t plane(const Run& run, const BlockedImage& image) {
    return (run.image * image.blocks() + run.block) * image.pixels * image.block;
  }

  kernels::WinogradTiles tiles(const Run& run, float* transformed, const BlockedImage& image,
                               int64_t position_stride) const {
    return {.form = form_,
            .block = image.block,
            .columns = columns_,
            .first = run.first,
            .count = run.count,
            .transformed = transformed + (run.block * strips_.size + run.place) * image.block,
            .position_stride = position_stride};
  }

  void multiply(const float* filters, const float* transformed, float* products, int64_t tiles,
                ThreadPool& pool) const {
    const int64_t together = kernels::filter_panels_together();
    const int64_t step = together * kFilterPanel;
    const int64_t steps = (shape_.filters + step - 1) / step;
    const bool is_alone = pool.size() == 1 || are_strips_independent();
    const int64_t wanted = is_alone ? 1 : int64_t{4} * pool.size();
    const Split parts = split_for(steps, steps, 1, wanted, positions_ * shape_.groups);
    const Split batches = split_for(positions_, positions_, 1, wanted, parts.count * shape_.groups);
    const kernels::ChannelChunks channels =
        channels_of_group({.count = from_.blocks(),
                           .lanes = from_.block,
                           .last_lanes = from_.channels - (from_.blocks() - 1) * from_.block,
                           .step = strips_.size * from_.block},
                          shape_.groups);
    const kernels::WindowProducts all{.pixels = offsets_.data(),
                                      .num_pixels = tiles,
                                      .are_pixels_in_order = true,
                                      .cells = &kNoOffset,
                                      .num_cells = 1,
                                      .channels = channels,
                                      .panel_stride = panels_.panel_size(),
                                      .block = to_.block,
                                      .block_stride = strips_.size * to_.block,
                                      .image_step = input_stride(),
                                      .weights_step = panels_.offset(0, 1),
                                      .output_step = output_stride()};
    pool.parallel_for(batches.count * shape_.groups * parts.count, [&](int64_t index, int) {
      const Part part = parts.part(index % parts.count);
      index /= parts.count;
      const int64_t group = index % shape_.groups;
      const Part positions = batches.part(index / shape_.groups);
      const int64_t first = part.begin * step;
      const int64_t filter = group * shape_.filters + first;
      kernels::WindowProducts work = all;
      work.image =
          transformed + positions.begin * all.image_step + group * channels.count * channels.step;
      work.weights = filters + panels_.offset(filter / kFilterPanel, positions.begin);
      work.filters = std::min(part.end * step, shape_.filters) - first;
      work.output =
          products + positions.begin * all.output_step + filter / to_.block * all.block_stride;
      work.batch = positions.size();
      multiply_in_parts(work, together);
    });
  }

  static constexpr int32_t kNoOffset = 0;

  ConvolutionShape shape_;
  BlockedImage from_;
  BlockedImage to_;
  WinogradForm form_;
  int64_t positions_;
  int64_t rows_;
  int64_t columns_;
  int64_t largest_strip_;  ///< tiles
  Split strips_;
  FilterPanels panels_;
  bool has_bias_;
  Epilogue epilogue_;
  RegisterEpilogue register_part_;
  std::vector<int32_t> offsets_;
};

/// The forms for the problem's window, the one with the fewest products first.
std::vector<WinogradForm> forms_of(const Problem& problem) {
  const ConvolutionShape shape = convolution_shape(problem);
  const auto is_window = [&](int64_t window) {
    const auto is_axis = [&](const kernels::SlidingAxis& axis) {
      return axis.window == window && axis.stride == 1 && axis.dilation == 1;
    };
    return is_axis(shape.axes.y) && is_axis(shape.axes.x);
  };
  if (is_window(3)) return {{4, 3}, {2, 3}};
  if (is_window(5)) return {{2, 5}};
  return {};
}

Support supports(const Problem& problem) {
  if (Support blocked = supports_one_block(problem); !blocked) return blocked;
  if (Support panels = supports_panels(problem, convolution_shape); !panels) return panels;
  const ConvolutionShape shape = convolution_shape(problem);
  if (has_small_groups(shape, block_of(problem.inputs[0].format))) {
    return Support::no(str("groups of ", shape.channels, " channels and ", shape.filters,
                           " filters: takes whole blocks and panels"));
  }
  return forms_of(problem).empty()
             ? Support::no("takes windows of 3×3 and 5×5 with strides and dilations of 1")
             : Support::yes();
}

constexpr int64_t kLeastTiles = 24;

/// Tiles whose transforms and products of one position fill half of the second cache.
int64_t tiles_in_cache(const Problem& problem) {
  const ConvolutionShape shape = convolution_shape(problem);
  return std::max(kLeastTiles, caches().second / 2 /
                                   ((shape.channels + shape.filters) * int64_t{sizeof(float)}));
}

/// Tiles of a strip of its own for each of the threads that are likely to run it, or 0 where such
/// strips would be too short for the products.
int64_t independent_tiles(const Problem& problem, const WinogradForm& form) {
  constexpr int64_t kLeast = 6;
  const int64_t threads = default_thread_pool().size();
  const BlockedImage from(problem.inputs[0]);
  const BlockedImage to(problem.outputs[0]);
  const int64_t lanes = (from.blocks() + to.blocks()) * from.block;
  constexpr int64_t kRounding = 64;  // of both strides
  const int64_t largest = (kScratchFloats / form.positions() - kRounding) / lanes;
  const ConvolutionShape shape = convolution_shape(problem);
  const int64_t total = shape.batch * ((shape.axes.y.output + form.m - 1) / form.m) *
                        ((shape.axes.x.output + form.m - 1) / form.m);
  const int64_t most = std::min(largest, total / threads);
  return threads == 1 || most < kLeast ? 0 : split_evenly(total, most).size;
}

std::vector<Configuration> configurations(const Problem& problem) {
  const int64_t tiles = tiles_in_cache(problem);
  std::vector<Configuration> result;
  for (const WinogradForm& form : forms_of(problem)) {
    result.push_back({form.m, tiles});
    if (tiles / 4 >= kLeastTiles) result.push_back({form.m, tiles / 4});
    const Configuration independent{form.m, independent_tiles(problem, form)};
    if (independent[1] > 0 && std::ranges::count(result, independent) == 0) {
      result.push_back(independent);
    }
  }
  return result;
}

/// The form of a configuration, which may come from a foreign file.
WinogradForm checked_form(const Problem& problem, const Configuration& configuration) {
  constexpr int64_t kMostTiles = 1 << 20;
  const auto forms = forms_of(problem);
  const auto form = std::ranges::find_if(forms, [&](const WinogradForm& known) {
    return configuration.size() == 2 && known.m == configuration[0];
  });
  require(form != forms.end() && configuration[1] > 0 && configuration[1] <= kMostTiles,
          ErrorCode::kInvalidArgument, [&] {
            return str("winograd_convolution has no configuration [", join(configuration),
                       "] for this window, expected [side of an output tile, tiles of a strip]; "
                       "build the engine again");
          });
  return *form;
}

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration& configuration) {
  WinogradConvolution convolution(problem, checked_form(problem, configuration), configuration[1]);
  const size_t workspace = convolution.workspace_size();
  return make_kernel(std::move(convolution), workspace);
}

std::optional<size_t> packed_size(const Problem& problem, const Configuration& configuration,
                                  size_t index) {
  if (index == 0 || index >= own_inputs(problem)) return std::nullopt;
  const WinogradForm form = checked_form(problem, configuration);
  return WinogradConvolution::winograd_panels(problem, form).bytes(index);
}

std::optional<AlignedBytes> pack(const Problem& problem, const Configuration& configuration,
                                 size_t index, const ir::Tensor& constant) {
  const auto size = packed_size(problem, configuration, index);
  if (!size) return std::nullopt;
  const WinogradForm form = checked_form(problem, configuration);
  const FilterPanels panels = WinogradConvolution::winograd_panels(problem, form);
  if (index == 2) return panels.pack_bias(constant);
  const auto filters = constant.elements<float>();
  const int64_t window = form.window * form.window;
  const auto transform = [&](int64_t first, int64_t count, std::span<float> scratch) {
    const int64_t windows = count * panels.channels;
    kernels::winograd_filters(form, filters.data() + first * panels.channels * window, windows,
                              scratch.data());
    return std::span<const float>(scratch);
  };
  return panels.pack(transform, panels.panel_floats());
}

}  // namespace

const Tactic& winograd_convolution() {
  static const auto* const tactic =
      new CpuTactic("winograd_convolution", {.supports = supports,
                                             .prepare = prepare,
                                             .configurations = configurations,
                                             .pack = pack,
                                             .packed_size = packed_size,
                                             .applies_epilogue = true,
                                             .takes_formats = true,
                                             .rounds_in_between = true});
  return *tactic;
}

}  // namespace ingot::backend::cpu
