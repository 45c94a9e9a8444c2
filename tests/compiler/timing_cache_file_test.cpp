#include "compiler/timing_cache_file.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>

#include "base/error.h"
#include "base/hash.h"

namespace ingot::compiler {
namespace {

using Bytes = std::vector<std::byte>;

Timings some_timings() {
  return {{"1.2.3", "a machine"},
          {{{{{1, 2}}}, {{10, 1e-6}, {11, 2.5e-3}}}, {{{{1, 3}}}, {{10, 0}}}}};
}

// Where things are in the file of some_timings().
constexpr size_t kNumProblems = 12, kChecksum = 24, kLibrarySize = 32, kDeviceSize = 36;
constexpr size_t kProblem = 40 + 5 + 9, kNumCandidates = kProblem + 16;
constexpr size_t kCandidate = kNumCandidates + 4, kSeconds = kCandidate + 8;
constexpr size_t kSecondProblem = kCandidate + 2 * 16;

std::string error_of(const Bytes& file) {
  try {
    read_timings(file);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
    return error.what();
  }
  return "none";
}

/// The file with other bytes somewhere and a checksum that agrees.
template <class T>
Bytes forged(size_t offset, T value) {
  Bytes file = write_timings(some_timings());
  std::memcpy(file.data() + offset, &value, sizeof(value));
  std::memset(file.data() + kChecksum, 0, 8);
  const uint64_t checksum = hash_bytes(file);
  std::memcpy(file.data() + kChecksum, &checksum, 8);
  return file;
}

TEST(TimingCacheFile, GivesBackWhatWasWritten) {
  for (const Timings& timings : {some_timings(), Timings{}}) {
    const Bytes file = write_timings(timings);
    EXPECT_EQ(read_timings(file), timings);
    EXPECT_EQ(write_timings(read_timings(file)), file);
  }
  EXPECT_EQ(write_timings(some_timings()).size(), kSecondProblem + 16 + 4 + 16);
}

TEST(TimingCacheFile, DamageAnywhereIsFound) {
  const Bytes file = write_timings(some_timings());
  for (size_t i = 0; i < file.size(); ++i) {
    for (const auto mask : {std::byte{0x01}, std::byte{0x80}, std::byte{0xff}}) {
      Bytes damaged = file;
      damaged[i] ^= mask;
      EXPECT_NE(error_of(damaged), "none") << i;
    }
  }
}

TEST(TimingCacheFile, CutOrLongerFilesAreRefused) {
  Bytes file = write_timings(some_timings());
  for (size_t size = 0; size < file.size(); ++size) {
    EXPECT_NE(error_of(Bytes(file.begin(), file.begin() + static_cast<ptrdiff_t>(size))), "none");
  }
  file.push_back(std::byte{0});
  EXPECT_EQ(error_of(file), "the timing cache should have 142 bytes, this has 143");
}

TEST(TimingCacheFile, ForgedFilesAreRefused) {
  const std::string cut = "the timing cache ends in the middle of an entry";
  const std::string order = "the keys of the timing cache are not in ascending order";
  EXPECT_EQ(error_of(forged(0, 'X')), "this is no timing cache: its first bytes are others");
  EXPECT_EQ(error_of(forged<uint32_t>(8, 2)),
            "the timing cache has format version 2, this library reads version 1; start with an "
            "empty one");
  EXPECT_EQ(error_of(forged<uint32_t>(kNumProblems, 3)), cut);
  EXPECT_EQ(error_of(forged<uint32_t>(kNumProblems, UINT32_MAX)), cut);
  EXPECT_EQ(error_of(forged<uint32_t>(kNumProblems, 1)),
            "bytes follow the last entry of the timing cache");
  EXPECT_EQ(error_of(forged<uint32_t>(kLibrarySize, UINT32_MAX)), cut);
  EXPECT_EQ(error_of(forged<uint32_t>(kDeviceSize, UINT32_MAX)), cut);
  EXPECT_EQ(error_of(forged<uint64_t>(kSecondProblem + 8, 2)), order);
  EXPECT_EQ(error_of(forged<uint32_t>(kNumCandidates, 0)),
            "the timing cache has a problem without candidates");
  EXPECT_NE(error_of(forged<uint32_t>(kNumCandidates, UINT32_MAX)), "none");
  EXPECT_EQ(error_of(forged<uint64_t>(kCandidate, 11)), order);
  EXPECT_EQ(error_of(forged(kSeconds, -1.0)), "the timing cache has a time of -1 seconds");
  EXPECT_EQ(error_of(forged(kSeconds, std::numeric_limits<double>::infinity())),
            "the timing cache has a time of inf seconds");
  EXPECT_NE(error_of(forged(kSeconds, std::numeric_limits<double>::quiet_NaN())), "none");
}

}  // namespace
}  // namespace ingot::compiler
