#include "backend/cuda/row_product.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "backend/cuda/epilogue.h"
#include "backend/cuda/formats.h"
#include "backend/cuda/tactic.h"
#include "base/text.h"

namespace ingot::backend::cuda {
namespace {

using kernels::Element;

/// The first 20 bits of an f32, rounded to nearest, ties away from zero.
uint32_t first_20_bits(float value) {
  const auto bits = std::bit_cast<uint32_t>(value);
  if (value != value) return bits >> 12 | 0x400;  // the payload may lie in the others
  const bool is_infinite = (bits & 0x7F800000U) == 0x7F800000U;
  return is_infinite ? bits >> 12 : (bits + 0x800U) >> 12;
}

/// Puts number `i` of a thread and a filter into their tile.
template <class T>
void put(std::byte* tile, int filter, int32_t thread, int32_t i, float value) {
  constexpr int kThreads = 32;
  auto* const halves = reinterpret_cast<uint16_t*>(tile);
  uint16_t& half = halves[(filter * kThreads + thread) * kernels::kRowNumbers + i];
  if constexpr (std::is_same_v<T, float>) {
    auto* const rests =
        reinterpret_cast<uint32_t*>(halves + kernels::kRowFilters * kernels::kRowDepth);
    const uint32_t bits = first_20_bits(value);
    half = static_cast<uint16_t>(bits >> 4);
    rests[thread * kernels::kRowFilters + filter] |= (bits & 0xFU) << (4 * i);
  } else {
    half = std::bit_cast<uint16_t>(T(value));
  }
}

}  // namespace

kernels::RowProduct RowProductTactic::shape_of(const Problem& problem) const {
  const kernels::TensorProduct shape = functions_.shape(problem);
  return {.rows = shape.batch,
          .filters = shape.filters,
          .depth = shape.channels,
          .x_type = element_of(problem.inputs[0]),
          .y_type = element_of(problem.outputs[0])};
}

Support RowProductTactic::supports(const Problem& problem) const {
  if (Support products = supports_products(problem); !products) return products;
  if (Support own = functions_.supports(problem); !own) return own;
  const kernels::RowProduct shape = shape_of(problem);
  // Weights would be filled up to more than twice their size.
  constexpr int32_t kLeastDepth = kernels::kRowDepth / 2;
  return shape.rows <= kernels::kMostRows && shape.depth >= kLeastDepth
             ? Support::yes()
             : Support::no(str(shape.rows, " rows of ", shape.depth, ": takes up to ",
                               kernels::kMostRows, " of ", kLeastDepth, " numbers or more"));
}

std::vector<Configuration> RowProductTactic::configurations(const Problem& problem) const {
  const int64_t tiles = kernels::row_tiles_of_depth(shape_of(problem).depth);
  std::vector<Configuration> configurations;
  for (const int warps : kernels::kRowWarps) {
    if (warps == kernels::kRowWarps[0] || warps / 2 < tiles) configurations.push_back({warps});
  }
  return configurations;
}

std::optional<size_t> RowProductTactic::packed_size(const Problem& problem,
                                                    const Configuration& /*configuration*/,
                                                    size_t index) const {
  if (index != 1) return std::nullopt;
  const kernels::RowProduct shape = shape_of(problem);
  return kernels::row_tiles_of_filters(shape.filters) * kernels::row_tiles_of_depth(shape.depth) *
         kernels::row_tile_bytes(shape.x_type);
}

std::optional<AlignedBytes> RowProductTactic::pack(const Problem& problem,
                                                   const Configuration& configuration, size_t index,
                                                   const ir::Tensor& constant) const {
  if (index != 1) return std::nullopt;
  const kernels::RowProduct shape = shape_of(problem);
  const size_t size = *packed_size(problem, configuration, index);
  AlignedBytes bytes = allocate_aligned(size);
  std::memset(bytes.get(), 0, size);
  const float* const weights = constant.elements<float>().data();
  const WeightStrides strides = functions_.strides(problem);
  const int64_t tiles = kernels::row_tiles_of_depth(shape.depth);
  with_host_type(shape.x_type, [&]<class T>(T) {
    for (int64_t filter = 0; filter < shape.filters; ++filter) {
      for (int64_t tile = 0; tile < tiles; ++tile) {
        const int64_t place = filter / kernels::kRowFilters * tiles + tile;
        std::byte* const to = bytes.get() + place * kernels::row_tile_bytes(shape.x_type);
        for (int32_t thread = 0; thread < 32; ++thread) {
          for (int32_t i = 0; i < kernels::kRowNumbers; ++i) {
            const int64_t depth = tile * kernels::kRowDepth + kernels::row_depth_of(thread, i);
            if (depth >= shape.depth) continue;
            const float value = weights[filter * strides.filter + depth * strides.channel];
            put<T>(to, static_cast<int>(filter % kernels::kRowFilters), thread, i, value);
          }
        }
      }
    }
  });
  return bytes;
}

std::unique_ptr<Kernel> RowProductTactic::prepare(const Problem& problem,
                                                  const Configuration& configuration) const {
  require_support(*this, problem);
  if (configuration.size() != 1 || std::ranges::count(kernels::kRowWarps, configuration[0]) == 0) {
    throw Error(ErrorCode::kInvalidArgument, str("there are no blocks of [", join(configuration),
                                                 "] warps; build the engine again"));
  }
  return make_kernel([shape = shape_of(problem), warps = static_cast<int>(configuration[0]),
                      has_bias = own_inputs(problem) > 2,
                      epilogue = Epilogue(problem)](const Launch& launch, cudaStream_t stream) {
    return kernels::row_product(shape, warps, launch.inputs[0], launch.inputs[1],
                                has_bias ? input(launch, 2) : nullptr, epilogue.at(launch),
                                launch.outputs[0], stream);
  });
}

}  // namespace ingot::backend::cuda
