#include "caffe/model/phase.h"

#include "base/text.h"
#include "tests/caffe/text.h"

namespace ingot::caffe {
namespace {

bool included(const std::string& rules, const std::string& state = "") {
  const auto net = net_of(str("state { ", state, " } layer { name: \"a\" ", rules, " }"));
  return is_included(net.layer(0), net.state());
}

TEST(Phase, IncludesALayerWithoutRules) { EXPECT_TRUE(included("")); }

TEST(Phase, EvaluatesPhases) {
  EXPECT_FALSE(included("include { phase: TRAIN }"));
  EXPECT_TRUE(included("include { phase: TEST }"));
  EXPECT_TRUE(included("include { phase: TRAIN } include { phase: TEST }"));
  EXPECT_TRUE(included("exclude { phase: TRAIN }"));
  EXPECT_FALSE(included("exclude { phase: TEST }"));
}

TEST(Phase, TakesTheTestPhaseWhateverTheNetSays) {
  EXPECT_TRUE(included("include { phase: TEST }", "phase: TRAIN"));
}

TEST(Phase, EvaluatesLevels) {
  EXPECT_FALSE(included("include { min_level: 1 }"));
  EXPECT_TRUE(included("include { min_level: 1 }", "level: 1"));
  EXPECT_FALSE(included("include { max_level: 1 }", "level: 2"));
  EXPECT_TRUE(included("include { min_level: -1 max_level: 0 }"));
}

TEST(Phase, EvaluatesStages) {
  EXPECT_FALSE(included("include { stage: \"val\" }"));
  EXPECT_TRUE(included("include { stage: \"val\" }", "stage: \"val\""));
  EXPECT_FALSE(included("include { stage: \"val\" stage: \"b\" }", "stage: \"val\""));
  EXPECT_TRUE(included("include { not_stage: \"val\" }"));
  EXPECT_FALSE(included("include { not_stage: \"val\" }", "stage: \"val\""));
  EXPECT_TRUE(included("exclude { phase: TEST stage: \"val\" }"));
}

TEST(Phase, RefusesBothKindsOfRules) {
  EXPECT_THROW(included("include { phase: TEST } exclude { phase: TRAIN }"), Error);
}

TEST(Phase, KeepsTheOrderOfWhatRemains) {
  auto net = net_of(
      "layer { name: \"a\" } layer { name: \"b\" include { phase: TRAIN } } layer { name: \"c\" }");
  keep_test_layers(net);
  ASSERT_EQ(net.layer_size(), 2);
  EXPECT_EQ(net.layer(0).name(), "a");
  EXPECT_EQ(net.layer(1).name(), "c");
}

}  // namespace
}  // namespace ingot::caffe
