#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "ir/text.h"
#include "passes/pipeline.h"
#include "tests/passes/cases.h"
#include "tests/passes/same_answers.h"

namespace ingot::passes {
namespace {

std::string path_of(const std::string& name) {
  return INGOT_SOURCE_DIR "/tests/passes/" + name + ".txt";
}

const Pass* find_pass(const std::string& name) {
  const auto found = std::ranges::find(pipeline(), name, &Pass::name);
  return found == pipeline().end() ? nullptr : &*found;
}

void check_pass(const Pass& pass, const Case& twin) {
  const ir::Graph before = ir::from_text(twin.before);
  const std::string expected = to_text(ir::from_text(twin.after));
  ir::Graph graph = before;
  const std::span<const Pass> alone(&pass, 1);
  run(graph, alone);
  EXPECT_EQ(to_text(graph), expected);
  EXPECT_TRUE(same_answers(before, graph));
  EXPECT_EQ(pass.run(graph), 0U) << "the second run still finds something to do";
  EXPECT_EQ(to_text(graph), expected) << "after the second run";
}

void check_pipeline(const Case& twin) {
  const ir::Graph before = ir::from_text(twin.before);
  ir::Graph graph = before;
  run(graph, pipeline());
  EXPECT_TRUE(same_answers(before, graph)) << to_text(graph);
  std::set<ir::Value> taken;
  for (const ir::GraphOutput& output : graph.outputs()) {
    EXPECT_EQ(graph.node(output.value.node).kind(), ir::Node::Kind::kOp) << output.name;
    EXPECT_TRUE(taken.insert(output.value).second) << output.name;
  }
  const std::string once = to_text(graph);
  run(graph, pipeline());
  EXPECT_EQ(to_text(graph), once) << "after the second run";
}

class Twins : public testing::TestWithParam<std::string> {};

TEST_P(Twins, OfThePass) {
  const Pass* pass = find_pass(GetParam());
  ASSERT_NE(pass, nullptr) << "no pass has this file's name";
  for (const Case& twin : read_cases(path_of(GetParam()))) {
    SCOPED_TRACE(GetParam() + ".txt:" + std::to_string(twin.line) + ": " + twin.title);
    check_pass(*pass, twin);
  }
}

TEST_P(Twins, ThroughThePipeline) {
  for (const Case& twin : read_cases(path_of(GetParam()))) {
    SCOPED_TRACE(GetParam() + ".txt:" + std::to_string(twin.line) + ": " + twin.title);
    check_pipeline(twin);
  }
}

INSTANTIATE_TEST_SUITE_P(Files, Twins, testing::ValuesIn(case_files()),
                         [](const auto& file) { return file.param; });

TEST(Pipeline, HasCasesForEveryPass) {
  const std::vector<std::string> files = case_files();
  for (const Pass& pass : pipeline()) {
    EXPECT_TRUE(std::ranges::count(files, pass.name) == 1) << pass.name << " has no cases";
  }
}

}  // namespace
}  // namespace ingot::passes
