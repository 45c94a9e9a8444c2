#include "ir/constants.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "ir/fill.h"

namespace ingot::ir {
namespace {

template <class Predicate>
bool all_elements(const Tensor& tensor, Predicate predicate) {
  const ConstTensorView view(tensor);
  const int64_t size = view.size();
  for (int64_t i = 0; i < size; ++i) {
    if (!predicate(load(view, i))) return false;
  }
  return true;
}

}  // namespace

Tensor make_vector(DataType type, std::span<const double> values) {
  const Tensor zeros = splat({type, {static_cast<int64_t>(values.size())}}, 0);
  return map_elements(zeros, [&](int64_t i, double) { return values[static_cast<size_t>(i)]; });
}

bool is_filled_with(const Tensor& tensor, double value) {
  return all_elements(tensor, [value](double element) { return element == value; });
}

bool is_finite(const Tensor& tensor) {
  if (tensor.type.data_type == DataType::kFloat32) {
    constexpr uint32_t kExponent = 0x7F800000;
    uint32_t all = 0;  // without an early end, so that vectors do it
    for (const float element : tensor.elements<float>()) {
      all |= (std::bit_cast<uint32_t>(element) & kExponent) == kExponent ? 1U : 0U;
    }
    return all == 0;
  }
  return all_elements(tensor, [](double element) { return std::isfinite(element); });
}

std::optional<size_t> varying_axis(const Tensor& tensor, size_t rank) {
  const std::vector<int64_t> shape = numbers(tensor.type.shape);
  if (shape.size() > rank || rank == 0) return std::nullopt;
  const auto varies = [](int64_t extent) { return extent != 1; };
  if (std::ranges::count_if(shape, varies) > 1) return std::nullopt;
  const auto found = std::ranges::find_if(shape, varies);
  if (found == shape.end()) return rank - 1;
  return rank - static_cast<size_t>(shape.end() - found);
}

std::optional<std::vector<double>> values_along(const Tensor& tensor, size_t rank, size_t axis,
                                                int64_t extent) {
  const ConstTensorView view(tensor);
  const auto varying = varying_axis(tensor, rank);
  if (!varying) return std::nullopt;
  if (view.size() == 1) return std::vector<double>(static_cast<size_t>(extent), load(view, 0));
  if (*varying != axis || view.size() != extent) return std::nullopt;
  std::vector<double> values;
  for (int64_t i = 0; i < extent; ++i) values.push_back(load(view, i));
  return values;
}

}  // namespace ingot::ir
