#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "base/error.h"
#include "plan/plan.h"

namespace ingot::test {

/// What verify says of the plan.
inline std::string message_of(const plan::Plan& plan) {
  try {
    plan::verify(plan);
    return "valid";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kCorrupt);
    return error.what();
  }
}

/// A plan that a test changes.
class EditedPlan {
 protected:
  plan::Step& step(std::string_view name) {
    const auto found = std::ranges::find(plan_.steps, name, &plan::Step::name);
    require(found != plan_.steps.end(), ErrorCode::kInternal, [&] { return std::string(name); });
    return *found;
  }
  plan::Tensor& output_of(std::string_view name) { return plan_.tensors[step(name).outputs[0]]; }

  std::string message() const { return message_of(plan_); }

  plan::Plan plan_;
};

}  // namespace ingot::test
