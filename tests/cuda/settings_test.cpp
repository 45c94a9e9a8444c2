// Where compiled kernels are kept.
#include "base/settings.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace ingot::test {
namespace {

class CodeCacheSetting : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"INGOT_CODE_CACHE", "INGOT_TIMING_CACHE", "XDG_CACHE_HOME", "HOME"}) {
      ::unsetenv(name);
    }
  }

  static void set(const char* name, const char* value) { ::setenv(name, value, 1); }
};

TEST_F(CodeCacheSetting, IsTheUsersFolderForCaches) {
  EXPECT_EQ(code_cache_setting(), "");
  set("HOME", "/home/someone");
  EXPECT_EQ(code_cache_setting(), "/home/someone/.cache/ingot/code");
  set("XDG_CACHE_HOME", "/caches");
  EXPECT_EQ(code_cache_setting(), "/caches/ingot/code");
}

TEST_F(CodeCacheSetting, IsNoFolderOfTheWorkingFolder) {
  set("HOME", "");
  set("XDG_CACHE_HOME", "caches");
  EXPECT_EQ(code_cache_setting(), "");
}

TEST_F(CodeCacheSetting, IsBesideTheTimingCache) {
  set("XDG_CACHE_HOME", "/caches");
  set("INGOT_TIMING_CACHE", "/times/gpu.times");
  EXPECT_EQ(code_cache_setting(), "/times/gpu.times.code");
}

TEST_F(CodeCacheSetting, IsWhatTheVariableSays) {
  set("INGOT_TIMING_CACHE", "/times/gpu.times");
  set("INGOT_CODE_CACHE", "/code");
  EXPECT_EQ(code_cache_setting(), "/code");
  set("INGOT_CODE_CACHE", "");
  EXPECT_EQ(code_cache_setting(), "");
}

}  // namespace
}  // namespace ingot::test
