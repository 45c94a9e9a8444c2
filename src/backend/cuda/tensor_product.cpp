#include "backend/cuda/tensor_product.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>
#include <type_traits>

#include "backend/cuda/check.h"
#include "backend/cuda/device.h"
#include "backend/cuda/epilogue.h"
#include "backend/cuda/formats.h"
#include "backend/cuda/maxima.h"
#include "backend/cuda/stream.h"
#include "backend/cuda/tactic.h"
#include "base/text.h"

namespace ingot::backend::cuda {
namespace {

using kernels::Element;
using kernels::ProductKind;
using kernels::ProductTile;
using kernels::TensorProduct;

int64_t divide_up(int64_t a, int64_t b) { return (a + b - 1) / b; }

bool is_available(const ProductTile& tile, const TensorProduct& shape) {
  return kernels::has_tile(tile, shape.x_type) && kernels::allows_tile(shape, tile) &&
         (tile.kind == ProductKind::kWarps || properties().major == 9) &&
         kernels::shared_memory_of(tile, shape.x_type) <= properties().sharedMemPerBlockOptin;
}

int64_t blocks_of(const TensorProduct& shape, const ProductTile& tile) {
  return kernels::row_tiles(shape, tile) * divide_up(shape.filters, tile.columns) * shape.groups;
}

/// Chunks of x that are multiplied, once for each filter.
int64_t products_of(const TensorProduct& shape) {
  return int64_t{shape.batch} * shape.y_height * shape.y_width * shape.filters *
         kernels::chunks_of_filter(shape);
}

/// Not where half of the tiles would have no rows, or no columns, and smaller ones are there, nor
/// tiles of few rows, which wait for each other less but read more, where they fill the GPU often,
/// nor those by windows in small products of 16 bits, which groups have as soon (decision 0016).
bool is_worth_trying(const TensorProduct& shape, const ProductTile& tile) {
  constexpr int64_t kLeastHalfWindows = int64_t{1} << 25;
  const int64_t pixels = int64_t{shape.batch} * shape.y_height * shape.y_width;
  if (tile.kind == ProductKind::kWindows && shape.x_type != Element::kFloat32 &&
      products_of(shape) < kLeastHalfWindows) {
    return false;
  }
  return (tile.rows == 16 || kernels::row_tiles(shape, tile) * tile.rows / 2 < pixels) &&
         (tile.columns == 32 || tile.columns / 2 < shape.filters) &&
         (tile.rows >= 64 || blocks_of(shape, tile) <= 8 * properties().multiProcessorCount);
}

/// Not where the blocks fill the GPU twice already, or have little depth left: fewer than two tiles
/// of it, or none of all cells of a window.
bool is_worth_splitting(const TensorProduct& shape, const ProductTile& tile) {
  const int64_t least = tile.kind == ProductKind::kWindows ? 1 : 2;
  return tile.split == 1 ||
         (blocks_of(shape, tile) * (tile.split / 2) < 2 * properties().multiProcessorCount &&
          kernels::depth_parts(shape, tile) >= least * tile.split);
}

int most_split() { return properties().clusterLaunch != 0 ? kernels::kMostSplit : 1; }

/// What a configuration has for the first kind: plans with smaller numbers keep filters in another
/// order.
constexpr int64_t kFirstKind = 3;

Configuration configuration_of(const ProductTile& tile) {
  return {tile.rows, tile.columns, tile.split, kFirstKind + static_cast<int64_t>(tile.kind)};
}

ProductTile tile_of(const Configuration& configuration, const TensorProduct& shape) {
  for (ProductTile tile : kernels::kProductTiles) {
    if (!is_available(tile, shape)) continue;
    for (tile.split = 1; tile.split <= most_split(); tile.split *= 2) {
      if (configuration == configuration_of(tile)) return tile;
    }
  }
  throw Error(ErrorCode::kInvalidArgument, str("there is no tile [", join(configuration),
                                               "] for this on this GPU; build the engine again"));
}

/// Where a filter has its chunks, cell by cell.
std::vector<int64_t> places_of_chunks(const TensorProduct& shape) {
  const int64_t cells = int64_t{shape.window_height} * shape.window_width;
  const int64_t chunks = divide_up(shape.channels, kernels::elements_of_chunk(shape.x_type));
  std::vector<int64_t> places;
  for (int64_t i = 0; i < cells * chunks; ++i) {
    places.push_back(kernels::place_of_chunk(shape, i / chunks, i % chunks));
  }
  return places;
}

template <class T, class Value>
void pack_filters(const TensorProduct& shape, AlignedBytes& bytes, const Value& value) {
  const std::vector<int64_t> places = places_of_chunks(shape);
  const int64_t cells = int64_t{shape.window_height} * shape.window_width;
  const int64_t size = kernels::elements_of_chunk(shape.x_type);
  const int64_t filter_chunks = kernels::chunks_of_filter(shape);
  auto* const w = reinterpret_cast<T*>(bytes.get());
  for (int64_t filter = 0; filter < int64_t{shape.groups} * shape.filters; ++filter) {
    const int64_t* place = places.data();
    for (int64_t cell = 0; cell < cells; ++cell) {
      for (int64_t first = 0; first < shape.channels; first += size, ++place) {
        const int64_t count = std::min(size, shape.channels - first);
        T* const to = w + kernels::place_in_filters(filter_chunks, filter, *place) * size;
        for (int64_t i = 0; i < count; ++i) to[i] = value(filter, first + i, cell);
      }
    }
  }
}

class ProductKernel final : public Kernel {
 public:
  /// Of a launch's outputs it writes number `output`.
  ProductKernel(const Problem& problem, const TensorProduct& shape, const ProductTile& tile,
                size_t output = 0)
      : shape_(shape),
        tile_(tile),
        output_(output),
        num_inputs_(problem.inputs.size()),
        has_bias_(own_inputs(problem) > 2),
        epilogue_(problem) {}

  const TensorProduct& shape() const { return shape_; }
  const ProductTile& tile() const { return tile_; }
  size_t num_inputs() const { return num_inputs_; }

  kernels::ProductLaunch at(const Launch& launch) const {
    return {shape_,
            launch.inputs[0],
            launch.inputs[1],
            has_bias_ ? input(launch, 2) : nullptr,
            epilogue_.at(launch),
            launch.outputs[output_]};
  }

  void launch(const Launch& launch, Stream& stream) const noexcept override {
    auto& queue = static_cast<CudaStream&>(stream);
    const kernels::ProductLaunch product = at(launch);
    queue.note(kernels::tensor_products(&product, 1, tile_, queue.handle()));
  }

 private:
  TensorProduct shape_;
  ProductTile tile_;
  size_t output_;
  size_t num_inputs_;
  bool has_bias_;
  Epilogue epilogue_;
};

/// Several of them in one launch.
class ProductsKernel final : public Kernel {
 public:
  ProductsKernel(std::vector<ProductKernel> parts, const ProductTile& tile)
      : parts_(std::move(parts)), tile_(tile) {}

  void launch(const Launch& launch, Stream& stream) const noexcept override {
    auto& queue = static_cast<CudaStream&>(stream);
    kernels::ProductLaunch products[kernels::kMostTogether];
    size_t first = 0;
    for (size_t i = 0; i < parts_.size(); ++i) {
      const size_t count = parts_[i].num_inputs();
      products[i] = parts_[i].at(
          {launch.inputs.subspan(first, count), launch.outputs.subspan(i, 1), nullptr});
      first += count;
    }
    queue.note(
        kernels::tensor_products(products, static_cast<int>(parts_.size()), tile_, queue.handle()));
  }

 private:
  std::vector<ProductKernel> parts_;
  ProductTile tile_;
};

}  // namespace

float to_tf32(float value) {
  const auto bits = std::bit_cast<uint32_t>(value);
  const bool is_finite = (bits & 0x7F800000U) != 0x7F800000U;
  return is_finite ? std::bit_cast<float>((bits + 0x1000U) & ~0x1FFFU) : value;
}

Support supports_tf32(const Problem& problem) {
  if (!problem.allows_tf32) return Support::no("takes f32 where tf32 is allowed");
  return properties().major >= 8 ? Support::yes() : Support::no("tf32 came with sm_80");
}

Support supports_constants(const Problem& problem) {
  const std::vector<bool>& is_constant = problem.is_constant;
  const auto end = is_constant.begin() + static_cast<ptrdiff_t>(own_inputs(problem));
  return std::all_of(is_constant.begin() + 1, end, std::identity())
             ? Support::yes()
             : Support::no("takes constant weights alone");
}

Support supports_products(const Problem& problem) {
  if (Support floats = supports_float32(problem); !floats) return floats;
  if (Support bfloat = supports_bfloat(problem); !bfloat) return bfloat;
  if (element_of(problem.inputs[0]) == Element::kFloat32) {
    if (Support factors = supports_tf32(problem); !factors) return factors;
  }
  if (Support constants = supports_constants(problem); !constants) return constants;
  return Epilogue::supports(problem);
}

Support TensorProductTactic::supports(const Problem& problem) const {
  if (Support products = supports_products(problem); !products) return products;
  if (Support own = functions_.supports(problem); !own) return own;
  const TensorProduct shape = shape_of(problem);
  constexpr int64_t kMost = std::numeric_limits<int32_t>::max();
  const bool fits = kernels::chunks_of_filter(shape) <= kMost / kernels::kTileChunks &&
                    int64_t{shape.groups} * kernels::kMostSplit <= 65535;
  return fits ? Support::yes()
              : Support::no(str(problem.inputs[1], " in ", shape.groups, " groups is too large"));
}

kernels::TensorProduct TensorProductTactic::shape_of(const Problem& problem) const {
  TensorProduct shape = functions_.shape(problem);
  shape.x_type = element_of(problem.inputs[0]);
  shape.y_type = element_of(problem.outputs[0]);
  return shape;
}

std::vector<Configuration> TensorProductTactic::configurations(const Problem& problem) const {
  const TensorProduct shape = shape_of(problem);
  std::vector<Configuration> configurations;
  std::optional<ProductTile> smallest;
  for (ProductTile tile : kernels::kProductTiles) {
    if (!is_available(tile, shape)) continue;
    if (!smallest || tile.rows < smallest->rows) smallest = tile;
    if (!is_worth_trying(shape, tile)) continue;
    for (tile.split = 1; tile.split <= most_split(); tile.split *= 2) {
      if (is_worth_splitting(shape, tile)) configurations.push_back(configuration_of(tile));
    }
  }
  if (configurations.empty() && smallest) configurations.push_back(configuration_of(*smallest));
  return configurations;
}

Support TensorProductTactic::accepts(const Configuration& configuration) const {
  return configuration.size() == 4 && configuration.back() >= kFirstKind
             ? Support::yes()
             : Support::no("has its weights in another order");
}

std::optional<size_t> TensorProductTactic::packed_size(const Problem& problem,
                                                       const Configuration& /*configuration*/,
                                                       size_t index) const {
  if (index != 1) return std::nullopt;
  const TensorProduct shape = shape_of(problem);
  return static_cast<size_t>(kernels::chunks_of_filters(shape)) * kernels::kChunkBytes;
}

std::optional<AlignedBytes> TensorProductTactic::pack(const Problem& problem,
                                                      const Configuration& configuration,
                                                      size_t index,
                                                      const ir::Tensor& constant) const {
  if (index != 1) return std::nullopt;
  const TensorProduct shape = shape_of(problem);
  const size_t size = *packed_size(problem, configuration, index);
  AlignedBytes bytes = allocate_aligned(size);
  std::memset(bytes.get(), 0, size);
  const auto weights = constant.elements<float>();
  const auto at = [&, strides = functions_.strides(problem)](int64_t filter, int64_t channel,
                                                             int64_t cell) {
    return weights[static_cast<size_t>(filter * strides.filter + channel * strides.channel +
                                       cell * strides.cell)];
  };
  with_host_type(shape.x_type, [&]<class T>(T) {
    pack_filters<T>(shape, bytes, [&](auto... place) { return factor<T>(at(place...)); });
  });
  return bytes;
}

std::unique_ptr<Kernel> TensorProductTactic::prepare(const Problem& problem,
                                                     const Configuration& configuration) const {
  require_support(*this, problem);
  const TensorProduct shape = shape_of(problem);
  const ProductTile tile = tile_of(configuration, shape);
  check("cudaFuncSetAttribute", kernels::prepare_tensor_products(tile, shape.x_type));
  return std::make_unique<ProductKernel>(problem, shape, tile);
}

std::unique_ptr<Kernel> TensorProductTactic::together(
    std::span<const Kernel* const> kernels) const {
  if (kernels.size() > kernels::kMostTogether) return nullptr;
  std::vector<ProductKernel> parts;
  for (const Kernel* kernel : kernels) parts.push_back(static_cast<const ProductKernel&>(*kernel));
  const ProductTile tile = std::ranges::max(parts, {}, [](const ProductKernel& part) {
                             return products_of(part.shape());
                           }).tile();
  if (tile.kind == ProductKind::kWindows) return nullptr;
  const Element factors = parts.front().shape().x_type;
  int64_t blocks = 0;
  for (const ProductKernel& part : parts) {
    const TensorProduct& shape = part.shape();
    if (shape.x_type != factors || shape.groups != 1) return nullptr;
    blocks += blocks_of(shape, tile);
  }
  if (blocks > std::numeric_limits<int32_t>::max()) return nullptr;
  check("cudaFuncSetAttribute", kernels::prepare_tensor_products(tile, factors));
  return std::make_unique<ProductsKernel>(std::move(parts), tile);
}

std::unique_ptr<Kernel> TensorProductTactic::with_next(const Problem& problem,
                                                       const Configuration& configuration,
                                                       std::span<const Problem> next) const {
  const auto maxima = maxima_of(problem, next);
  if (!maxima) return nullptr;
  TensorProduct shape = shape_of(problem);
  const ProductTile tile = tile_of(configuration, shape);
  shape.maxima = *maxima;
  shape.y_pitch = static_cast<int32_t>(pitch_of(next.front().outputs[0]));
  shape.y_type = element_of(next.back().outputs[0]);
  if (!kernels::allows_tile(shape, tile)) return nullptr;
  check("cudaFuncSetAttribute", kernels::prepare_tensor_products(tile, shape.x_type));
  return std::make_unique<ProductKernel>(problem, shape, tile, next.size());
}

}  // namespace ingot::backend::cuda
