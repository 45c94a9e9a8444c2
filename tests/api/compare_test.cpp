#include <ingot/compare.h>

#include <array>
#include <regex>
#include <utility>

#include "plan/serialize.h"
#include "tests/api/build_fixture.h"

namespace ingot::api {
inline namespace INGOT_API_GROUP {
namespace {

class CompareLayersTest : public BuildTest {};

TEST_F(CompareLayersTest, TakesIndependentStepsInAnyOrder) {
  auto& network = explicit_batch();
  auto& x = input(network, {1, 8});
  for (const auto kind : {nvinfer1::ActivationType::kRELU, nvinfer1::ActivationType::kTANH}) {
    network.markOutput(*network.addActivation(x, kind)->getOutput(0));
  }
  const Config config = make_config();
  const std::string file = build(*config);
  plan::Plan plan = plan::read(SharedBytes::copy_of(std::as_bytes(std::span(file))));
  ASSERT_EQ(plan.steps.size(), 2U);
  std::swap(plan.steps[0], plan.steps[1]);
  const SharedBytes other = plan::write(std::move(plan));
  const std::array<float, 8> values{-3, -2, -1, -0.5F, 0.5F, 1, 2, 3};
  const std::array<const void*, 1> inputs{values.data()};
  for (const auto& [data, size] :
       {std::pair<const void*, size_t>{file.data(), file.size()}, {other.data(), other.size()}}) {
    const Memory result(compareLayers(network, data, size, inputs.data()));
    ASSERT_NE(result, nullptr) << error();
    const std::regex beyond("\"beyond\": *[1-9]");
    EXPECT_FALSE(std::regex_search(bytes_of(*result), beyond)) << bytes_of(*result);
  }
}

}  // namespace
}  // namespace INGOT_API_GROUP
}  // namespace ingot::api
