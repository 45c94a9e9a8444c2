// A disk that takes only the first bytes of a file: what was there stays, an error says why.
#include <ingot/ingot.h>
#include <sys/resource.h>

#include <csignal>

#include "tests/faults/saved_files.h"

namespace ingot::test {
namespace {

/// Files of this process have at most so many bytes, as on a disk that is full.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &before_), 0);
    const rlimit limit{bytes, before_.rlim_max};
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  }
  ~FileSizeLimit() {
    EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &before_), 0);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_{};
};

/// Saves `after` over `before` with ever more room, until it fits.
void expect_all_or_nothing(const nvinfer1::IHostMemory& before,
                           const nvinfer1::IHostMemory& after) {
  LastError log;
  const Folder folder;
  const std::string path = folder.path("saved");
  ASSERT_TRUE(saveMemory(log, before, path.c_str())) << log.text;
  for (const size_t room : {size_t{0}, size_t{1}, after.size() / 2, after.size() - 1}) {
    bool is_saved = false;
    {
      const FileSizeLimit limit(room);
      is_saved = saveMemory(log, after, path.c_str());
    }
    EXPECT_FALSE(is_saved) << room;
    EXPECT_NE(log.text.find(path), std::string::npos) << log.text;
    EXPECT_NE(log.text.find("File too large"), std::string::npos) << log.text;
    EXPECT_EQ(content(path), content(before)) << room;
    EXPECT_EQ(folder.num_files(), 1U) << room;
  }
  EXPECT_TRUE(saveMemory(log, after, path.c_str())) << log.text;
  EXPECT_EQ(content(path), content(after));
}

TEST(FullDisk, KeepsThePlanThatWasThere) {
  LastError log;
  expect_all_or_nothing(*make_plan(log, 1), *make_plan(log, 2));
}

TEST(FullDisk, KeepsTheTimingCacheThatWasThere) {
  LastError log;
  expect_all_or_nothing(*make_timing_cache(log, 1), *make_timing_cache(log, 3));
}

TEST(FullDisk, LeavesNothingWhereNothingWas) {
  LastError log;
  const Folder folder;
  const auto plan = make_plan(log, 1);
  {
    const FileSizeLimit limit(plan->size() / 2);
    EXPECT_FALSE(saveMemory(log, *plan, folder.path("saved").c_str()));
  }
  EXPECT_EQ(folder.num_files(), 0U);
}

}  // namespace
}  // namespace ingot::test
