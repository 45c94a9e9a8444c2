// The search charges a copy between formats once, however many layers read it.
#include <gtest/gtest.h>

#include "base/text.h"
#include "compiler/choose.h"
#include "ir/text.h"
#include "tests/compiler/fake_device.h"

namespace ingot {
namespace {

constexpr double kCopy = 3;
constexpr double kSaved = 2;  // by a reader in blocks

/// Outputs are linear. A sigmoid takes less time in blocks, by less than a copy takes.
class Tactic : public test::TimedTactic {
 public:
  Tactic() : TimedTactic("tactic") {}

  backend::Support supports(const backend::Problem& problem) const override {
    const bool is_copy = problem.op.def().traits.identity;
    return is_copy || problem.outputs[0].format == ir::Format::kLinear
               ? backend::Support::yes()
               : backend::Support::no("writes linear tensors");
  }
  double seconds(const backend::Problem& problem) const override {
    const bool is_blocked = problem.inputs[0].format == ir::Format::kBlocked8;
    if (problem.op.def().traits.identity) return kCopy;
    return is_blocked ? 10 - kSaved : 10;
  }
};

struct Chosen {
  int blocked_readers = 0;
  size_t copies = 0;
};

/// Of a value, the network's input or what a layer computes of it, with that many readers. As an
/// output of the network it has one more, which wants it linear.
Chosen choose(int readers, bool is_computed, bool is_output) {
  std::string text = "graph {\n  %x = input \"x\" : f32[N,16,4,4]\n";
  if (is_computed) text += "  %v = activation {kind = \"tanh\"} (%x) \"v\"\n";
  const std::string value = is_computed ? "%v" : "%x";
  for (int i = 0; i < readers; ++i) {
    text += str("  %y", i, " = activation {kind = \"sigmoid\"} (", value, ") \"y", i, "\"\n");
    text += str("  output \"y", i, "\" = %y", i, "\n");
  }
  if (is_output) text += "  output \"v\" = %v\n";
  const ir::Graph graph = ir::from_text(text + "}\n");
  const Tactic tactic;
  test::FakeDevice device({&tactic});
  device.set_formats({ir::Format::kLinear, ir::Format::kBlocked8});
  const auto choices = compiler::choose_tactics(graph, test::settings_on(device));
  Chosen chosen{0, choices.reformats.size()};
  for (const auto& [id, choice] : choices.layers) {
    const bool is_reader = graph.node(id).name().starts_with("y");
    chosen.blocked_readers += is_reader && choice.layout.input == ir::Format::kBlocked8 ? 1 : 0;
  }
  return chosen;
}

TEST(SharedCopies, OneReaderDoesNotPayForACopy) {
  for (const bool is_computed : {false, true}) {
    const Chosen chosen = choose(1, is_computed, false);
    EXPECT_EQ(chosen.blocked_readers, 0);
    EXPECT_EQ(chosen.copies, 0U);
  }
}

TEST(SharedCopies, SeveralReadersShareOne) {
  for (const int readers : {2, 3, 7}) {
    for (const bool is_computed : {false, true}) {
      const Chosen chosen = choose(readers, is_computed, false);
      EXPECT_EQ(chosen.blocked_readers, readers);
      EXPECT_EQ(chosen.copies, 1U);
    }
  }
}

TEST(SharedCopies, OutputsAreReaders) {
  EXPECT_EQ(choose(1, true, true).blocked_readers, 0);
  EXPECT_EQ(choose(2, true, true).blocked_readers, 2);
}

}  // namespace
}  // namespace ingot
