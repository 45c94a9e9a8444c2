#include "backend/cpu/strided_copy.h"

#include <array>
#include <cstring>

#include "base/text.h"

namespace ingot::backend::cpu {
namespace {

template <size_t kSize>
void copy_elements(const std::byte* x, int64_t x_stride, std::byte* y, int64_t y_stride,
                   int64_t count) {
  for (int64_t i = 0; i < count; ++i) {
    std::memcpy(y + i * y_stride * int64_t{kSize}, x + i * x_stride * int64_t{kSize}, kSize);
  }
}

using Copy = void (*)(const std::byte*, int64_t, std::byte*, int64_t, int64_t);

Copy copy_of(size_t element_size) {
  switch (element_size) {
    case 1: return copy_elements<1>;
    case 2: return copy_elements<2>;
    case 4: return copy_elements<4>;
    default: return copy_elements<8>;
  }
}

}  // namespace

StridedCopy::StridedCopy(ir::DataType type, const std::vector<int64_t>& extents,
                         const std::vector<int64_t>& x_strides,
                         const std::vector<int64_t>& y_strides, int64_t from, int64_t to)
    : element_size_(size_of(type)),
      loop_(extents, std::array{x_strides, y_strides}),
      from_(from),
      to_(to) {}

void StridedCopy::run(const void* x, void* y, ThreadPool& pool) const {
  const auto size = static_cast<int64_t>(element_size_);
  const auto* source = static_cast<const std::byte*>(x) + from_ * size;
  auto* target = static_cast<std::byte*>(y) + to_ * size;
  if (source == target) return;
  const int64_t x_stride = loop_.inner_stride(0);
  const int64_t y_stride = loop_.inner_stride(1);
  const Copy copy = copy_of(element_size_);
  pool.parallel_ranges(loop_.size(), kGrain, [&](int64_t begin, int64_t end) {
    loop_.for_each_run(begin, end, [&](const StridedLoop::Offsets& offsets, int64_t count) {
      const std::byte* from = source + offsets[0] * size;
      std::byte* to = target + offsets[1] * size;
      if (x_stride == 1 && y_stride == 1) {
        std::memcpy(to, from, static_cast<size_t>(count * size));
      } else {
        copy(from, x_stride, to, y_stride, count);
      }
    });
  });
}

Support supports_strides(const ir::TensorType& type) {
  if (type.shape.size() > StridedLoop::kMaxAxes) {
    return Support::no(str("tensor ", type, " has ", type.shape.size(), " axes: takes up to ",
                           StridedLoop::kMaxAxes));
  }
  return Support::yes();
}

}  // namespace ingot::backend::cpu
