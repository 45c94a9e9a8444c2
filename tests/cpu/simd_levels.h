#pragma once

#include <gtest/gtest.h>

#include "backend/cpu/kernels/simd.h"

namespace ingot::backend::cpu {

/// A test that runs once for each SIMD level of this machine.
class SimdLevels : public testing::TestWithParam<int64_t> {
 protected:
  void SetUp() override { kernels::limit_simd(GetParam()); }
  void TearDown() override { kernels::limit_simd(0); }
};

inline std::string level_name(const testing::TestParamInfo<int64_t>& level) {
  return std::string(kernels::simd_name(level.param));
}

#define INGOT_ON_ALL_LEVELS(suite) \
  INSTANTIATE_TEST_SUITE_P(Levels, suite, testing::ValuesIn(kernels::simd_targets()), level_name)

}  // namespace ingot::backend::cpu
