#pragma once

#include <string>

namespace ingot::backend::cuda {

/// Opens NVIDIA's driver, before the CUDA runtime looks for it by a name that Ingot's own library
/// bears too. Returns why there is none, or nothing.
std::string open_driver();

/// The driver's function of that name; null where it has none.
void* driver_function(const char* name);

}  // namespace ingot::backend::cuda
