#include <ingot/ingot.h>
#include <ingot/plan.h>

#include <cstdio>

#include "tests/api/build_fixture.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

class PlanTest : public BuildTest {
 protected:
  PlanTest() { two_convolutions(); }

  std::string build_here() { return build(*make_config()); }

  template <class... Plan>
  std::string describe(const Plan&... plan) {
    const Memory text(describePlan(messages_, plan...));
    return text == nullptr ? "" : bytes_of(*text);
  }
};

TEST_F(PlanTest, MemoryAndFileHaveOneDescription) {
  const Config config = make_config();
  const Memory plan(builder_.buildSerializedNetwork(*network_, *config));
  ASSERT_NE(plan, nullptr);
  const std::string path = testing::TempDir() + "described.ingot_plan";
  ASSERT_TRUE(saveMemory(messages_, *plan, path.c_str()));
  const std::string text = describe(plan->data(), plan->size());
  EXPECT_NE(text.find(R"("layers":"(Unnamed Layer* 0) [Convolution]")"), std::string::npos);
  EXPECT_EQ(describe(path.c_str()), text);
  std::remove(path.c_str());
  EXPECT_EQ(error(), "");
}

TEST_F(PlanTest, WhatIsNoPlanIsNotDescribed) {
  EXPECT_EQ(describe(nullptr, size_t{0}), "");
  EXPECT_EQ(error(), "ingot::describePlan: the plan is null");
  EXPECT_EQ(describe(static_cast<const char*>(nullptr)), "");
  EXPECT_EQ(error(), "ingot::describePlan: the path is null");
  std::string bytes = build_here();
  bytes.back() = '\1';
  EXPECT_EQ(describe(bytes.data(), bytes.size()), "");
  EXPECT_NE(error().find("is damaged"), std::string::npos);
}

TEST_F(PlanTest, MemoryThatCannotBeSavedIsAnError) {
  const Config config = make_config();
  const Memory plan(builder_.buildSerializedNetwork(*network_, *config));
  EXPECT_FALSE(saveMemory(messages_, *plan, "/nowhere/at/all"));
  EXPECT_NE(error().find("/nowhere/at/all"), std::string::npos);
  EXPECT_FALSE(saveMemory(messages_, *plan, nullptr));
  EXPECT_EQ(error(), "ingot::saveMemory: the path is null");
}

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
