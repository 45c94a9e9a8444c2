// Layers that a device leaves to the processor.
#include <gtest/gtest.h>

#include "compiler/choose.h"
#include "tests/compiler/fake_device.h"

namespace ingot::test {
namespace {

/// Takes all but exponentials.
class FewTactic : public FakeTactic {
 public:
  using FakeTactic::FakeTactic;
  backend::Support supports(const backend::Problem& problem) const override {
    return problem.op.name() == "unary" ? backend::Support::no("takes no exponentials")
                                        : backend::Support::yes();
  }
};

const FewTactic kFew("few");
const FakeTactic kFallback("fallback", "", true);

std::vector<std::string> warnings_of(const FakeDevice& device) {
  const ir::Graph graph = ir::from_text(R"(graph {
    %x = input "x" : f32[N,3]
    %a = unary (%x) "first"
    %b = softmax {axis = 1} (%a) "soft"
    %c = unary (%b) "second"
    output "c" = %c
  })");
  std::vector<std::string> warnings;
  auto settings = settings_on(device);
  settings.log = Log([&](Severity severity, const std::string& message) {
    if (severity == Severity::kWarning) warnings.push_back(message);
  });
  compiler::choose_tactics(graph, settings);
  return warnings;
}

TEST(Fallback, IsToldOnceWithItsLayers) {
  FakeDevice device({&kFew, &kFallback});
  device.set_own_memory();
  const std::vector<std::string> warnings = warnings_of(device);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("run on the processor"), std::string::npos) << warnings[0];
  EXPECT_NE(warnings[0].find(": first, second"), std::string::npos) << warnings[0];
}

TEST(Fallback, IsNotToldOfTheProcessorNorWhereThereIsNone) {
  EXPECT_TRUE(warnings_of(FakeDevice({&kFew, &kFallback})).empty());
  FakeDevice device({&kFallback});
  EXPECT_TRUE(warnings_of(device).empty());
  const FakeTactic all("all");
  FakeDevice other({&all, &kFallback});
  other.set_own_memory();
  EXPECT_TRUE(warnings_of(other).empty());
}

}  // namespace
}  // namespace ingot::test
