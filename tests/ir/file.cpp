#include "base/file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/error.h"

namespace ingot {
namespace {

namespace fs = std::filesystem;

class File : public testing::Test {
 protected:
  File() {
    std::string pattern = (fs::temp_directory_path() / "ingot.XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~File() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  size_t files() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder_), {}));
  }

  fs::path folder_;
};

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

std::string text_of(const SharedBytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string error_of(const std::string& path) {
  try {
    map_file(path);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kIo);
    return error.what();
  }
  return "no error";
}

TEST_F(File, ReadsBackWhatWasWritten) {
  replace_file(path("a"), bytes_of("first"));
  const SharedBytes first = map_file(path("a"));
  replace_file(path("a"), bytes_of("second, longer"));
  EXPECT_EQ(text_of(map_file(path("a"))), "second, longer");
  EXPECT_EQ(text_of(first), "first") << "an old mapping sees the old file";
  EXPECT_EQ(files(), 1U) << "no temporary file stays";
}

TEST_F(File, EmptyFiles) {
  replace_file(path("empty"), {});
  EXPECT_EQ(map_file(path("empty")).size(), 0U);
}

TEST_F(File, FollowsTheUsersMask) {
  const mode_t mask = umask(027);
  replace_file(path("a"), bytes_of("x"));
  umask(mask);
  struct stat status {};
  ASSERT_EQ(stat(path("a").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0640U);
}

TEST_F(File, KeepsPermissionsAndLinks) {
  replace_file(path("a"), bytes_of("old"));
  fs::permissions(path("a"), fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink("a", path("link"));
  replace_file(path("link"), bytes_of("new"));
  EXPECT_TRUE(fs::is_symlink(path("link")));
  EXPECT_EQ(text_of(map_file(path("a"))), "new");
  EXPECT_EQ(fs::status(path("a")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(files(), 2U);
}

TEST_F(File, WritesIntoPipes) {
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  const int reader = open(path("pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  ASSERT_GE(reader, 0);
  replace_file(path("pipe"), bytes_of("abc"));
  std::array<char, 4> text{};
  EXPECT_EQ(read(reader, text.data(), text.size()), 3);
  EXPECT_STREQ(text.data(), "abc");
  close(reader);
  EXPECT_TRUE(fs::is_fifo(path("pipe")));
}

TEST_F(File, FailuresSayPathAndReason) {
  EXPECT_EQ(error_of(path("none")), "cannot open " + path("none") + ": No such file or directory");
  EXPECT_EQ(error_of(folder_.string()), "cannot read " + folder_.string() + ": not a regular file");
}

TEST_F(File, AFailedReplacementLeavesNothing) {
  fs::create_directory(path("folder"));
  EXPECT_THROW(replace_file(path("folder"), bytes_of("x")), Error);
  EXPECT_THROW(replace_file(path("missing/a"), bytes_of("x")), Error);
  EXPECT_EQ(files(), 1U);
  EXPECT_TRUE(fs::is_directory(path("folder")));
}

TEST_F(File, CopiesAreAligned) {
  const SharedBytes copy = SharedBytes::copy_of(bytes_of("abc"));
  EXPECT_EQ(reinterpret_cast<uintptr_t>(copy.data()) % kAlignment, 0U);
  EXPECT_EQ(text_of(copy.part(1, 2)), "bc");
}

}  // namespace
}  // namespace ingot
