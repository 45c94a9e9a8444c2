#pragma once

#include <string_view>

namespace ingot::backend::cuda {

/// What every generated kernel begins with: the functions of kernels/functions.cuh with the
/// enumerations that they take, and elements.cuh. CUDA C++ without headers.
std::string_view generated_prelude();

}  // namespace ingot::backend::cuda
