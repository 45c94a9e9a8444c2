#include <gtest/gtest.h>

#include "base/error.h"
#include "compiler/choose.h"
#include "compiler/compile.h"
#include "compiler/emit.h"
#include "plan/serialize.h"
#include "tests/compiler/fake_device.h"

namespace ingot {
namespace {

using test::FakeDevice;
using test::FakeTactic;

constexpr auto kHalf = ir::Format::kHalfChannelsLast;
constexpr auto kBFloat = ir::Format::kBFloatChannelsLast;

bool is_copy(const backend::Problem& problem) { return problem.op.def().traits.identity; }

/// Takes problems that the test names.
class PickyTactic : public FakeTactic {
 public:
  using Takes = bool (*)(const backend::Problem& problem);

  PickyTactic(std::string name, double cost, Takes takes)
      : FakeTactic(std::move(name), {cost}), takes_(takes) {}

  backend::Support supports(const backend::Problem& problem) const override {
    return takes_(problem) ? backend::Support::yes() : backend::Support::no("takes others");
  }

 private:
  Takes takes_;
};

bool is_in(const backend::Problem& problem, ir::Format format) {
  return !is_copy(problem) && problem.inputs[0].format == format &&
         problem.outputs[0].format == format;
}

/// A device whose f16 tactic is the fastest, its bf16 one the next, and whose copies cost little.
class Precision : public testing::Test {
 protected:
  Precision() {
    device_.set_formats({ir::Format::kLinear, kHalf, kBFloat});
    settings_ = settings_on(device_);
  }

  static ir::Graph network() {
    return ir::from_text(R"(graph {
      %x = input "x" : f32[N,3,4,4]
      %y = activation {kind = "tanh"} (%x) "first"
      %z = activation {kind = "sigmoid"} (%y) "second"
      output "z" = %z
    })");
  }

  /// The formats of the tensors between the layers, and of the bindings.
  std::vector<std::string> formats() { return formats(built(network())); }

  plan::Plan built(const ir::Graph& graph) {
    plan::Plan plan =
        compiler::emit(graph, graph, compiler::choose_tactics(graph, settings_), settings_);
    plan::verify(plan);
    return plan;
  }

  /// Of a plan of a device that computes in f32 alone, once it is tuned again for device_.
  std::vector<std::string> formats_tuned_again() {
    const FakeDevice other({&full_, &copy_});
    const compiler::Settings settings = settings_;
    settings_.device = &other;
    const plan::Plan plan = plan::read(plan::write(built(network())));
    settings_ = compiler::settings_of(plan);
    settings_.device = &device_;
    const plan::Plan again = built(plan::read_network(plan));
    settings_ = settings;
    return formats(again);
  }

  static std::vector<std::string> formats(const plan::Plan& plan) {
    std::vector<std::string> formats;
    for (const plan::Tensor& tensor : plan.tensors) {
      formats.emplace_back(name_of(tensor.type.format));
    }
    return formats;
  }

  PickyTactic half_{"half", 1, [](const auto& problem) { return is_in(problem, kHalf); }};
  const PickyTactic bfloat_{"bfloat", 2,
                            [](const auto& problem) { return is_in(problem, kBFloat); }};
  const PickyTactic full_{"full", 10,
                          [](const auto& problem) { return is_in(problem, ir::Format::kLinear); }};
  const PickyTactic copy_{"copy", 0.5, is_copy};
  FakeDevice device_{{&half_, &bfloat_, &full_, &copy_}};
  compiler::Settings settings_ = settings_on(device_);
};

const std::vector<std::string> kFull{"linear", "linear", "linear"};
/// z, x; then x in f16, both results in f16.
const std::vector<std::string> kHalves{"linear", "linear", "f16_nhwc8", "f16_nhwc8", "f16_nhwc8"};

const std::vector<std::string> kBFloats{"linear", "linear", "bf16_nhwc8", "bf16_nhwc8",
                                        "bf16_nhwc8"};

TEST_F(Precision, NothingIsHalfUnlessAllowed) { EXPECT_EQ(formats(), kFull); }

TEST_F(Precision, TheFasterTypeIsChosenAndBindingsStay) {
  settings_.allows_half = true;
  EXPECT_EQ(formats(), kHalves);
}

TEST_F(Precision, EachTypeHasAPermissionOfItsOwn) {
  settings_.allows_bfloat = true;
  EXPECT_EQ(formats(), kBFloats);
  settings_.allows_half = true;
  EXPECT_EQ(formats(), kHalves);
  settings_.has_demands = true;
  settings_.wishes["first"] =
      settings_.wishes["second"] = {.input = ir::DataType::kBFloat16, .output = {}};
  EXPECT_EQ(formats(), kBFloats);
}

TEST_F(Precision, DemandsAreMet) {
  settings_.allows_half = true;
  settings_.has_demands = true;
  settings_.wishes["first"] = {.input = ir::DataType::kFloat32};
  settings_.wishes["second"] = {.input = ir::DataType::kFloat32};
  EXPECT_EQ(formats(), kFull);
}

TEST_F(Precision, DemandsThatCannotBeMetAreErrors) {
  settings_.has_demands = true;
  settings_.wishes["second"] = {.input = ir::DataType::kFloat16};
  try {
    formats();
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnsupported);
    EXPECT_NE(std::string(error.what()).find("layer second"), std::string::npos) << error.what();
  }
}

TEST_F(Precision, WishesThatCannotBeMetAreWarnings) {
  settings_.wishes["second"] = {.input = ir::DataType::kFloat16};
  std::vector<std::string> warnings;
  settings_.log = Log([&](Severity severity, const std::string& message) {
    if (severity == Severity::kWarning) warnings.emplace_back(message);
  });
  EXPECT_EQ(formats(), kFull);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].find("second"), std::string::npos) << warnings[0];
}

TEST_F(Precision, IsWhatItWasWhereAPlanIsTunedAgain) {
  settings_.allows_half = true;
  EXPECT_EQ(formats_tuned_again(), kHalves);
  settings_.has_demands = true;
  settings_.wishes["first"] = {.input = ir::DataType::kFloat32};
  settings_.wishes["second"] = {.input = ir::DataType::kFloat32};
  EXPECT_EQ(formats_tuned_again(), kFull);
  settings_.wishes["second"] = {.input = ir::DataType::kBFloat16};
  EXPECT_THROW(formats_tuned_again(), Error);  // which is not allowed
  settings_.has_demands = false;
  EXPECT_NO_THROW(formats_tuned_again());
}

TEST_F(Precision, RefusedLibrariesStayRefusedWhereAPlanIsTunedAgain) {
  settings_.allows_half = settings_.allows_bfloat = true;
  half_.set_library("abacus");
  EXPECT_EQ(formats_tuned_again(), kHalves);
  settings_.refused_libraries = {"abacus"};
  EXPECT_EQ(formats_tuned_again(), kBFloats);
}

TEST_F(Precision, Tf32IsPartOfTheKey) {
  backend::Problem problem{.op = ir::identity_op()};
  backend::Problem rounded = problem;
  rounded.allows_tf32 = true;
  EXPECT_NE(problem.key(), rounded.key());
}

}  // namespace
}  // namespace ingot
