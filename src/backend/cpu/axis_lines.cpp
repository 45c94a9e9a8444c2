#include "backend/cpu/axis_lines.h"

#include "ops/elements.h"

namespace ingot::backend::cpu {

kernels::AxisShape axis_shape(const ir::Shape& shape, size_t first, size_t last) {
  const std::vector<int64_t> extents = ir::numbers(shape);
  const std::span<const int64_t> all(extents);
  return {ops::product(all.first(first)), ops::product(all.subspan(first, last - first + 1)),
          ops::product(all.subspan(last + 1))};
}

}  // namespace ingot::backend::cpu
