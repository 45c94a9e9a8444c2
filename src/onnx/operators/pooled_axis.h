#pragma once

#include "onnx/operators/steps.h"
#include "ops/window.h"

namespace ingot::onnx {

/// One spatial axis of a pooling, seen from the windows that meet a cell of x.
struct PooledAxis {
  int64_t window;
  int64_t stride;
  /// Cells that the first of them reaches before x; negative: cells of x that it leaves out.
  int64_t begin;
  /// Cells that the last of them reaches beyond x.
  int64_t end;
  /// How many of `end` are padding, and not beyond it.
  int64_t padded_end;
  /// Results at both ends whose windows meet no cell.
  Ends empty;

  bool overhangs() const { return end > padded_end; }
};

/// Throws Error kUnsupported where the windows depend on an extent that is not known in a way that
/// ONNX cannot say.
PooledAxis pooled_axis(const ops::WindowAxis& axis, const ir::Dim& extent);

}  // namespace ingot::onnx
