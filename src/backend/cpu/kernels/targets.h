#pragma once

// Included before hwy/foreach_target.h. The fp32 families gain nothing from the levels beside
// SSE4, AVX2 and AVX3 (AVX-512), and keep arrays of vectors, which SVE does not allow.
#define HWY_DISABLED_TARGETS \
  (HWY_SSSE3 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128)
