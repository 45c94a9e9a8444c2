#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ingot::backend::cuda::nvrtc {

/// Why NVIDIA's run-time compiler cannot be used; empty where it can.
const std::string& why_not();

/// Why it cannot make code for GPUs of that compute capability (90 for 9.0); empty where it can.
std::string why_not_for(int capability);

/// "NVRTC 13.0 sm_90 --std=c++17 …": what code depends on beside its source. Of a compiler that can
/// be used, as below.
std::string identity(int capability);

/// The code (a cubin) that it makes of CUDA C++ without includes. Any thread. Throws Error
/// kInvalidArgument with the compiler's messages, or with what failed.
std::vector<std::byte> compile(const std::string& source, int capability);

}  // namespace ingot::backend::cuda::nvrtc
