#include "runtime/recordings.h"

#include <gtest/gtest.h>

namespace ingot::runtime {
namespace {

class FakeStream : public backend::Stream {
 public:
  void synchronize() override {}
};

/// Counts its replays.
class FakeRecording : public backend::Recording {
 public:
  explicit FakeRecording(int& replays) : replays_(replays) {}
  void replay(backend::Stream&) noexcept override { ++replays_; }

 private:
  int& replays_;
};

/// A program with one binding, as Program uses Recordings.
class FakeProgram {
 public:
  void run(size_t address) {
    std::array<void*, 1> addresses{reinterpret_cast<void*>(address)};
    if (recordings_.replay(addresses, stream_)) return;
    ++launches;
    if (!recordings_.note(addresses)) return;
    ++recorded;
    recordings_.add(can_record ? std::make_unique<FakeRecording>(replays) : nullptr);
  }

  bool can_record = true;
  int launches = 0, recorded = 0, replays = 0;

 private:
  FakeStream stream_;
  Recordings recordings_{1};
};

TEST(Recordings, ReplayWhatRanBefore) {
  FakeProgram program;
  for (int i = 0; i < 5; ++i) program.run(1);
  EXPECT_EQ(program.launches, 1);
  EXPECT_EQ(program.recorded, 1);
  EXPECT_EQ(program.replays, 4);
}

TEST(Recordings, AreMadeForAddressesThatComeAgain) {
  FakeProgram program;
  for (int i = 0; i < 10; ++i) program.run(1 + static_cast<size_t>(i % 2));
  EXPECT_EQ(program.launches, 3);
  EXPECT_EQ(program.recorded, 2);
  EXPECT_EQ(program.replays, 7);
}

TEST(Recordings, AreNotMadeForAddressesThatChangeEachTime) {
  FakeProgram program;
  for (size_t i = 0; i < 100; ++i) program.run(1 + i % 30);
  EXPECT_EQ(program.launches, 100);
  EXPECT_EQ(program.recorded, 1);
}

TEST(Recordings, OfAddressesInUseStay) {
  FakeProgram program;
  for (size_t i = 0; i < 100; ++i) {
    program.run(1);
    program.run(2 + i);
  }
  EXPECT_EQ(program.replays, 99);
}

TEST(Recordings, AreTriedOnceWhereNothingCanBeRecorded) {
  FakeProgram program;
  program.can_record = false;
  for (int i = 0; i < 5; ++i) program.run(1);
  EXPECT_EQ(program.launches, 5);
  EXPECT_EQ(program.recorded, 1);
}

}  // namespace
}  // namespace ingot::runtime
