// Whatever the bytes of a plan are, reading gives a verified plan or an Error.
#include <gtest/gtest.h>

#include <random>

#include "tests/support/plans.h"

namespace ingot {
namespace {

using Bytes = std::vector<std::byte>;

bool is_refused(std::span<const std::byte> file) {
  try {
    plan::read(SharedBytes::copy_of(file));
    return false;
  } catch (const Error&) {
    return true;
  }
}

TEST(PlanCorruption, EveryFlippedByteIsRefused) {
  Bytes file = test::small_plan();
  ASSERT_FALSE(is_refused(file));
  for (size_t i = 0; i < file.size(); ++i) {
    const std::byte original = file[i];
    for (const int mask : {0xFF, 0x01, 0x80}) {
      file[i] = original ^ static_cast<std::byte>(mask);
      EXPECT_TRUE(is_refused(file)) << "byte " << i << " xor " << mask;
    }
    file[i] = original;
  }
}

TEST(PlanCorruption, EveryCutIsRefused) {
  const Bytes file = test::small_plan();
  for (size_t size = 0; size < file.size(); ++size) {
    EXPECT_TRUE(is_refused(Bytes(file.begin(), file.begin() + static_cast<ptrdiff_t>(size))))
        << "cut to " << size;
  }
  Bytes longer = file;
  longer.resize(file.size() + 64);
  EXPECT_TRUE(is_refused(longer));
}

TEST(PlanCorruption, ResealedMetadataNeverCrashes) {
  const Bytes file = test::small_plan();
  const auto [metadata, weights] = test::sections_of(file);
  Bytes changed(metadata.span().begin(), metadata.span().end());
  for (size_t i = 0; i < changed.size(); ++i) {
    const std::byte original = changed[i];
    for (const int mask : {0xFF, 0x01, 0x04, 0x40}) {
      changed[i] = original ^ static_cast<std::byte>(mask);
      test::use_plan(test::sealed(changed, weights));
      test::use_other({SharedBytes::copy_of(changed), weights});
    }
    changed[i] = original;
  }
}

TEST(PlanCorruption, RandomEditsOfMetadataNeverCrash) {
  const Bytes file = test::small_plan();
  const auto [metadata, weights] = test::sections_of(file);
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    Bytes changed(metadata.span().begin(), metadata.span().end());
    for (int edit = 0; edit < 1 + round % 4; ++edit) {
      changed[random() % changed.size()] = static_cast<std::byte>(random());
    }
    test::use_plan(test::sealed(changed, weights));
  }
}

TEST(PlanCorruption, RandomEditsOfTheNetworkNeverCrash) {
  const plan::Plan plan = plan::read(SharedBytes::copy_of(test::small_plan()));
  const auto text = plan.network.text.span();
  std::mt19937 random(8);
  for (int round = 0; round < 3000; ++round) {
    Bytes changed(text.begin(), text.end());
    for (int edit = 0; edit < 1 + round % 4; ++edit) {
      changed[random() % changed.size()] = static_cast<std::byte>(random() % 128);
    }
    test::use_network(plan, changed);
  }
}

TEST(PlanCorruption, WeightsThatAreCutAreRefused) {
  const Bytes file = test::small_plan();
  const auto [metadata, weights] = test::sections_of(file);
  const Bytes same(metadata.span().begin(), metadata.span().end());
  EXPECT_FALSE(is_refused(test::sealed(same, weights).span()));
  EXPECT_TRUE(is_refused(test::sealed(same, weights.part(0, weights.size() - kAlignment)).span()));
}

TEST(PlanCorruption, OthersComeInPairs) {
  const Bytes file = test::small_plan();
  const auto [metadata, weights] = test::sections_of(file);
  const SharedBytes written =
      plan::write_container({{plan::SectionKind::kMetadata, {metadata}},
                             {plan::SectionKind::kWeights, {weights}},
                             {plan::SectionKind::kOtherMetadata, {metadata}}});
  EXPECT_TRUE(is_refused(written.span()));
}

}  // namespace
}  // namespace ingot
