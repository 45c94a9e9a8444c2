#include "passes/pass_manager.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "ir/text.h"
#include "passes/pipeline.h"

namespace ingot::passes {
namespace {

constexpr const char* kNetwork = R"(graph {
  %x = input "data" : f32[N,1,2,2]
  %w = constant : f32[2,1,1,1] = [1, 2]
  %s = constant : f32[2,1,1] = [3, 4]
  %c = convolution {stride = [1, 1], dilation = [1, 1], pad_begin = [0, 0], pad_end = [0, 0]} (%x, %w) "conv1"
  %d = scale (%c, %s, %s) "bn1"
  %e = elementwise (%d, %s) "bias1"
  %f = identity (%e) "dropout1"
  %r = activation (%f) "relu1"
  %v = constant : f32[3,8] = random 1
  %y = fully_connected (%r, %v) "ip1"
  output "prob" = %y
})";

TEST(PassManager, RecordsWhatBecameOfLayers) {
  ir::Graph graph = ir::from_text(kNetwork);
  std::vector<std::string> found;
  for (const Fusion& fusion : run(graph, pipeline())) {
    found.push_back(fusion.pass + ": " + fusion.layer + " -> " + fusion.into);
  }
  const std::vector<std::string> expected{
      "remove_identities: dropout1 -> ",
      "merge_scales: bias1 -> bn1 + bias1",
      "merge_scales: bn1 -> bn1 + bias1",
      "fold_scale_into_weights: bn1 + bias1 -> conv1 + bn1 + bias1",
      "fold_scale_into_weights: conv1 -> conv1 + bn1 + bias1",
      "fuse_epilogues: conv1 + bn1 + bias1 -> conv1 + bn1 + bias1 + relu1",
      "fuse_epilogues: relu1 -> conv1 + bn1 + bias1 + relu1",
  };
  EXPECT_EQ(found, expected);
}

TEST(PassManager, LogsALineForEachPassThatChanges) {
  ir::Graph graph = ir::from_text(kNetwork);
  std::vector<std::string> lines;
  run(graph, pipeline(), Log([&](Severity, const std::string& line) { lines.push_back(line); }));
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines[0], "pass remove_identities: 1 changes, 10 nodes are 9");
}

/// Leaves an output that reads a value which does not exist.
size_t break_graph(ir::Graph& graph) {
  graph.add_output("broken", {99, 0});
  return 1;
}

TEST(PassManager, ErrorsNameThePass) {
  ir::Graph graph = ir::from_text(kNetwork);
  const Pass pass{"break", break_graph, "breaks the graph"};
  try {
    run(graph, {&pass, 1});
    FAIL() << "the graph should be refused";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).find("pass break: "), 0U) << error.what();
  }
}

TEST(Pipeline, EveryPassIsDescribed) {
  for (const Pass& pass : pipeline()) {
    EXPECT_FALSE(pass.description.empty()) << pass.name;
    EXPECT_EQ(pass.description.find('\n'), std::string_view::npos) << pass.name;
  }
}

}  // namespace
}  // namespace ingot::passes
