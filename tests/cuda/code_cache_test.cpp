#include "backend/cuda/generate/code_cache.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <numeric>

namespace ingot::test {
namespace {

using backend::cuda::CodeCache;
using Bytes = std::vector<std::byte>;

class CodeCacheTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("ingot_code_" + std::to_string(::getpid()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  CodeCache cache() const { return CodeCache((folder_ / "beside" / "code").string()); }

  static Bytes code(size_t size = 1000) {
    Bytes bytes(size);
    for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 7);
    return bytes;
  }

  static Bytes read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const auto all = std::as_bytes(std::span(text.data(), text.size()));
    return {all.begin(), all.end()};
  }
  static void write(const std::string& path, const Bytes& bytes) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  }

  std::filesystem::path folder_;
};

constexpr const char* kKey = "compiler 1 sm_90\nsource";

TEST_F(CodeCacheTest, FindsWhatAnotherOneKept) {
  EXPECT_FALSE(cache().find(kKey));
  ASSERT_TRUE(cache().keep(kKey, code()));
  EXPECT_EQ(cache().find(kKey), code());
  ASSERT_TRUE(cache().keep(kKey, code(3)));
  EXPECT_EQ(cache().find(kKey), code(3));
}

TEST_F(CodeCacheTest, LeavesNoTemporaryFile) {
  ASSERT_TRUE(cache().keep(kKey, code()));
  const std::filesystem::directory_iterator files(folder_ / "beside" / "code");
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST_F(CodeCacheTest, FolderIsTheUsersAlone) {
  ASSERT_TRUE(cache().keep(kKey, code()));
  const auto mode = std::filesystem::status(folder_ / "beside" / "code").permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_all);
}

TEST_F(CodeCacheTest, DoesNotFindOtherKeys) {
  ASSERT_TRUE(cache().keep(kKey, code()));
  EXPECT_FALSE(cache().find("compiler 2 sm_90\nsource"));
  EXPECT_FALSE(cache().find("compiler 1 sm_80\nsource"));
}

TEST_F(CodeCacheTest, HoldsTheWholeKeyAgainstTheFile) {
  const std::string other = "compiler 1 sm_90\nsOurce";  // of the same size
  ASSERT_TRUE(cache().keep(kKey, code()));
  std::filesystem::rename(cache().path_of(kKey), cache().path_of(other));
  EXPECT_FALSE(cache().find(other));
}

TEST_F(CodeCacheTest, DoesNotTrustDamagedFiles) {
  ASSERT_TRUE(cache().keep(kKey, code(100)));
  const std::string path = cache().path_of(kKey);
  const Bytes whole = read(path);
  for (size_t i = 0; i < whole.size(); ++i) {
    Bytes damaged = whole;
    damaged[i] ^= std::byte{0x40};
    write(path, damaged);
    EXPECT_FALSE(cache().find(kKey)) << "byte " << i;
  }
  for (size_t size = 0; size < whole.size(); ++size) {
    write(path, Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
    EXPECT_FALSE(cache().find(kKey)) << "cut to " << size;
  }
  Bytes longer = whole;
  longer.push_back({});
  write(path, longer);
  EXPECT_FALSE(cache().find(kKey));
  write(path, whole);
  EXPECT_TRUE(cache().find(kKey));
}

TEST_F(CodeCacheTest, ReplacesDamagedFiles) {
  ASSERT_TRUE(cache().keep(kKey, code()));
  write(cache().path_of(kKey), code(10));
  ASSERT_TRUE(cache().keep(kKey, code()));
  EXPECT_EQ(cache().find(kKey), code());
}

TEST_F(CodeCacheTest, DoesWithoutAFolderThatCannotBe) {
  write(folder_.string(), code(1));  // a file has no folders
  EXPECT_FALSE(cache().keep(kKey, code()));
  EXPECT_FALSE(cache().find(kKey));
}

TEST_F(CodeCacheTest, DoesWithoutWhatIsNoFile) {
  std::filesystem::create_directories(cache().path_of(kKey));
  EXPECT_FALSE(cache().find(kKey));
  EXPECT_FALSE(cache().keep(kKey, code()));
}

TEST_F(CodeCacheTest, KeepsNothingWhereNoFolderIsNamed) {
  const CodeCache none("");
  EXPECT_FALSE(none.keep(kKey, code()));
  EXPECT_FALSE(none.find(kKey));
}

}  // namespace
}  // namespace ingot::test
