// Convolution that reads a network's linear images of few channels as they are, on tensor cores.
#include <algorithm>
#include <cstring>

#include "backend/cuda/check.h"
#include "backend/cuda/device.h"
#include "backend/cuda/epilogue.h"
#include "backend/cuda/formats.h"
#include "backend/cuda/kernels/image_product.h"
#include "backend/cuda/tactic.h"
#include "backend/cuda/tactics.h"
#include "backend/cuda/tensor_product.h"
#include "backend/cuda/window.h"
#include "base/text.h"
#include "ops/convolution.h"

namespace ingot::backend::cuda {
namespace {

using kernels::ImageTile;
using kernels::TensorProduct;

constexpr int64_t kMostChannels = 8;
constexpr int64_t kMostWindow = 32;  // and stride

Support supports_formats(const Problem& problem) {
  const ir::TensorType& x = problem.inputs[0];
  const ir::TensorType& y = problem.outputs[0];
  if (x.format != ir::Format::kLinear) return Support::no(str("input ", x, ": takes it linear"));
  if (!ir::is_channels_last(y.format)) {
    return Support::no(str("output ", y, ": makes it with the channels last"));
  }
  return element_of(y) == kernels::Element::kFloat32 ? supports_tf32(problem) : Support::yes();
}

Support supports_extents(const Problem& problem) {
  const auto& op = *problem.op.as<ops::Convolution>();
  const ir::Shape& w = problem.inputs[1].shape;
  const auto is_at_most = [](int64_t most) {
    return [most](int64_t number) { return number <= most; };
  };
  const std::vector<int64_t> kernel = ir::numbers(w);
  const bool is_small = op.groups == 1 && kernel[1] <= kMostChannels &&
                        std::all_of(kernel.begin() + 2, kernel.end(), is_at_most(kMostWindow)) &&
                        std::ranges::all_of(op.stride, is_at_most(kMostWindow)) &&
                        std::ranges::all_of(op.dilation, is_at_most(1));
  return is_small ? Support::yes()
                  : Support::no(str(problem.inputs[1], ": takes up to ", kMostChannels,
                                    " channels, windows and strides up to ", kMostWindow,
                                    ", one group and no dilation"));
}

/// Of a convolution that supports_convolution_product accepts.
TensorProduct shape_of(const Problem& problem) {
  TensorProduct shape = convolution_product(problem);
  shape.y_type = element_of(problem.outputs[0]);
  return shape;
}

bool is_available(const TensorProduct& shape, const ImageTile& tile) {
  return kernels::most_image_shared_bytes(shape, tile) <=
         static_cast<int64_t>(properties().sharedMemPerBlockOptin);
}

/// Not where a smaller tile has all the filters, or all the rows.
bool is_worth_trying(const TensorProduct& shape, const ImageTile& tile) {
  return (tile.filters == 32 || tile.filters - 32 < shape.filters) &&
         (tile.row_pairs == 1 || tile.row_pairs < shape.y_height);
}

Configuration configuration_of(const ImageTile& tile) {
  return {tile.filters, tile.row_pairs, tile.most_parts};
}

ImageTile tile_of(const TensorProduct& shape, const Configuration& configuration) {
  for (const ImageTile& tile : kernels::kImageTiles) {
    if (configuration == configuration_of(tile) && is_available(shape, tile)) return tile;
  }
  throw Error(ErrorCode::kInvalidArgument, str("there is no tile [", join(configuration),
                                               "] on this GPU; build the engine again"));
}

class ImageConvolution final : public Tactic {
 public:
  std::string_view name() const override { return "cuda_image_convolution"; }
  bool rounds_factors() const override { return true; }

  Support supports(const Problem& problem) const override {
    if (Support formats = supports_formats(problem); !formats) return formats;
    if (Support bfloat = supports_bfloat(problem); !bfloat) return bfloat;
    if (Support product = supports_convolution_product(problem); !product) return product;
    if (Support extents = supports_extents(problem); !extents) return extents;
    if (Support constants = supports_constants(problem); !constants) return constants;
    if (Support epilogue = Epilogue::supports(problem); !epilogue) return epilogue;
    return configurations(problem).empty()
               ? Support::no(str("input ", problem.inputs[0], ": rows do not fit a multiprocessor"))
               : Support::yes();
  }

  std::vector<Configuration> configurations(const Problem& problem) const override {
    const TensorProduct shape = shape_of(problem);
    std::vector<Configuration> configurations;
    for (const ImageTile& tile : kernels::kImageTiles) {
      if (is_available(shape, tile) && is_worth_trying(shape, tile)) {
        configurations.push_back(configuration_of(tile));
      }
    }
    return configurations;
  }

  std::optional<size_t> packed_size(const Problem& problem, const Configuration& configuration,
                                    size_t index) const override {
    if (index != 1) return std::nullopt;
    const TensorProduct shape = shape_of(problem);
    const ImageTile tile = tile_of(shape, configuration);
    return static_cast<size_t>(kernels::image_filters(shape, tile) * kernels::image_steps(shape) *
                               kernels::kImageWords) *
           sizeof(uint32_t);
  }

  std::optional<AlignedBytes> pack(const Problem& problem, const Configuration& configuration,
                                   size_t index, const ir::Tensor& constant) const override {
    if (index != 1) return std::nullopt;
    const size_t size = *packed_size(problem, configuration, index);
    const TensorProduct shape = shape_of(problem);
    const int64_t steps = kernels::image_steps(shape);
    const int64_t columns = kernels::image_columns(shape);
    const int64_t width = shape.window_width;
    const int64_t depth = shape.channels * shape.window_height * width;
    const int64_t tile = tile_of(shape, configuration).filters;
    AlignedBytes bytes = allocate_aligned(size);
    std::memset(bytes.get(), 0, size);
    const auto weights = constant.elements<float>();
    with_host_type(shape.y_type, [&]<class T>(T) {
      auto* const to = reinterpret_cast<T*>(bytes.get());
      for (int64_t filter = 0; filter < shape.filters; ++filter) {
        for (int64_t i = 0; i < depth; ++i) {
          const int64_t k = i / width * columns + i % width;
          to[place_of(filter, k, steps, tile, kernels::image_elements(sizeof(T)))] =
              factor<T>(weights[static_cast<size_t>(filter * depth + i)]);
        }
      }
    });
    return bytes;
  }

  std::unique_ptr<Kernel> prepare(const Problem& problem,
                                  const Configuration& configuration) const override {
    require_support(*this, problem);
    const TensorProduct shape = shape_of(problem);
    const ImageTile tile = tile_of(shape, configuration);
    check("cudaFuncSetAttribute",
          kernels::prepare_image_product(tile, shape.y_type, properties().sharedMemPerBlockOptin));
    return make_kernel([shape, tile, has_bias = own_inputs(problem) > 2,
                        epilogue = Epilogue(problem)](const Launch& launch, cudaStream_t stream) {
      return kernels::image_product(shape, tile, input(launch, 0), launch.inputs[1],
                                    has_bias ? input(launch, 2) : nullptr, epilogue.at(launch),
                                    launch.outputs[0], stream);
    });
  }

 private:
  /// Of element k of a filter, as image_product has it, of so many in a word.
  static int64_t place_of(int64_t filter, int64_t k, int64_t steps, int64_t tile,
                          int64_t elements) {
    const int64_t own = k / elements;
    const int64_t step = own / kernels::kImageWords;
    const int64_t part = filter % tile / 16;
    const int64_t lane = filter % 8 * 4 + own % 4;
    const int64_t word = filter % 16 / 8 * 2 + own % kernels::kImageWords / 4;
    return ((((filter / tile * steps + step) * (tile / 16) + part) * 32 + lane) * 4 + word) *
               elements +
           k % elements;
  }
};

}  // namespace

const Tactic& image_convolution_tactic() {
  static const auto* const tactic = new ImageConvolution();
  return *tactic;
}

}  // namespace ingot::backend::cuda
