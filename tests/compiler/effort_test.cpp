#include "compiler/effort.h"

#include <gtest/gtest.h>

#include "tests/compiler/fake_device.h"

namespace ingot::compiler {
namespace {

constexpr Layout kLinear{};
constexpr Layout kBlocked{ir::Format::kBlocked8, ir::Format::kBlocked8};

/// "x" for each offer that is tried, "-" for the others.
std::string tried(int level, std::span<const Offer> offers) {
  std::string text;
  for (const bool is_tried : effort_of(level, offers).tried) text += is_tried ? 'x' : '-';
  return text;
}

TEST(Effort, LevelsTryMoreAndMore) {
  const test::FakeTactic a("a"), b("b");
  const std::vector<Offer> offers{{&a, kLinear}, {&a, kLinear},  {&a, kBlocked}, {&a, kBlocked},
                                  {&b, kLinear}, {&b, kBlocked}, {&b, kBlocked}};
  EXPECT_EQ(tried(-1, offers), "x------");
  EXPECT_EQ(tried(0, offers), "x------");
  EXPECT_EQ(tried(1, offers), "x-x----");
  EXPECT_EQ(tried(2, offers), "x-x-xx-");
  const std::string all(offers.size(), 'x');
  for (const int level : {3, 4, 5, 9}) EXPECT_EQ(tried(level, offers), all);
}

TEST(Effort, OneOfferIsTriedAtEveryLevel) {
  const test::FakeTactic a("a");
  const std::vector<Offer> offers{{&a, kBlocked}};
  for (int level = 0; level <= 5; ++level) EXPECT_EQ(tried(level, offers), "x");
}

TEST(Effort, SamplesGrowWithTheLevel) {
  const test::FakeTactic a("a");
  const std::vector<Offer> offers{{&a, kLinear}};
  EXPECT_FALSE(effort_of(0, offers).is_timed);
  for (int level = 2; level <= 5; ++level) {
    const Effort less = effort_of(level - 1, offers), more = effort_of(level, offers);
    EXPECT_TRUE(less.is_timed && more.is_timed);
    EXPECT_LE(less.sampling.most, more.sampling.most);
    EXPECT_LE(less.sampling.seconds, more.sampling.seconds);
  }
  EXPECT_EQ(effort_of(7, offers).sampling.most, effort_of(5, offers).sampling.most);
  EXPECT_EQ(effort_of(3, offers).sampling.most, Sampling{}.most);
  EXPECT_EQ(effort_of(3, offers).sampling.seconds, Sampling{}.seconds);
}

}  // namespace
}  // namespace ingot::compiler
