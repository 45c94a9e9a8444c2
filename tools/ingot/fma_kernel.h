#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ingot::tools {

/// Fused multiply-adds of float32 alone, all in registers, in the best SIMD target of the machine.
/// `steps` of them on several independent chains; what comes back depends on all.
float multiply_add(int64_t steps);
/// Floating-point operations of one step.
double operations_per_step();
/// Its name: "AVX2".
const char* simd_target();
/// The targets that the machine has, the best first.
std::vector<std::string> simd_targets();

}  // namespace ingot::tools
