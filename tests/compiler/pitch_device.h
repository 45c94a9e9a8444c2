#pragma once

#include <gtest/gtest.h>

#include "tests/compiler/fake_device.h"

namespace ingot::test {

inline bool is_kind(const ir::Op& op, std::string_view kind) {
  return to_string(op).find(kind) != std::string::npos;
}

/// Computes with the channels last in f16, and copies between formats. Writes outputs with a pitch
/// of those operators that the test names.
class PitchTactic : public FakeTactic {
 public:
  static constexpr size_t kWorkspace = 1024;
  static constexpr size_t kWorkspaceWithPitch = 2048;

  PitchTactic() : FakeTactic("pitch") {}

  backend::Support supports(const backend::Problem& problem) const override {
    const bool is_copy = problem.op.def().traits.identity;
    const bool is_last = problem.inputs[0].format == ir::Format::kHalfChannelsLast &&
                         problem.outputs[0].format == ir::Format::kHalfChannelsLast;
    const bool writes = problem.output_pitch == 0 || supports_pitch(problem.op);
    return (is_copy || is_last) && writes ? backend::Support::yes()
                                          : backend::Support::no("takes others");
  }
  std::vector<backend::Configuration> configurations(
      const backend::Problem& problem) const override {
    if (is_only && problem.output_pitch != 0) return {{0}};
    return {{0}, {1}};
  }
  std::unique_ptr<backend::Kernel> prepare(
      const backend::Problem& problem, const backend::Configuration& configuration) const override {
    const bool has_pitch = problem.output_pitch != 0;
    require(!has_pitch || prepares_pitch(problem.op), ErrorCode::kInvalidArgument,
            [] { return "the library does not do this"; });
    return std::make_unique<SlowKernel>(has_pitch ? kWorkspaceWithPitch : kWorkspace,
                                        has_pitch ? seconds_with_pitch(configuration) : kSeconds);
  }

  bool is_only = false;                     ///< one configuration alone writes a pitch
  static constexpr double kSeconds = 1e-3;  ///< of any launch without a pitch
  double (*seconds_with_pitch)(const backend::Configuration&) = [](const auto&) {
    return kSeconds;
  };
  bool (*supports_pitch)(const ir::Op&) = [](const ir::Op&) { return true; };
  bool (*prepares_pitch)(const ir::Op&) = [](const ir::Op&) { return true; };

 private:
  struct SlowKernel : backend::Kernel {
    SlowKernel(size_t workspace, double duration) : size(workspace), seconds(duration) {}
    size_t workspace_size() const override { return size; }
    void launch(const backend::Launch&, backend::Stream&) const noexcept override {
      FakeClock::now += seconds;
    }
    size_t size;
    double seconds;
  };
};

/// Tests of graphs on a device with that tactic alone.
class PitchDevice : public testing::Test {
 protected:
  PitchDevice() {
    device_.set_formats({ir::Format::kLinear, ir::Format::kHalfChannelsLast});
    settings_ = settings_on(device_);
    settings_.allows_half = true;
  }

  PitchTactic tactic_;
  FakeDevice device_{{&tactic_}};
  compiler::Settings settings_;
};

}  // namespace ingot::test
