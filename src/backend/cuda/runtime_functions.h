#pragma once

namespace ingot::backend::cuda {

/// The CUDA runtime's function that programs call by that name; null where there is none.
void* runtime_function(const char* name);

}  // namespace ingot::backend::cuda
