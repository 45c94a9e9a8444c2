// A process that is killed while it saves: the file is the old one or the new one, whole.
#include <ingot/ingot.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>
#include <utility>

#include "tests/faults/saved_files.h"

namespace ingot::test {
namespace {

constexpr int kRounds = 100, kMostRounds = 3000;

/// A child that saves one and the other over and over.
class Writer {
 public:
  Writer(const std::string& path, const nvinfer1::IHostMemory& one,
         const nvinfer1::IHostMemory& other)
      : process_(::fork()) {
    if (process_ != 0) return;
    LastError log;
    for (;;) {
      if (!saveMemory(log, one, path.c_str())) ::_exit(1);
      if (!saveMemory(log, other, path.c_str())) ::_exit(1);
    }
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Whether it saved until it was killed.
  bool kill() const {
    ::kill(process_, SIGKILL);
    int status = 0;
    ::waitpid(process_, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }

 private:
  pid_t process_;
};

/// Calls check(path) after each kill; the file then is one of the two.
template <class Check>
void kill_writers(const nvinfer1::IHostMemory& one, const nvinfer1::IHostMemory& other,
                  const Check& check) {
  LastError log;
  const Folder folder;
  const std::string path = folder.path("saved");
  ASSERT_TRUE(saveMemory(log, one, path.c_str())) << log.text;
  std::mt19937 random(7);
  int times_new = 0;
  int times_old = 0;
  // On a busy machine a writer may not get to write before it is killed.
  const auto is_enough = [&](int round) {
    return round >= kRounds && times_new > 0 && times_old > 0 && folder.num_files() > 1;
  };
  const nvinfer1::IHostMemory* there = &one;
  const nvinfer1::IHostMemory* next = &other;
  for (int round = 0; round < kMostRounds && !is_enough(round); ++round) {
    const Writer writer(path, *next, *there);
    ::usleep(random() % 20000);
    ASSERT_TRUE(writer.kill()) << "round " << round;
    const std::string bytes = content(path);
    const bool is_new = bytes == content(*next);
    ASSERT_TRUE(is_new || bytes == content(*there)) << "round " << round;
    ++(is_new ? times_new : times_old);
    if (is_new) std::swap(there, next);
    check(path);
  }
  EXPECT_GT(times_new, 0);
  EXPECT_GT(times_old, 0);
  EXPECT_GT(folder.num_files(), 1U) << "no writer was killed half-way";
}

TEST(KilledWriter, LeavesAPlanThatIsWhole) {
  LastError log;
  kill_writers(*make_plan(log, 1), *make_plan(log, 2),
               [&](const std::string& path) { EXPECT_TRUE(is_plan(log, path)) << log.text; });
}

TEST(KilledWriter, LeavesATimingCacheThatIsWhole) {
  LastError log;
  kill_writers(*make_timing_cache(log, 1), *make_timing_cache(log, 3),
               [&](const std::string& path) {
                 EXPECT_TRUE(is_timing_cache(log, content(path))) << log.text;
               });
}

}  // namespace
}  // namespace ingot::test
