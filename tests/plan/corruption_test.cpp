// Whatever the bytes of a plan are, reading gives a verified plan or an Error.
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "base/error.h"
#include "plan/container.h"
#include "plan/serialize.h"
#include "tests/support/engines.h"

namespace ingot {
namespace {

using Bytes = std::vector<std::byte>;

Bytes small_plan() {
  return plan::write(
      compiler::compile(ir::from_text(test::kSmallNetwork), test::batch_settings(2)));
}

bool is_refused(const Bytes& file) {
  try {
    plan::read(SharedBytes::copy_of(file));
    return false;
  } catch (const Error&) {
    return true;
  }
}

TEST(PlanCorruption, EveryFlippedByteIsRefused) {
  Bytes file = small_plan();
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
  const Bytes file = small_plan();
  for (size_t size = 0; size < file.size(); ++size) {
    EXPECT_TRUE(is_refused(Bytes(file.begin(), file.begin() + static_cast<ptrdiff_t>(size))))
        << "cut to " << size;
  }
  Bytes longer = file;
  longer.resize(file.size() + 64);
  EXPECT_TRUE(is_refused(longer));
}

/// The plan with other metadata under right checksums: what a hostile writer would make.
Bytes resealed(const Bytes& metadata, const SharedBytes& weights) {
  const std::array sections{plan::Section{plan::SectionKind::kMetadata, metadata},
                            plan::Section{plan::SectionKind::kWeights, weights.span()}};
  return plan::write_container(sections);
}

/// Reads, makes an engine and runs it, if all of that is allowed.
void use(const Bytes& file) {
  try {
    auto context = test::context_of(plan::read(SharedBytes::copy_of(file)));
    const plan::Plan& plan = context.engine().plan();
    constexpr uint64_t kSaneArena = 1 << 20;
    if (plan.arena_size > kSaneArena) return;
    std::vector<ir::Tensor> inputs;
    for (const auto& binding : plan.bindings) {
      if (!binding.is_input) break;
      const auto type =
          ir::bind(plan.tensors[binding.tensor].type, plan::optimum(plan.profiles[0]));
      if (byte_size(type) > kSaneArena) return;
      inputs.push_back(ir::random_tensor(type, 1));
    }
    test::run(context, inputs);
  } catch (const Error&) {           // NOLINT(bugprone-empty-catch): a refusal is a right answer
  } catch (const std::bad_alloc&) {  // NOLINT(bugprone-empty-catch): as is a lack of memory
  }
}

TEST(PlanCorruption, ResealedMetadataNeverCrashes) {
  const Bytes file = small_plan();
  const plan::ContainerReader reader(SharedBytes::copy_of(file));
  const SharedBytes metadata = reader.section(plan::SectionKind::kMetadata);
  const SharedBytes weights = reader.section(plan::SectionKind::kWeights);
  Bytes changed(metadata.span().begin(), metadata.span().end());
  for (size_t i = 0; i < changed.size(); ++i) {
    const std::byte original = changed[i];
    for (const int mask : {0xFF, 0x01, 0x04, 0x40}) {
      changed[i] = original ^ static_cast<std::byte>(mask);
      use(resealed(changed, weights));
    }
    changed[i] = original;
  }
}

TEST(PlanCorruption, RandomEditsOfMetadataNeverCrash) {
  const Bytes file = small_plan();
  const plan::ContainerReader reader(SharedBytes::copy_of(file));
  const SharedBytes metadata = reader.section(plan::SectionKind::kMetadata);
  const SharedBytes weights = reader.section(plan::SectionKind::kWeights);
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    Bytes changed(metadata.span().begin(), metadata.span().end());
    for (int edit = 0; edit < 1 + round % 4; ++edit) {
      changed[random() % changed.size()] = static_cast<std::byte>(random());
    }
    use(resealed(changed, weights));
  }
}

TEST(PlanCorruption, WeightsThatAreCutAreRefused) {
  const Bytes file = small_plan();
  const plan::ContainerReader reader(SharedBytes::copy_of(file));
  const SharedBytes metadata = reader.section(plan::SectionKind::kMetadata);
  const SharedBytes weights = reader.section(plan::SectionKind::kWeights);
  const Bytes same(metadata.span().begin(), metadata.span().end());
  EXPECT_FALSE(is_refused(resealed(same, weights)));
  EXPECT_TRUE(is_refused(resealed(same, weights.part(0, weights.size() - kAlignment))));
}

}  // namespace
}  // namespace ingot
