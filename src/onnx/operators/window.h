#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "onnx/model.h"
#include "ops/window.h"

namespace ingot::onnx {

/// The padding of one axis with which ONNX, which rounds down, gives the operator's own output
/// extent. A negative end, where windows skip the last cells, is 0. nullopt: `same_*` padding of an
/// extent that is not known. Throws Error kUnsupported where the padding depends on an extent that
/// is not known in a way that ONNX cannot say.
std::optional<ops::WindowPadding> onnx_padding(const ops::WindowAxis& axis, const ir::Dim& extent);

/// As onnx_padding, for all spatial axes of x; nullopt as soon as it is for one.
std::optional<std::vector<ops::WindowPadding>> onnx_padding(std::span<const ops::WindowAxis> axes,
                                                            const ir::Shape& x);

/// The attribute `pads`.
Attribute pads(std::span<const ops::WindowPadding> padding);
/// The attribute `auto_pad` for `same_*`.
Attribute auto_pad(ops::PaddingMode mode);

}  // namespace ingot::onnx
