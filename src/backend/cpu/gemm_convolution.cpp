#include <algorithm>

#include "backend/cpu/convolution_tactics.h"
#include "backend/cpu/epilogue.h"
#include "backend/cpu/gemm_blocks.h"
#include "backend/cpu/kernels/im2col.h"
#include "backend/cpu/kernels/pack.h"
#include "backend/cpu/split.h"
#include "backend/cpu/tactic.h"
#include "backend/cpu/window_shape.h"

// Each group's filters [filters, channels·cells] times what the window sees of the image
// [channels·cells, pixels], which is packed by blocks into the threads' scratch memory.

namespace ingot::backend::cpu {
namespace {

int64_t depth_of(const ConvolutionShape& shape) { return shape.channels * shape.cells(); }

int64_t packed_group_size(const ConvolutionShape& shape) {
  return kernels::packed_rows_size(shape.filters, depth_of(shape));
}

size_t packed_bytes(const ConvolutionShape& shape) {
  checked_size({shape.groups, shape.filters + kernels::kRowPanel, shape.channels, shape.cells(),
                int64_t{sizeof(float)}});
  return static_cast<size_t>(shape.groups * packed_group_size(shape)) * sizeof(float);
}

void pack_filters(const ConvolutionShape& shape, const float* filters, float* packed) {
  const int64_t depth = depth_of(shape);
  for (int64_t group = 0; group < shape.groups; ++group) {
    kernels::pack_rows({filters + group * shape.filters * depth, depth, 1}, shape.filters, depth,
                       packed + group * packed_group_size(shape));
  }
}

/// A window of one cell that skips nothing sees the image itself, as one long row of pixels.
SpatialAxes flattened(const ConvolutionShape& shape) {
  const auto is_plain = [](const kernels::SlidingAxis& axis) {
    return axis.window == 1 && axis.stride == 1 && axis.pad == 0 && axis.input == axis.output;
  };
  if (!is_plain(shape.axes.y) || !is_plain(shape.axes.x)) return shape.axes;
  return {.y = {}, .x = {.input = shape.input_pixels(), .output = shape.output_pixels()}};
}

class GemmConvolution {
 public:
  explicit GemmConvolution(const Problem& problem)
      : shape_(convolution_shape(problem)),
        axes_(flattened(shape_)),
        packs_filters_(!problem.is_constant[1]),
        has_bias_(own_inputs(problem) > 2),
        depth_(depth_of(shape_)),
        depth_blocks_(split_evenly(depth_, block_depth())),
        epilogue_(problem),
        register_part_(epilogue_.take_register_part()) {}

  void operator()(const Launch& launch, const HostStream& stream) const {
    const float* filters = input(launch, 1);
    if (packs_filters_) {
      auto* packed = reinterpret_cast<float*>(launch.workspace);
      pack_filters(shape_, filters, packed);
      filters = packed;
    }
    const Tiling tiling = choose_tiling(stream.pool().size());
    stream.pool().parallel_for(tiling.count(), [&](int64_t index, int worker) {
      const float* bias = has_bias_ ? input(launch, 2) : nullptr;
      run_tile(tiling, index, {launch, input(launch, 0), filters, bias}, stream.scratch(worker));
    });
  }

 private:
  struct Operands {
    const Launch& launch;
    const float* image;
    const float* filters;
    const float* bias;
  };

  /// Tiles of the output in the order image and group, pixels, filters.
  struct Tiling {
    int64_t images;  ///< times groups
    Split pixel_panels;
    Split filter_panels;

    int64_t count() const { return images * pixel_panels.count * filter_panels.count; }
  };

  Tiling choose_tiling(int threads) const {
    const int64_t images = shape_.batch * shape_.groups;
    const int64_t panels = kernels::panels_of(shape_.output_pixels(), kernels::kColumnPanel);
    const int64_t filter_panels = kernels::panels_of(shape_.filters, kernels::kRowPanel);
    const int64_t wanted = threads == 1 ? 1 : 4 * threads;
    Tiling tiling{
        images, split_for(panels, block_panels(kernels::kColumnPanel), 3, wanted, images), {}};
    tiling.filter_panels =
        split_for(filter_panels, filter_panels, 4, threads == 1 ? 1 : 2 * threads,
                  images * tiling.pixel_panels.count);
    return tiling;
  }

  void run_tile(const Tiling& tiling, int64_t index, const Operands& operands,
                float* scratch) const {
    const Part filters = tiling.filter_panels.part(index % tiling.filter_panels.count);
    index /= tiling.filter_panels.count;
    const Part panels = tiling.pixel_panels.part(index % tiling.pixel_panels.count);
    const int64_t image = index / tiling.pixel_panels.count;  // and group
    const int64_t group = image % shape_.groups;
    const int64_t filter = filters.begin * kernels::kRowPanel;
    const int64_t pixel = panels.begin * kernels::kColumnPanel;
    const int64_t pixels = shape_.output_pixels();

    const kernels::WindowMatrix window{
        operands.image + image * shape_.channels * shape_.input_pixels(), axes_.y, axes_.x};
    const auto weights =
        kernels::RowPanels::packed(operands.filters + group * packed_group_size(shape_), depth_);
    const int64_t offset = (image * shape_.filters + filter) * pixels + pixel;
    kernels::Gemm product{
        .rows = std::min(filters.size() * kernels::kRowPanel, shape_.filters - filter),
        .columns = std::min(panels.size() * kernels::kColumnPanel, pixels - pixel),
        .c = output(operands.launch) + offset,
        .c_stride = pixels};
    for (int64_t block = 0; block < depth_blocks_.count; ++block) {
      const Part depth = depth_blocks_.part(block);
      kernels::pack_window(window, depth.begin, depth.size(), pixel, product.columns, scratch);
      product.depth = depth.size();
      product.a = weights.at(filter, depth.begin);
      product.b = kernels::ColumnPanels::packed(scratch, depth.size());
      product.accumulates = block > 0;
      if (block + 1 == depth_blocks_.count) {
        if (has_bias_) product.row_bias = operands.bias + group * shape_.filters + filter;
        product.tail = register_part_.at(operands.launch, offset);
      }
      kernels::gemm(product);
    }
    if (epilogue_.empty()) return;
    for (int64_t row = 0; row < product.rows; ++row) {
      epilogue_.apply(operands.launch, offset + row * pixels, product.columns);
    }
  }

  ConvolutionShape shape_;
  SpatialAxes axes_;
  bool packs_filters_;
  bool has_bias_;
  int64_t depth_;
  Split depth_blocks_;
  Epilogue epilogue_;
  RegisterEpilogue register_part_;
};

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const size_t workspace = problem.is_constant[1] ? 0 : packed_bytes(convolution_shape(problem));
  return make_kernel(GemmConvolution(problem), workspace);
}

std::optional<size_t> packed_size(const Problem& problem, const Configuration&, size_t index) {
  if (index != 1) return std::nullopt;
  return packed_bytes(convolution_shape(problem));
}

std::optional<AlignedBytes> pack(const Problem& problem, const Configuration&, size_t index,
                                 const ir::Tensor& constant) {
  if (index != 1) return std::nullopt;
  const ConvolutionShape shape = convolution_shape(problem);
  AlignedBytes bytes = allocate_aligned(packed_bytes(shape));
  pack_filters(shape, constant.elements<float>().data(), reinterpret_cast<float*>(bytes.get()));
  return bytes;
}

}  // namespace

const Tactic& gemm_convolution() {
  static const auto* const tactic = new CpuTactic("gemm_convolution", {.supports = supports_window,
                                                                       .prepare = prepare,
                                                                       .pack = pack,
                                                                       .packed_size = packed_size,
                                                                       .applies_epilogue = true});
  return *tactic;
}

}  // namespace ingot::backend::cpu
