#pragma once

#include <ingot/tensorrt/level.h>

#include <string_view>

#include "ir/dim.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {

/// The extent of axis `axis` of input `input` that is given at run time: "data.0". Characters that
/// the text form of an extent cannot hold are written as '#' and two hexadecimal digits, so that
/// different inputs and axes have different symbols.
ir::Dim axis_symbol(std::string_view input, size_t axis);
/// The extent of all axes that the user named so; never equal to an axis_symbol.
ir::Dim named_symbol(std::string_view name);
/// The extent of an implicit batch.
ir::Dim batch_symbol();

}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
