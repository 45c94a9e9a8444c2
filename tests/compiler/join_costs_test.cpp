// The search charges a concatenation with what it will copy.
#include <gtest/gtest.h>

#include <map>

#include "compiler/choose.h"
#include "ir/text.h"
#include "tests/compiler/fake_device.h"

namespace ingot {
namespace {

/// Layers are much faster in blocks, copies between formats cheap; to concatenate in blocks takes
/// as long as all of that saves.
class BlockedTactic : public test::TimedTactic {
 public:
  BlockedTactic() : TimedTactic("blocked") {}

  backend::Support supports(const backend::Problem& problem) const override {
    const bool is_copy = problem.op.def().traits.identity;
    return is_copy || problem.inputs[0].format == problem.outputs[0].format
               ? backend::Support::yes()
               : backend::Support::no("takes one format");
  }
  double seconds(const backend::Problem& problem) const override {
    const bool is_blocked = problem.inputs[0].format == ir::Format::kBlocked8;
    if (problem.op.def().traits.identity) return 1;
    if (problem.op.def().joins) return is_blocked ? 20 : 1;
    return is_blocked ? 5 : 10;
  }
};

/// The format in which the network's only concatenation is computed.
ir::Format format_of_join(std::string_view batch) {
  std::string text = R"(graph {
    %x = input "x" : f32[B,16,4,4]
    %a = activation {kind = "tanh"} (%x) "a"
    %b = activation {kind = "sigmoid"} (%x) "b"
    %o = concatenation {axis = 1} (%a, %b) "join"
    %y = activation {kind = "softsign"} (%o) "y"
    output "y" = %y
  })";
  text.replace(text.find('B'), 1, batch);
  const ir::Graph graph = ir::from_text(text);
  const BlockedTactic tactic;
  test::FakeDevice device({&tactic});
  device.set_formats({ir::Format::kLinear, ir::Format::kBlocked8});
  compiler::Settings settings = test::settings_on(device);
  if (batch == "1") settings.profiles = {{}};
  for (const auto& [id, choice] : compiler::choose_tactics(graph, settings).layers) {
    if (graph.node(id).op().def().joins) return choice.layout.input;
  }
  return ir::Format::kBlocked16;
}

TEST(JoinCosts, PartsInPlaceAreFree) { EXPECT_EQ(format_of_join("1"), ir::Format::kBlocked8); }

TEST(JoinCosts, PartsThatAreCopiedAreNot) { EXPECT_EQ(format_of_join("N"), ir::Format::kLinear); }

}  // namespace
}  // namespace ingot
