#pragma once

// Included before hwy/foreach_target.h. The fp32 families gain nothing from the levels between
// SSE2 and AVX2 nor from those above AVX3, and keep arrays of vectors, which SVE does not allow.
#define HWY_DISABLED_TARGETS \
  (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL | HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128)
