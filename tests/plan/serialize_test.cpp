#include "plan/serialize.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "compiler/timing_cache.h"
#include "tests/plan/edited_plan.h"
#include "tests/support/plans.h"

namespace ingot {
namespace {

plan::Plan small_plan(const compiler::Settings& settings = test::batch_settings(3)) {
  return compiler::compile(ir::from_text(test::kSmallNetwork), settings);
}

TEST(PlanSerialize, ReadGivesBackWhatWasWritten) {
  plan::Plan plan = small_plan();
  plan.verbosity = plan::Verbosity::kDetailed;
  const plan::Plan read = plan::read(plan::write(plan));
  EXPECT_EQ(test::file_of(read), test::file_of(plan));
  EXPECT_EQ(read.verbosity, plan::Verbosity::kDetailed);
  ASSERT_EQ(read.steps.size(), plan.steps.size());
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    EXPECT_EQ(read.steps[i].name, plan.steps[i].name);
    EXPECT_EQ(read.steps[i].op, plan.steps[i].op);
    EXPECT_EQ(read.steps[i].tactic, plan.steps[i].tactic);
    EXPECT_EQ(read.steps[i].trials, plan.steps[i].trials);
  }
}

TEST(PlanSerialize, KeepsTheNetwork) {
  compiler::Settings settings = test::batch_settings(3);
  settings.workspace_limit = 12345;
  settings.optimization_level = 1;
  settings.allows_half = settings.allows_bfloat = settings.has_demands = true;
  settings.wishes = {{"conv", {ir::DataType::kFloat32, {}}},
                     {"ip", {ir::DataType::kBFloat16, ir::DataType::kFloat16}},
                     {"pool", {}}};
  settings.refused_libraries = {"abacus", "slide rule"};
  const plan::Plan plan = plan::read(plan::write(small_plan(settings)));
  const ir::Graph network = ir::from_text(test::kSmallNetwork);
  EXPECT_EQ(ir::to_text(plan::read_network(plan)), ir::to_text(network));
  EXPECT_EQ(plan.network.workspace_limit, 12345U);
  EXPECT_EQ(plan.network.optimization_level, 1);
  EXPECT_TRUE(plan.network.allows_half);
  EXPECT_TRUE(plan.network.allows_bfloat);
  EXPECT_FALSE(plan.network.allows_tf32);
  EXPECT_EQ(plan.network.wishes, settings.wishes);
  EXPECT_TRUE(plan.network.has_demands);
  EXPECT_EQ(plan.network.refused_libraries, settings.refused_libraries);
}

TEST(PlanSerialize, OneWishALayerIsRead) {
  plan::Plan plan = small_plan();
  plan.network.wishes = {{"layer one", {}}, {"layer two", {}}};
  const auto [metadata, weights] = test::sections_of(test::file_of(plan));
  std::vector<std::byte> changed(metadata.span().begin(), metadata.span().end());
  EXPECT_EQ(plan::read(test::sealed(changed, weights)).network.wishes, plan.network.wishes);
  constexpr std::string_view kTwo = "layer two";
  constexpr std::string_view kOne = "layer one";
  const auto two = std::as_bytes(std::span(kTwo));
  const auto found = std::search(changed.begin(), changed.end(), two.begin(), two.end());
  ASSERT_NE(found, changed.end());
  std::ranges::copy(std::as_bytes(std::span(kOne)), found);
  try {
    plan::read(test::sealed(changed, weights));
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
    EXPECT_EQ(error.message(), "layer 'layer one' has two wishes");
  }
}

TEST(PlanSerialize, MayBeWithoutItsNetwork) {
  plan::Plan plan = small_plan();
  plan.network = {};
  const plan::Plan read = plan::read(plan::write(plan));
  EXPECT_EQ(read.network.text.size(), 0U);
  EXPECT_EQ(read.weights.size(), plan.weights.size());
  EXPECT_THROW(plan::read_network(read), Error);
}

TEST(PlanSerialize, KeepsWhatIsTunedForOthers) {
  plan::Plan plan = small_plan();
  plan::Plan other = small_plan();
  other.device = "abacus";
  plan.others = {plan::tuned_of(other)};
  const plan::Plan read = plan::read(plan::write(plan));
  ASSERT_EQ(read.others.size(), 1U);
  EXPECT_EQ(plan::select(read, plan.device).device, plan.device);
  EXPECT_EQ(plan::select(read, "slide rule").device, plan.device);
  const plan::Plan selected = plan::select(read, "abacus");
  EXPECT_EQ(selected.device, "abacus");
  EXPECT_EQ(selected.steps.size(), other.steps.size());
  EXPECT_EQ(plan::device_of(selected.others.at(0)), plan.device);
}

TEST(PlanSerialize, IsForSoManyDevicesAndNoMore) {
  plan::Plan plan = small_plan();
  plan.others.assign(plan::kMaxOthers, plan::tuned_of(plan));
  EXPECT_EQ(plan::read(plan::write(plan)).others.size(), plan::kMaxOthers);
  plan.others.push_back(plan.others.front());
  EXPECT_THROW(plan::write(plan), Error);
}

TEST(PlanSerialize, DamagedOthersAreRefusedWhenTheyAreRead) {
  plan::Plan plan = small_plan();
  plan.others = {plan::tuned_of(plan)};
  plan.others[0].weights = {};
  const plan::Plan read = plan::read(plan::write(plan));
  EXPECT_THROW(plan::read(read.others[0]), Error);
}

TEST(PlanSerialize, LoadedEngineGivesTheSameBits) {
  const plan::Plan plan = small_plan();
  auto loaded = test::context_of(plan::read(plan::write(plan)));
  auto built = test::context_of(plan);
  const ir::Tensor x = ir::random_tensor({ir::DataType::kFloat32, ir::shape_of({3, 2, 6, 6})}, 5);
  EXPECT_EQ(test::run(built, {&x, 1}), test::run(loaded, {&x, 1}));
}

TEST(PlanSerialize, MappedFileIsUsedInPlace) {
  const std::string path = testing::TempDir() + "mapped.ingot_plan";
  replace_file(path, plan::write(small_plan()).span());
  const SharedBytes file = map_file(path);
  const plan::Plan plan = plan::read(file);
  ASSERT_EQ(plan.weights.pieces().size(), 1U);
  const SharedBytes& weights = plan.weights.pieces().front();
  EXPECT_GE(weights.data(), file.data());
  EXPECT_LE(weights.data() + weights.size(), file.data() + file.size());
  EXPECT_EQ(reinterpret_cast<uintptr_t>(weights.data()) % kAlignment, 0U);
  auto context = test::context_of(plan);
  EXPECT_EQ(context.engine().weights(), weights.data());
}

TEST(PlanSerialize, SameTimingCacheGivesTheSameBytes) {
  compiler::TimingCache cache;
  compiler::Settings settings = test::batch_settings(3);
  settings.timing_cache = &cache;
  EXPECT_EQ(test::file_of(small_plan(settings)), test::file_of(small_plan(settings)));
}

TEST(PlanVerify, NamesWhatIsWrong) {
  using test::message_of;
  const plan::Plan plan = small_plan();
  EXPECT_EQ(message_of(plan), "valid");
  plan::Plan other = plan;
  other.steps[0].inputs[0] = 1000;
  EXPECT_NE(message_of(other).find("before anything writes it"), std::string::npos);
  other = plan;
  other.arena_size = 64;
  EXPECT_NE(message_of(other).find("does not fit"), std::string::npos);
  other = plan;
  other.bindings[1].name = other.bindings[0].name;
  EXPECT_NE(message_of(other).find("two bindings"), std::string::npos);
  other = plan;
  std::swap(other.steps[0], other.steps[1]);
  EXPECT_NE(message_of(other), "valid");
  other = plan;
  other.profiles[0].ranges[0].max = 1 << 20;
  EXPECT_NE(message_of(other), "valid");
  other = plan;
  for (plan::Tensor& tensor : other.tensors) {
    if (tensor.storage == plan::Storage::kArena) tensor.offset = 0;
  }
  EXPECT_NE(message_of(other).find("it writes over tensor"), std::string::npos);
  other = plan;
  other.steps[0].trials[0].refusal = 1000;
  EXPECT_NE(message_of(other).find("refusal 1000 of"), std::string::npos);
  other = plan;
  other.steps[0].trials[0].seconds = -1;
  EXPECT_NE(message_of(other).find("took -1 seconds"), std::string::npos);
  other = plan;
  other.steps[0].tactic = "other";
  EXPECT_NE(message_of(other).find("first trial is of another tactic"), std::string::npos);
  other = plan;
  for (plan::Tensor& tensor : other.tensors) {
    if (tensor.storage == plan::Storage::kWeights) tensor.type.shape[0] = ir::Dim::symbol("N");
  }
  EXPECT_NE(message_of(other).find("have the type"), std::string::npos);
  other = plan;
  other.network.wishes["conv"] = {.input = {}, .output = ir::DataType::kInt8};
  EXPECT_NE(message_of(other).find("layer 'conv' is wished in a type other"), std::string::npos);
  other = plan;
  other.network.refused_libraries = {""};
  EXPECT_NE(message_of(other).find("has no name"), std::string::npos);
  other = plan;
  other.profiles.clear();
  EXPECT_NE(message_of(other).find("no profile"), std::string::npos);
}

TEST(PlanVerify, ArenaBeyondAllMemoryIsRefusedWhenItIsTaken) {
  for (const uint64_t size : {~uint64_t{0}, ~uint64_t{63}, uint64_t{1} << 60U}) {
    plan::Plan plan = small_plan();
    plan.arena_size = size;
    auto context = test::context_of(std::move(plan));
    context.set_input_shape(0, {1, 2, 6, 6});
    try {
      context.program();
      FAIL() << "an arena of " << size << " bytes";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kOutOfMemory);
    }
  }
}

}  // namespace
}  // namespace ingot
