#include "backend/cpu/caches.h"

#include <gtest/gtest.h>

#include <fstream>

namespace ingot::backend::cpu {
namespace {

class DescribedCache : public testing::Test {
 protected:
  DescribedCache() { std::filesystem::remove_all(folder_); }
  ~DescribedCache() override { std::filesystem::remove_all(folder_); }

  void add(const char* index, int level, const char* type, const char* size) const {
    const std::filesystem::path cache = folder_ / index;
    std::filesystem::create_directories(cache);
    std::ofstream(cache / "level") << level << "\n";
    std::ofstream(cache / "type") << type << "\n";
    std::ofstream(cache / "size") << size << "\n";
  }

  const std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) / "ingot_caches";
};

TEST_F(DescribedCache, IsTheOneThatHoldsData) {
  add("index0", 1, "Instruction", "64K");
  add("index1", 1, "Data", "48K");
  add("index2", 2, "Unified", "1024K");
  EXPECT_EQ(described_cache(folder_, 1), 48 << 10);
  EXPECT_EQ(described_cache(folder_, 2), 1 << 20);
  EXPECT_EQ(described_cache(folder_, 3), 0);
}

TEST_F(DescribedCache, IsNoneWhereNothingIsDescribed) {
  EXPECT_EQ(described_cache(folder_, 1), 0);
  add("index0", 1, "Data", "");
  EXPECT_EQ(described_cache(folder_, 1), 0);
}

}  // namespace
}  // namespace ingot::backend::cpu
