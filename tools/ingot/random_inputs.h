#pragma once

#include "execution.h"

namespace ingot::tools {

/// Gives all inputs values, the same ones in every call, and uploads them: floats between -1 and 1,
/// zeros and ones of other types.
void fill_inputs(Execution& execution);

}  // namespace ingot::tools
