#include "backend/cuda/axes.h"

#include <algorithm>

#include "base/text.h"
#include "ops/elements.h"

namespace ingot::backend::cuda {

Support supports_rank(const ir::TensorType& type) {
  if (type.shape.size() <= kernels::kMaxAxes) return Support::yes();
  return Support::no(
      str("tensor ", type, " has ", type.shape.size(), " axes: takes up to ", kernels::kMaxAxes));
}

void put_innermost_first(std::span<const int64_t> numbers, int64_t* array) {
  std::reverse_copy(numbers.begin(), numbers.end(), array);
}

kernels::AxisShape axis_shape(const ir::Shape& shape, size_t axis) {
  const Extents extents = ir::numbers(shape);
  const std::span<const int64_t> all(extents);
  return {ops::product(all.first(axis)), all[axis], ops::product(all.subspan(axis + 1))};
}

}  // namespace ingot::backend::cuda
