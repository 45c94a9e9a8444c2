#include "base/thread_pool.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <numeric>

namespace ingot {
namespace {

class ThreadPools : public testing::TestWithParam<int> {};

TEST_P(ThreadPools, RunEachIndexOnce) {
  ThreadPool pool(GetParam());
  for (const int64_t count : {0, 1, 2, 7, 1000}) {
    for (int repeat = 0; repeat < 50; ++repeat) {
      std::vector<std::atomic<int>> calls(static_cast<size_t>(count));
      pool.parallel_for(count, [&](int64_t index, int) { ++calls[static_cast<size_t>(index)]; });
      for (const auto& number : calls) ASSERT_EQ(number, 1);
    }
  }
}

TEST_P(ThreadPools, GiveAWorkerToOneCallAtATime) {
  ThreadPool pool(GetParam());
  std::vector<std::atomic<bool>> is_taken(static_cast<size_t>(pool.size()));
  std::atomic<int> clashes = 0;
  pool.parallel_for(2000, [&](int64_t, int worker) {
    if (is_taken.at(static_cast<size_t>(worker)).exchange(true)) ++clashes;
    is_taken[static_cast<size_t>(worker)] = false;
  });
  EXPECT_EQ(clashes, 0);
}

TEST_P(ThreadPools, SeeWhatTheCallerWrote) {
  ThreadPool pool(GetParam());
  std::vector<int64_t> numbers(64);
  for (int64_t repeat = 0; repeat < 200; ++repeat) {
    std::ranges::fill(numbers, repeat);
    pool.parallel_for(64,
                      [&](int64_t index, int) { numbers[static_cast<size_t>(index)] += index; });
    const int64_t sum = std::accumulate(numbers.begin(), numbers.end(), int64_t{0});
    ASSERT_EQ(sum, 64 * repeat + 64 * 63 / 2);
  }
}

TEST_P(ThreadPools, RunNestedLoopsInline) {
  ThreadPool pool(GetParam());
  std::atomic<int> calls = 0;
  pool.parallel_for(8, [&](int64_t, int) { pool.parallel_for(8, [&](int64_t, int) { ++calls; }); });
  EXPECT_EQ(calls, 64);
}

TEST_P(ThreadPools, ServeSeveralCallersAtOnce) {
  ThreadPool pool(GetParam());
  std::atomic<int> calls = 0;
  std::vector<std::thread> callers;
  callers.reserve(4);
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      for (int repeat = 0; repeat < 100; ++repeat) {
        pool.parallel_for(16, [&](int64_t, int) { ++calls; });
      }
    });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(calls, 4 * 100 * 16);
}

TEST_P(ThreadPools, CutRangesWithoutGapsOrOverlap) {
  ThreadPool pool(GetParam());
  for (const int64_t total : {0, 1, 99, 100, 1001}) {
    for (const int64_t grain : {1, 10, 5000}) {
      std::vector<std::atomic<int>> calls(static_cast<size_t>(total));
      pool.parallel_ranges(total, grain, [&](int64_t begin, int64_t end) {
        for (int64_t i = begin; i < end; ++i) ++calls[static_cast<size_t>(i)];
      });
      for (const auto& number : calls) ASSERT_EQ(number, 1);
    }
  }
}

TEST_P(ThreadPools, WakeSleepingThreads) {
  ThreadPool pool(GetParam());
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  std::atomic<int> calls = 0;
  pool.parallel_for(100, [&](int64_t, int) { ++calls; });
  EXPECT_EQ(calls, 100);
}

TEST_P(ThreadPools, RunEachLoopWithItsOwnBody) {
  ThreadPool pool(GetParam());
  for (int64_t repeat = 0; repeat < 2000; ++repeat) {
    if (repeat % 100 == 0) std::this_thread::sleep_for(std::chrono::microseconds(repeat / 10));
    const int64_t count = 2 + repeat % 11;
    std::atomic<int64_t> sum = 0;
    pool.parallel_for(count, [&, repeat](int64_t index, int) { sum += repeat + index; });
    ASSERT_EQ(sum, count * repeat + count * (count - 1) / 2);
  }
}

TEST_P(ThreadPools, WaitForIterationsThatTakeLong) {
  ThreadPool pool(GetParam());
  for (int repeat = 0; repeat < 5; ++repeat) {
    std::atomic<int> calls = 0;
    pool.parallel_for(4, [&](int64_t, int worker) {
      if (worker > 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
      ++calls;
    });
    ASSERT_EQ(calls, 4);
  }
}

/// The caller's part has an iteration for each thread, and none ends before all have begun.
TEST_P(ThreadPools, HelpWithAPartThatTakesLong) {
  ThreadPool pool(GetParam());
  const int size = pool.size();
  for (int repeat = 0; repeat < 20; ++repeat) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));  // until they sleep
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    std::atomic<int> begun = 0;
    pool.parallel_for(int64_t{size} * size, [&](int64_t index, int) {
      if (index >= size) return;
      ++begun;
      while (begun < size && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    });
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
  }
}

TEST_P(ThreadPools, WorkInTheCallerOnceStopped) {
  ThreadPool pool(GetParam());
  pool.stop();
  std::atomic<int> calls = 0;
  pool.parallel_for(10, [&](int64_t, int worker) { calls += worker == 0 ? 1 : 100; });
  EXPECT_EQ(calls, 10);
}

TEST_P(ThreadPools, WorkAndEndInAForkedChild) {
#if defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the thread sanitizer does not follow forks";
#endif
  ThreadPool pool(GetParam());
  pool.parallel_for(10, [](int64_t, int) {});
  const pid_t child = ::fork();
  if (child == 0) {
    std::atomic<int> calls = 0;
    pool.parallel_for(10, [&](int64_t, int) { ++calls; });
    pool.stop();
    ::_exit(calls == 10 ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

INSTANTIATE_TEST_SUITE_P(Sizes, ThreadPools, testing::Values(1, 2, 3, 8));

TEST(DefaultThreadPool, IsOne) { EXPECT_EQ(&default_thread_pool(), &default_thread_pool()); }

TEST(DefaultThreadPool, IsLimitedInTheThreadThatAsks) {
  ThreadPool& all = default_thread_pool();
  {
    const ThreadLimit one(1);
    EXPECT_EQ(default_thread_pool().size(), 1);
    const ThreadLimit more(8);  // than a limit around it
    EXPECT_EQ(default_thread_pool().size(), 1);
    const ThreadLimit none(std::nullopt);
    EXPECT_EQ(default_thread_pool().size(), 1);
    EXPECT_EQ(&thread_pool_of(all.size()), &all);
    std::thread([&] { EXPECT_EQ(&default_thread_pool(), &all); }).join();
  }
  const ThreadLimit more(all.size() + 1);
  EXPECT_EQ(&default_thread_pool(), &all);
}

struct UsesThePoolAtExit {
  ~UsesThePoolAtExit() {
    std::atomic<int> calls = 0;
    default_thread_pool().parallel_for(10, [&](int64_t, int) { ++calls; });
    if (calls != 10) std::abort();
  }
};
const UsesThePoolAtExit uses_the_pool_at_exit;

}  // namespace
}  // namespace ingot
