#pragma once

#include "backend/cpu/strided_loop.h"
#include "backend/cpu/tactic.h"

namespace ingot::backend::cpu {

/// Copies elements of any type from one strided tensor to another.
class StridedCopy {
 public:
  /// Element `index` of `extents` goes from x at from + index·x_strides to y at to +
  /// index·y_strides, all in elements.
  StridedCopy(ir::DataType type, const std::vector<int64_t>& extents,
              const std::vector<int64_t>& x_strides, const std::vector<int64_t>& y_strides,
              int64_t from, int64_t to);

  /// Does nothing where both start at the same byte.
  void run(const void* x, void* y, ThreadPool& pool) const;

 private:
  size_t element_size_;
  StridedLoop loop_;  // operands: x, y
  int64_t from_;
  int64_t to_;
};

/// No unless the tensor has at most StridedLoop::kMaxAxes axes.
Support supports_strides(const ir::TensorType& type);

}  // namespace ingot::backend::cpu
