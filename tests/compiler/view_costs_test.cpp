// The search charges nothing for a view that lies in its input.
#include <gtest/gtest.h>

#include "base/text.h"
#include "compiler/choose.h"
#include "ir/text.h"
#include "tests/compiler/fake_device.h"

namespace ingot {
namespace {

/// Copies of bytes take longer than reshaping from blocks does.
class Tactic : public test::TimedTactic {
 public:
  Tactic() : TimedTactic("tactic") {}

  double seconds(const backend::Problem& problem) const override {
    const bool is_blocked = problem.inputs[0].format == ir::Format::kBlocked8;
    const bool is_reshape = problem.op.def().name == "reshape";
    return is_reshape && !is_blocked ? 5 : 1;
  }
};

/// The format that a reshape of %v reads.
ir::Format format_of_reshape(std::string_view layers) {
  const ir::Graph graph = ir::from_text(
      str("graph {\n  %x = input \"x\" : f32[N,16,4,4]\n", layers, "\n  output \"y\" = %y\n}\n"));
  const Tactic tactic;
  test::FakeDevice device({&tactic});
  device.set_formats({ir::Format::kLinear, ir::Format::kBlocked8});
  for (const auto& [id, choice] :
       compiler::choose_tactics(graph, test::settings_on(device)).layers) {
    if (graph.node(id).name() == "r") return choice.layout.input;
  }
  return ir::Format::kBlocked16;
}

TEST(ViewCosts, BetweenLayersNothing) {
  EXPECT_EQ(format_of_reshape("  %v = activation {kind = \"tanh\"} (%x) \"v\"\n"
                              "  %r = reshape {shape = [0, 256]} (%v) \"r\"\n"
                              "  %y = activation {kind = \"tanh\"} (%r) \"y\"\n"),
            ir::Format::kLinear);
}

TEST(ViewCosts, OfAnInputOfTheNetworkTheCopy) {
  EXPECT_EQ(format_of_reshape("  %r = reshape {shape = [0, 256]} (%x) \"r\"\n"
                              "  %y = activation {kind = \"tanh\"} (%r) \"y\"\n"),
            ir::Format::kBlocked8);
}

TEST(ViewCosts, AsAnOutputOfTheNetworkTheCopy) {
  EXPECT_EQ(format_of_reshape("  %v = activation {kind = \"tanh\"} (%x) \"v\"\n"
                              "  %y = reshape {shape = [0, 256]} (%v) \"r\"\n"),
            ir::Format::kBlocked8);
}

}  // namespace
}  // namespace ingot
