#include <NvUtils.h>

#include <cstring>
#include <vector>

#include "api/convert.h"
#include "base/error.h"

namespace nvinfer1 {
inline namespace INGOT_API_GROUP {
namespace utils {
namespace {

/// Bytes of an element; 0 for types that these functions do not know.
size_t element_size(DataType type) {
  try {
    return ingot::ir::size_of(ingot::api::data_type_of(type));
  } catch (const ingot::Error&) {
    return 0;
  }
}

bool is_permutation_of_first(const int32_t* order, int32_t count) {
  std::vector<bool> seen(static_cast<size_t>(count));
  for (int32_t i = 0; i < count; ++i) {
    if (order[i] < 0 || order[i] >= count || seen[static_cast<size_t>(order[i])]) return false;
    seen[static_cast<size_t>(order[i])] = true;
  }
  return true;
}

/// Elements of a shape; −1 when an extent is negative or the product does not fit.
int64_t volume(const int32_t* shape, int32_t rank) {
  int64_t product = 1;
  for (int32_t i = 0; i < rank; ++i) {
    if (shape[i] < 0 || __builtin_mul_overflow(product, int64_t{shape[i]}, &product)) return -1;
  }
  return product;
}

}  // namespace

bool reshapeWeights(const Weights& input, const int32_t* shape, const int32_t* shapeOrder,
                    void* data, int32_t nbDims) {
  const size_t size = element_size(input.type);
  if (size == 0 || shape == nullptr || shapeOrder == nullptr || data == nullptr || nbDims < 1 ||
      input.values == nullptr || data == input.values ||
      !is_permutation_of_first(shapeOrder, nbDims) || volume(shape, nbDims) != input.count) {
    return false;
  }
  std::vector<int64_t> strides(static_cast<size_t>(nbDims), 1);
  for (int32_t i = nbDims - 1; i > 0; --i) strides[i - 1] = strides[i] * shape[i];
  const auto* from = static_cast<const std::byte*>(input.values);
  auto* to = static_cast<std::byte*>(data);
  for (int64_t element = 0; element < input.count; ++element) {
    int64_t rest = element;
    int64_t source = 0;
    for (int32_t i = nbDims - 1; i >= 0; --i) {
      const int32_t axis = shapeOrder[i];
      source += rest % shape[axis] * strides[axis];
      rest /= shape[axis];
    }
    std::memcpy(to + static_cast<size_t>(element) * size, from + static_cast<size_t>(source) * size,
                size);
  }
  return true;
}

bool reorderSubBuffers(void* input, const int32_t* order, int32_t num, int32_t size) {
  if (input == nullptr || order == nullptr || num < 0 || size < 0 ||
      !is_permutation_of_first(order, num)) {
    return false;
  }
  auto* bytes = static_cast<std::byte*>(input);
  const auto block = static_cast<size_t>(size);
  const std::vector<std::byte> copy(bytes, bytes + static_cast<size_t>(num) * block);
  for (int32_t i = 0; i < num && block > 0; ++i) {
    std::memcpy(bytes + static_cast<size_t>(i) * block,
                copy.data() + static_cast<size_t>(order[i]) * block, block);
  }
  return true;
}

bool transposeSubBuffers(void* input, DataType type, int32_t num, int32_t height, int32_t width) {
  const size_t size = element_size(type);
  const int32_t shape[] = {num, height, width};
  const int64_t count = volume(shape, 3);
  if (size == 0 || input == nullptr || count < 0) return false;
  auto* bytes = static_cast<std::byte*>(input);
  const std::vector<std::byte> copy(bytes, bytes + static_cast<size_t>(count) * size);
  const int32_t order[] = {0, 2, 1};
  return reshapeWeights({type, copy.data(), count}, shape, order, input, 3);
}

}  // namespace utils
}  // namespace INGOT_API_GROUP
}  // namespace nvinfer1
