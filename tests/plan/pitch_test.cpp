// Tensors that are columns of others.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "compiler/compile.h"
#include "plan/json.h"
#include "plan/serialize.h"
#include "tests/compiler/pitch_device.h"
#include "tests/plan/edited_plan.h"

namespace ingot {
namespace {

class PlanPitch : public test::PitchDevice, protected test::EditedPlan {
 protected:
  PlanPitch() { plan_ = plan_of(); }

  /// `other` has the type of the parts, and is read alone by its copy to the output.
  plan::Plan plan_of() {
    return compiler::compile(ir::from_text(R"(graph {
      %x = input "x" : f32[N,32,4,4]
      %a = activation {kind = "tanh"} (%x) "a"
      %b = activation {kind = "sigmoid"} (%x) "b"
      %other = activation {kind = "softsign"} (%x) "other"
      %i = concatenation {axis = 1} (%a, %b) "joined"
      output "i" = %i
      output "other" = %other
    })"),
                             settings_);
  }
};

TEST_F(PlanPitch, IsKept) {
  ASSERT_EQ(output_of("a").pitch, 64);
  EXPECT_EQ(message(), "valid");
  const plan::Plan read = plan::read(plan::write(plan_));
  for (size_t i = 0; i < plan_.tensors.size(); ++i) {
    EXPECT_EQ(read.tensors[i].pitch, plan_.tensors[i].pitch);
  }
  const auto json = nlohmann::json::parse(plan::to_json(plan_));
  EXPECT_EQ(json["tensors"][step("b").outputs[0]]["pitch"], 64);
  EXPECT_FALSE(json["tensors"][step("joined").outputs[0]].contains("pitch"));
}

TEST_F(PlanPitch, IsOfWholeBlocksAndNotBelowTheChannels) {
  for (const int64_t pitch : {int64_t{-64}, int64_t{24}, int64_t{63}, int64_t{1} << 31,
                              std::numeric_limits<int64_t>::max() - 7}) {
    output_of("a").pitch = pitch;
    EXPECT_NE(message().find("has the pitch " + std::to_string(pitch)), std::string::npos);
  }
}

TEST_F(PlanPitch, IsOfTheArenaWithTheChannelsLastAlone) {
  plan_.tensors[plan_.bindings[0].tensor].pitch = 64;
  EXPECT_NE(message().find("has the pitch 64"), std::string::npos);
  plan_ = plan_of();
  output_of("a").type.format = ir::Format::kHalf;
  EXPECT_NE(message().find("has the pitch 64"), std::string::npos);
}

TEST_F(PlanPitch, TheLastPixelLiesInside) {
  output_of("a").size -= kAlignment;
  EXPECT_NE(message().find("does not fit"), std::string::npos);
  plan_ = plan_of();
  output_of("a").pitch = int64_t{1} << 30;
  EXPECT_NE(message().find("does not fit"), std::string::npos);
}

TEST_F(PlanPitch, IsReadWhereItIsJoinedAlone) {
  plan::Tensor& other = output_of("other");
  other.pitch = 64;
  other.size = output_of("a").size;
  other.offset = plan_.arena_size;
  plan_.arena_size += other.size;
  EXPECT_NE(message().find("whose pixels lie 64 elements apart"), std::string::npos);
  plan_ = plan_of();
  output_of("joined").offset += kAlignment;
  plan_.arena_size += 2 * kAlignment;
  EXPECT_NE(message(), "valid");
  plan_ = plan_of();
  std::swap(step("joined").inputs[0], step("joined").inputs[1]);
  EXPECT_NE(message().find("which it reads"), std::string::npos);
}

TEST_F(PlanPitch, ColumnsThatOverlapAreRefused) {
  output_of("b").offset = output_of("a").offset;
  EXPECT_NE(message().find("after something else was written over it"), std::string::npos);
}

}  // namespace
}  // namespace ingot
