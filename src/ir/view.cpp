#include "ir/view.h"

#include <algorithm>

namespace ingot::ir {
namespace {

bool runs_row_major(const TensorType& type) {
  if (is_row_major(type.format)) return true;
  if (type.shape.size() < 2 || !type.shape[1].is_known()) return false;
  return type.shape[1].value() % block_of(type.format) == 0 &&
         std::all_of(type.shape.begin() + 2, type.shape.end(),
                     [](const Dim& extent) { return extent == Dim(1); });
}

}  // namespace

bool has_same_bytes(const TensorType& from, const TensorType& to) {
  if (from.format == to.format && from.shape == to.shape) return from.data_type == to.data_type;
  return stored_type(from) == stored_type(to) && runs_row_major(from) && runs_row_major(to);
}

}  // namespace ingot::ir
