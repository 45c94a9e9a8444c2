#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace ingot::backend::cpu::kernels {

/// The SIMD level that the kernels run at: "AVX2", "AVX3" (AVX-512), "SSE2", "NEON".
std::string_view simd_level();

/// Floats of its widest vector.
int64_t simd_lanes();

/// The levels that this machine can run, best first.
std::vector<int64_t> simd_targets();
std::string_view simd_name(int64_t target);
/// Limits this process to one of simd_targets(); 0 lifts the limit. For tests: no kernel may run
/// at that time.
void limit_simd(int64_t target);

}  // namespace ingot::backend::cpu::kernels
