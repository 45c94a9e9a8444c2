#include <algorithm>

#include "backend/cpu/deconvolution_tactics.h"
#include "backend/cpu/kernels/col2im.h"
#include "backend/cpu/kernels/gemm.h"
#include "backend/cpu/kernels/pack.h"
#include "backend/cpu/split.h"
#include "backend/cpu/tactic.h"
#include "backend/cpu/window_shape.h"
#include "base/text.h"

// For each filter [cells, channels] times the image [channels, pixels], block by block; the
// product's rows are added to the output plane at the places of their cells. A plane belongs to one
// thread and the blocks depend on the shape alone, so the sums have one order.

namespace ingot::backend::cpu {
namespace {

using kernels::kColumnPanel;
using kernels::kRowPanel;

/// Half of the scratch memory holds the packed image block, half the product.
constexpr int64_t kHalf = kScratchFloats / 2;
constexpr int64_t kMostChannels = kHalf / kColumnPanel;

Support supports(const Problem& problem) {
  if (Support window = supports_window(problem); !window) return window;
  const ConvolutionShape shape = deconvolution_shape(problem);
  if (shape.channels > kMostChannels) {
    return Support::no(str("groups of ", shape.channels, " channels: takes up to ", kMostChannels));
  }
  return Support::yes();
}

int64_t packed_filter_size(const ConvolutionShape& shape) {
  return kernels::packed_rows_size(shape.cells(), shape.channels);
}

size_t packed_bytes(const ConvolutionShape& shape) {
  checked_size({shape.groups, shape.filters, shape.channels, shape.cells() + kRowPanel,
                int64_t{sizeof(float)}});
  return static_cast<size_t>(shape.groups * shape.filters * packed_filter_size(shape)) *
         sizeof(float);
}

/// From [groups, channels, filters, cells], each filter by itself.
void pack_filters(const ConvolutionShape& shape, const float* weights, float* packed) {
  const int64_t row = shape.filters * shape.cells();
  for (int64_t filter = 0; filter < shape.groups * shape.filters; ++filter) {
    const float* first = weights + filter / shape.filters * shape.channels * row +
                         filter % shape.filters * shape.cells();
    kernels::pack_rows({first, 1, row}, shape.cells(), shape.channels,
                       packed + filter * packed_filter_size(shape));
  }
}

class GemmDeconvolution {
 public:
  GemmDeconvolution(const ConvolutionShape& shape, bool packs_filters)
      : shape_(shape),
        packs_filters_(packs_filters),
        pixel_panels_(split_evenly(
            kernels::panels_of(shape.output_pixels(), kColumnPanel),
            std::clamp<int64_t>(kMostChannels / std::max<int64_t>(1, shape.channels), 1, 16))),
        cell_panels_(split_evenly(kernels::panels_of(shape.cells(), kRowPanel),
                                  kHalf / (pixel_panels_.size * kColumnPanel * kRowPanel))) {}

  void operator()(const Launch& launch, const HostStream& stream) const {
    const float* filters = input(launch, 1);
    if (packs_filters_) {
      auto* packed = reinterpret_cast<float*>(launch.workspace);
      pack_filters(shape_, filters, packed);
      filters = packed;
    }
    const int64_t images = shape_.batch * shape_.groups;
    const int threads = stream.pool().size();
    const Split parts = split_for(shape_.filters, std::max<int64_t>(1, shape_.filters), 1,
                                  threads == 1 ? 1 : 2 * threads, images);
    stream.pool().parallel_for(images * parts.count, [&](int64_t index, int worker) {
      run_filters({input(launch, 0), filters, input(launch, 2), output(launch)},
                  index / parts.count, parts.part(index % parts.count), stream.scratch(worker));
    });
  }

 private:
  struct Operands {
    const float* image;
    const float* filters;
    const float* bias;
    float* output;
  };

  /// `image` counts groups too.
  void run_filters(const Operands& operands, int64_t image, const Part& filters,
                   float* scratch) const {
    const int64_t plane = shape_.input_pixels();
    const int64_t group = image % shape_.groups;
    for (int64_t filter = filters.begin; filter < filters.end; ++filter) {
      const float bias =
          operands.bias == nullptr ? 0 : operands.bias[group * shape_.filters + filter];
      std::fill_n(operands.output + (image * shape_.filters + filter) * plane, plane, bias);
    }
    for (int64_t block = 0; block < pixel_panels_.count; ++block) {
      const int64_t pixel = pixel_panels_.part(block).begin * kColumnPanel;
      const int64_t pixels =
          std::min(pixel_panels_.part(block).size() * kColumnPanel, shape_.output_pixels() - pixel);
      kernels::pack_columns(
          {operands.image + image * shape_.channels * shape_.output_pixels() + pixel,
           shape_.output_pixels(), 1},
          shape_.channels, pixels, scratch);
      for (int64_t filter = filters.begin; filter < filters.end; ++filter) {
        add_block(operands.filters + (group * shape_.filters + filter) * packed_filter_size(shape_),
                  pixel, pixels, scratch,
                  operands.output + (image * shape_.filters + filter) * plane);
      }
    }
  }

  /// Adds one filter's product with the packed block of pixels to its plane.
  void add_block(const float* filter, int64_t pixel, int64_t pixels, float* scratch,
                 float* plane) const {
    float* product = scratch + kHalf;
    for (int64_t block = 0; block < cell_panels_.count; ++block) {
      const int64_t cell = cell_panels_.part(block).begin * kRowPanel;
      const int64_t cells =
          std::min(cell_panels_.part(block).size() * kRowPanel, shape_.cells() - cell);
      kernels::gemm({.rows = cells,
                     .columns = pixels,
                     .depth = shape_.channels,
                     .a = kernels::RowPanels::packed(filter, shape_.channels).at(cell, 0),
                     .b = kernels::ColumnPanels::packed(scratch, shape_.channels),
                     .c = product,
                     .c_stride = pixels});
      kernels::add_columns({product, cell, cells, pixel, pixels}, shape_.axes.y, shape_.axes.x,
                           plane);
    }
  }

  ConvolutionShape shape_;
  bool packs_filters_;
  Split pixel_panels_;
  Split cell_panels_;
};

std::unique_ptr<Kernel> prepare(const Problem& problem, const Configuration&) {
  const ConvolutionShape shape = deconvolution_shape(problem);
  const bool packs = !problem.is_constant[1];
  return make_kernel(GemmDeconvolution(shape, packs), packs ? packed_bytes(shape) : 0);
}

std::optional<size_t> packed_size(const Problem& problem, const Configuration&, size_t index) {
  if (index != 1) return std::nullopt;
  return packed_bytes(deconvolution_shape(problem));
}

std::optional<AlignedBytes> pack(const Problem& problem, const Configuration&, size_t index,
                                 const ir::Tensor& constant) {
  if (index != 1) return std::nullopt;
  const ConvolutionShape shape = deconvolution_shape(problem);
  AlignedBytes bytes = allocate_aligned(packed_bytes(shape));
  pack_filters(shape, constant.elements<float>().data(), reinterpret_cast<float*>(bytes.get()));
  return bytes;
}

}  // namespace

const Tactic& gemm_deconvolution() {
  static const auto* const tactic = new CpuTactic(
      "gemm_deconvolution",
      {.supports = supports, .prepare = prepare, .pack = pack, .packed_size = packed_size});
  return *tactic;
}

}  // namespace ingot::backend::cpu
